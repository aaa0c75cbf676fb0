//! `FM`: what a document says of itself, in its front matter or elsewhere.

pub(super) mod ambiguous_date;
pub(super) mod date_contradiction;
pub(super) mod date_not_iso;
pub(super) mod duration_mismatch;
pub(super) mod end_before_start;
pub(super) mod future_date;
pub(super) mod human_error_as_cause;
pub(super) mod impossible_order;
pub(super) mod inferred_only;
pub(super) mod many_owners;
pub(super) mod missing_date;
pub(super) mod missing_field;
pub(super) mod missing_title;
pub(super) mod other_word;
pub(super) mod unknown_cause;
pub(super) mod unknown_key;
pub(super) mod unknown_service;
pub(super) mod unknown_severity;
pub(super) mod unknown_trigger;
pub(super) mod wrong_type;

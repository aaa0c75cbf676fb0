//! `ST`: the sections of a document.

pub(super) mod ambiguous_section;
pub(super) mod duplicate_section;
pub(super) mod empty_section;
pub(super) mod missing_section;
pub(super) mod no_lessons;
pub(super) mod several_incidents;
pub(super) mod single_root_cause;
pub(super) mod template_left_in;

//! `SY`: files and their syntax, before anything is understood.

pub(super) mod allow_without_reason;
pub(super) mod control_character;
pub(super) mod deep_nesting;
pub(super) mod empty_document;
pub(super) mod file_too_large;
pub(super) mod invalid_front_matter;
pub(super) mod invalid_utf8;
pub(super) mod not_a_postmortem;
pub(super) mod unclosed_front_matter;
pub(super) mod unfollowed_link;
pub(super) mod unknown_allow;
pub(super) mod unreadable_config;
pub(super) mod unused_allow;

//! `XR`: what documents say of each other, and of files.

pub(super) mod broken_link;
pub(super) mod duplicate_id;
pub(super) mod duplicate_slug;
pub(super) mod missing_asset;
pub(super) mod orphan_service;
pub(super) mod recurrence;
pub(super) mod self_link;

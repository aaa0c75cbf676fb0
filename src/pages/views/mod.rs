//! What templates see: one struct per page kind. These are public API, documented in `docs/templates.md`.

use serde::Serialize;

/// What a template sees.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    /// Nothing but the site.
    Empty {},
}

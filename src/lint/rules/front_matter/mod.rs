//! `FM`: what a document says of itself, in its front matter or elsewhere.

pub(super) mod missing_title;

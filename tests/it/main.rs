//! The one integration binary. Every file beside this one is a module of it; a test holds that none is forgotten.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files, and fail loudly")]

mod docs_sync;
mod rule_case;
mod rule_docs;
mod rule_specs;
mod tidy;

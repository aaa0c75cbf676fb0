//! The one integration binary. Every file beside this one is a module of it; a test holds that none is forgotten.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files, and fail loudly")]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "the files are ours")]

#[path = "../../benches/generator/mod.rs"]
mod generator;

mod bad_day;
mod cli;
mod cli_begin;
mod cli_check;
mod cli_import;
mod cli_print;
mod cli_stats;
mod cli_steering;
mod command;
mod determinism;
mod docs_sync;
mod edits;
mod example_site;
mod handbook;
mod harness;
mod history;
mod hostile;
mod import;
mod infer_props;
mod json_schema;
mod links;
mod memo;
mod props;
mod rule_case;
mod rule_docs;
mod rule_props;
mod rule_specs;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "search")]
mod search_golden;
#[cfg(feature = "serve")]
mod serve;
mod sites;
mod standing;
mod tidy;

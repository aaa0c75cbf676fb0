//! A whole document: everything that is inferred from it, and every rule.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(sources) = afterword_fuzz::document(data) {
        afterword_fuzz::check(&sources, &afterword_fuzz::settings());
    }
});

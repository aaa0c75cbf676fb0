//! The archive as other programs read it.

use serde_json::Value;
use snapbox::{assert_data_eq, file};

use super::{CONFIG, documents, settings, text, with_harbour, with_site};

fn pretty(json: &str) -> String {
    let value: Value = serde_json::from_str(json).expect("JSON");
    serde_json::to_string_pretty(&value).expect("a value is plain data") + "\n"
}

#[test]
fn the_whole_archive() {
    with_harbour(|site| assert_data_eq!(pretty(&text(site, "archive.json")), file!["archive.json"].raw()));
}

#[test]
fn the_parts_say_the_same_as_the_whole() {
    let mut settings = settings(CONFIG);
    settings.site.json_per_postmortem = true;
    with_site(&settings, documents::ALL, |site| {
        let parse = |url| serde_json::from_str::<Value>(&text(site, url)).expect("JSON");
        let whole = parse("archive.json");
        let service = parse("services/checkout/index.json");
        let one = parse("postmortems/2026-03-07-pool/index.json");
        let find = |exported: &Value| {
            let postmortems = exported["postmortems"].as_array().expect("a list").iter();
            postmortems.clone().find(|postmortem| postmortem["id"] == "INC-2026-014").cloned()
        };
        assert_eq!(find(&whole).as_ref(), Some(&one["postmortem"]));
        assert_eq!(find(&service), find(&whole));
        assert_eq!(service["service"], whole["services"][0]);
    });
}

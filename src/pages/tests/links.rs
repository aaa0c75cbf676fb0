//! Every link of every view leads to a page that is planned.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{all_views, plan_of, with_harbour};

/// The values of all keys that hold a link.
fn links<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match field {
                    Value::String(link) if matches!(key.as_str(), "href" | "home" | "feed" | "json" | "edit") => {
                        found.push(link);
                    }
                    _ if key == "assets" => {
                        found.extend(field.as_object().into_iter().flatten().filter_map(|(_, link)| link.as_str()));
                    }
                    field => links(field, found),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                links(item, found);
            }
        }
        _ => {}
    }
}

/// The file that a link from a page leads to.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                parts.pop().expect("a link stays inside the site");
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_leads_to_a_file_of_the_site() {
    with_harbour(|site| {
        let files: BTreeSet<_> = plan_of(site).pages.iter().map(|page| crate::urls::encode(&page.url.file())).collect();
        let mut checked = 0;
        for (page, view) in all_views(site) {
            let mut found = Vec::new();
            links(&view, &mut found);
            for link in found.into_iter().filter(|link| !link.contains("://")) {
                let target = resolve(page.url.as_str(), link);
                assert!(files.contains(&target), "/{} links to {link}, which is not there", page.url);
                checked += 1;
            }
        }
        assert!(checked > 500, "only {checked} links were found");
    });
}

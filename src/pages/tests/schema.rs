//! What views hold is what `docs/templates.md` says, field by field.

use serde_json::Value;

use super::{all_views, with_harbour};
use crate::pages::PageKind;
use crate::pages::views::docs_test::{Documented, documented, words};

/// Compares a value with a documented type (`list of fact of link?`), and everything below it.
fn check(value: &Value, of: &str, at: &str, types: &[Documented]) {
    if let Some(of) = of.strip_suffix('?') {
        if !value.is_null() {
            check(value, of, at, types);
        }
        return;
    }
    if let Some(of) = of.strip_prefix("list of ") {
        let items = value.as_array().unwrap_or_else(|| panic!("{at} is no list: {value}"));
        for item in items {
            check(item, of, at, types);
        }
        return;
    }
    if let Some(of) = of.strip_prefix("fact of ") {
        check_fields(value, &[("value", of), ("inferred", "text?")], at, types);
        return;
    }
    let fits = match of {
        "text" | "word" | "html" => value.is_string(),
        "number" => value.is_i64() || value.is_u64(),
        "bool" => value.is_boolean(),
        "map of text" => value.as_object().is_some_and(|map| map.values().all(Value::is_string)),
        name => {
            let documented = types.iter().find(|documented| words(&documented.name) == name);
            let documented = documented.unwrap_or_else(|| panic!("{at}: the type `{name}` is not documented"));
            let fields: Vec<_> = documented.fields.iter().map(|(name, of, _)| (name.as_str(), of.as_str())).collect();
            check_fields(value, &fields, at, types);
            true
        }
    };
    assert!(fits, "{at} is no {of}: {value}");
}

fn check_fields(value: &Value, fields: &[(&str, &str)], at: &str, types: &[Documented]) {
    let object = value.as_object().unwrap_or_else(|| panic!("{at} has no fields: {value}"));
    let mut keys: Vec<_> = object.keys().map(String::as_str).collect();
    let mut documented: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    keys.sort_unstable();
    documented.sort_unstable();
    assert_eq!(keys, documented, "the fields of {at}");
    for (name, of) in fields {
        check(&object[*name], of, &format!("{at}.{name}"), types);
    }
}

#[test]
fn every_view_is_as_documented() {
    let types = documented();
    with_harbour(|site| {
        for (page, view) in all_views(site) {
            let roots = view.as_object().expect("a view has fields");
            let subject = usize::from(page.kind != PageKind::Finder);
            assert_eq!(roots.len(), 2 + subject);
            for (name, value) in roots {
                check(value, &name.replace('_', " "), &format!("/{} {name}", page.url), &types);
            }
        }
    });
}

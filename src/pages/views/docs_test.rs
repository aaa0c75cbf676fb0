//! Holds `docs/templates.md`: its tables are what the comments in these files say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use snapbox::assert_data_eq;

const FILES: [&str; 10] = [
    include_str!("site.rs"),
    include_str!("home.rs"),
    include_str!("search.rs"),
    include_str!("postmortem.rs"),
    include_str!("service.rs"),
    include_str!("cause.rs"),
    include_str!("listing.rs"),
    include_str!("actions.rs"),
    include_str!("insights.rs"),
    include_str!("parts.rs"),
];

const PAGE: &str = include_str!("../../../docs/templates.md");
const MARKER: &str = "<!-- generated -->\n";

#[derive(Debug, Default)]
pub(in crate::pages) struct Documented {
    /// The name of the struct.
    pub(in crate::pages) name: String,
    docs: String,
    /// Name, documented type and comment of each field.
    pub(in crate::pages) fields: Vec<(String, String, String)>,
}

fn structs(source: &str) -> Vec<Documented> {
    let mut found = Vec::new();
    let mut docs = String::new();
    let mut open: Option<Documented> = None;
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            if !docs.is_empty() {
                docs.push(' ');
            }
            docs.push_str(text);
        } else if let Some(rest) = line.strip_prefix("pub struct ").filter(|rest| rest.ends_with('{')) {
            let name = rest.trim_end_matches(" {").trim_end_matches("<T>").to_owned();
            open = Some(Documented { name, docs: std::mem::take(&mut docs), fields: Vec::new() });
        } else if line == "}" {
            found.extend(open.take());
            docs.clear();
        } else if let (Some(documented), Some((name, of))) =
            (&mut open, line.strip_prefix("pub ").and_then(|rest| rest.trim_end_matches(',').split_once(": ")))
        {
            documented.fields.push((name.to_owned(), type_name(of), std::mem::take(&mut docs)));
        } else if !line.starts_with("#[") {
            docs.clear();
        }
    }
    found
}

/// `Option<Fact<DateView>>` to `fact of date?`.
fn type_name(of: &str) -> String {
    let inner = |prefix: &str| of.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<") {
        return format!("{}?", type_name(inner));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", type_name(inner));
    }
    if let Some(inner) = inner("Fact<") {
        return format!("fact of {}", type_name(inner));
    }
    match of {
        "String" => "text".to_owned(),
        "&'static str" => "word".to_owned(),
        "Html" => "html".to_owned(),
        "bool" | "T" => of.to_owned(),
        "BTreeMap<String, String>" => "map of text".to_owned(),
        "u8" | "u32" | "u64" | "usize" | "i16" | "i64" => "number".to_owned(),
        name => words(name),
    }
}

/// `TimelineRow` to `timeline row`, `EntryView` to `entry`.
pub(in crate::pages) fn words(name: &str) -> String {
    let mut words = String::new();
    for c in name.trim_end_matches("View").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

pub(in crate::pages) fn documented() -> Vec<Documented> {
    FILES.iter().flat_map(|source| structs(source)).collect()
}

fn tables() -> String {
    let mut page = String::new();
    for Documented { name, docs, fields } in documented() {
        let _ =
            write!(page, "\n### {}\n\n{docs}\n\n| field | type | what it is |\n| --- | --- | --- |\n", words(&name));
        for (field, of, docs) in fields {
            let _ = writeln!(page, "| `{field}` | {of} | {docs} |");
        }
    }
    page
}

#[test]
fn the_page_says_what_the_code_says() {
    let (head, _) = PAGE.split_once(MARKER).expect("the page has the marker");
    assert_data_eq!(format!("{head}{MARKER}{}", tables()), snapbox::file!["../../../docs/templates.md"].raw());
}

#[test]
fn every_type_has_a_table() {
    let documented = documented();
    let names: BTreeSet<String> = documented.iter().map(|documented| words(&documented.name)).collect();
    assert_eq!(names.len(), documented.len(), "two types have one name");
    let plain = ["text", "word", "html", "bool", "number", "map of text", "T"];
    for Documented { name, fields, .. } in &documented {
        for (field, of, docs) in fields {
            let bare = of.trim_end_matches('?').trim_start_matches("list of ").trim_start_matches("fact of ");
            assert!(plain.contains(&bare) || names.contains(bare), "`{name}.{field}` has an unknown type `{bare}`");
            assert!(!docs.is_empty(), "`{name}.{field}` has no comment");
        }
    }
}

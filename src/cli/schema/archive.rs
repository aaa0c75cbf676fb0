//! The schema of `archive.json`, which is also what `afterword export` writes.

use afterword::model::{
    ActionKind, ActionStatus, Detection, Kind, Milestone, Provenance, SectionKind, Status, Visibility,
};
use serde_json::{Map, Value, json};

pub(super) const PROVENANCES: [Provenance; 8] = [
    Provenance::FrontMatter,
    Provenance::MetadataBlock,
    Provenance::Heading,
    Provenance::FileName,
    Provenance::Folder,
    Provenance::Body,
    Provenance::Git,
    Provenance::Default,
];

/// Makes it. Further keys are allowed everywhere: a later version of the same format may add some.
pub(super) fn schema() -> Value {
    json!({
        "$schema": super::DIALECT,
        "title": "An archive of postmortems",
        "description": "Unknown is null, never a guess.",
        "type": "object",
        "properties": {
            "version": { "const": 1 },
            "site": { "$ref": "#/$defs/site" },
            "postmortems": { "type": "array", "items": { "$ref": "#/$defs/postmortem" } },
            "services": { "type": "array", "items": { "$ref": "#/$defs/service" } },
            "causes": { "type": "array", "items": { "$ref": "#/$defs/cause" } },
        },
        "required": ["version", "site", "postmortems", "services", "causes"],
        "$defs": {
            "moment": {
                "type": ["string", "null"],
                "description": "RFC 3339 where the offset is known, a local time where it is not, a day where no more is.",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?)?$",
            },
            "site": closed(&[
                ("title", text()),
                ("description", text()),
                ("language", text()),
                ("base_url", text_or_null()),
                ("generator", text()),
            ]),
            "service": closed(&[
                ("id", text()),
                ("title", text()),
                ("url", url()),
                ("description", text_or_null()),
                ("owner", text_or_null()),
                ("declared", json!({ "type": "boolean", "description": "Whether the configuration names it." })),
                ("postmortems", texts()),
            ]),
            "cause": closed(&[
                ("id", text()),
                ("title", text()),
                ("url", url()),
                ("definition", text_or_null()),
                ("family", text()),
                ("postmortems", texts()),
            ]),
            "postmortem": postmortem(),
            "link": closed(&[("title", text()), ("url", text())]),
            "section": closed(&[
                ("heading", text()),
                ("level", json!({ "type": "integer", "minimum": 1, "maximum": 6 })),
                ("line", line()),
                ("kind", or_null(SectionKind::ALL.map(SectionKind::as_str).into())),
            ]),
            "timeline_entry": closed(&[
                ("line", line()),
                ("time", json!({ "type": ["string", "null"], "description": "As written." })),
                ("at", json!({ "$ref": "#/$defs/moment" })),
                ("text", text()),
            ]),
            "action_item": closed(&[
                ("line", line()),
                ("text", text()),
                ("kind", or_null(ActionKind::ALL.map(ActionKind::as_str).into())),
                ("owner", text_or_null()),
                ("due", json!({ "type": ["string", "null"], "format": "date" })),
                ("status", or_null([ActionStatus::Open, ActionStatus::Done, ActionStatus::Cancelled].map(ActionStatus::as_str).into())),
                ("ticket", text_or_null()),
                ("addresses", text_or_null()),
            ]),
            "related": closed(&[
                ("id", text()),
                ("score", json!({ "type": "number" })),
                (
                    "reasons",
                    json!({
                        "type": "array",
                        "items": { "type": "string", "pattern": "^(linked$|service:|cause:|trigger:|terms:)" },
                    }),
                ),
            ]),
            "provenance": {
                "type": "object",
                "description": "How each value is known. `front-matter` is a statement, all others are readings.",
                "additionalProperties": { "enum": PROVENANCES.map(Provenance::as_str) },
            },
        },
    })
}

fn postmortem() -> Value {
    let list = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } });
    let words = |words: Vec<&'static str>| or_null(words);
    let mut properties = vec![
        ("id", text()),
        ("path", text()),
        ("url", url()),
        ("title", text()),
        ("date", json!({ "type": ["string", "null"], "format": "date" })),
        ("status", words(Status::ALL.iter().map(|word| word.as_str()).collect())),
        ("kind", words(Kind::ALL.iter().map(|word| word.as_str()).collect())),
        ("severity", text_or_null()),
        ("services", texts()),
        ("causes", texts()),
        ("trigger", text_or_null()),
        ("detection", words(Detection::ALL.iter().map(|word| word.as_str()).collect())),
    ];
    properties.extend(Milestone::ALL.iter().map(|at| (at.as_str(), json!({ "$ref": "#/$defs/moment" }))));
    properties.extend([
        ("duration_minutes", json!({ "type": ["integer", "null"] })),
        ("owner", text_or_null()),
        ("authors", texts()),
        ("tags", texts()),
        ("visibility", words(Visibility::ALL.iter().map(|word| word.as_str()).collect())),
        ("summary", text_or_null()),
        ("sections", list("section")),
        ("timeline", list("timeline_entry")),
        ("action_items", list("action_item")),
        ("links", list("link")),
        ("related", list("related")),
        ("provenance", json!({ "$ref": "#/$defs/provenance" })),
    ]);
    closed(&properties)
}

/// An object that always has all of these keys.
pub(super) fn closed(properties: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn or_null(words: Vec<&'static str>) -> Value {
    let words: Vec<Value> = words.into_iter().map(Value::from).chain([Value::Null]).collect();
    json!({ "enum": words })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

/// Relative, so that it holds wherever the site stands.
fn url() -> Value {
    json!({ "type": "string", "description": "From the top of the site." })
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"] })
}

fn line() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

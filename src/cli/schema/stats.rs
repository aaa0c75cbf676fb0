//! The schema of what `afterword stats --json` writes.

use afterword::model::{Kind, Profile, Provenance, SectionKind, Status};
use serde_json::{Value, json};

use super::archive::{PROVENANCES, closed, text};

/// Makes it. Further keys are allowed everywhere: a later version of the same format may add some.
pub(super) fn schema() -> Value {
    let list = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } });
    let words = |words: Vec<&str>| {
        let properties: Vec<(&str, Value)> = words.into_iter().map(|word| (word, number())).collect();
        closed(&properties)
    };
    let mut root = closed(&[
        ("version", json!({ "const": 1 })),
        ("documents", json!({ "$ref": "#/$defs/documents" })),
        ("years", list("year")),
        ("undated", number()),
        ("fields", list("field")),
        ("sections", list("section")),
        ("profiles", list("profile")),
        ("without_profile", described("Postmortems that are of no family of templates that can be told.")),
        ("findings", json!({ "$ref": "#/$defs/findings" })),
        ("durations", list("duration")),
    ]);
    root["$schema"] = super::DIALECT.into();
    root["title"] = "An archive in numbers".into();
    root["$defs"] = json!({
        "documents": closed(&[
            ("files", described("Files with a Markdown name.")),
            ("postmortems", number()),
            ("left_out", described("READMEs, templates, files that cannot be read.")),
            ("without_front_matter", number()),
            ("by_status", words(Status::ALL.iter().map(|word| word.as_str()).collect())),
            ("by_kind", words(Kind::ALL.iter().map(|word| word.as_str()).collect())),
        ]),
        "year": closed(&[("year", json!({ "type": "integer" })), ("postmortems", number())]),
        "field": closed(&[
            ("field", json!({ "type": "string", "description": "A key of the front matter." })),
            ("known", number()),
            ("unknown", number()),
            ("by_provenance", json!({
                "type": "object",
                "description": "How the known ones are known. `front-matter` is a statement, all others are readings.",
                "propertyNames": { "enum": PROVENANCES.map(Provenance::as_str) },
                "additionalProperties": number(),
            })),
        ]),
        "section": closed(&[
            ("section", json!({ "enum": SectionKind::ALL.map(SectionKind::as_str) })),
            ("postmortems", number()),
        ]),
        "profile": closed(&[
            ("profile", json!({ "enum": Profile::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>() })),
            ("postmortems", number()),
        ]),
        "findings": closed(&[
            ("errors", number()),
            ("warnings", number()),
            ("infos", number()),
            ("rules", list("rule")),
        ]),
        "rule": closed(&[
            ("code", text()),
            ("name", text()),
            ("level", json!({ "enum": ["error", "warning", "info"], "description": "Of its gravest finding." })),
            ("findings", number()),
            ("documents", number()),
        ]),
        "duration": closed(&[
            ("until", json!({ "enum": ["detected", "mitigated", "resolved"] })),
            ("known", described("Incidents that give both times.")),
            ("inferred", described("Those of them that do not state both in the front matter.")),
            ("missing", number()),
            ("lower_quartile", minutes("None when fewer than four are known.")),
            ("median", minutes("None when none is known.")),
            ("upper_quartile", minutes("None when fewer than four are known.")),
        ]),
    });
    root
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn described(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

fn minutes(none: &str) -> Value {
    json!({ "type": ["integer", "null"], "minimum": 0, "description": format!("Minutes. {none}") })
}

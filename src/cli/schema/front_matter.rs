//! The schema of the front matter. It describes the format's own keys and words; what else is understood (other
//! tools' keys, times in other forms) is for old documents, and an editor need not offer it.

use afterword::model::{ActionKind, ActionStatus, Detection, Kind, Status, Visibility};
use serde_json::{Value, json};

/// Makes it; the words of each key are those of the model.
pub(super) fn schema() -> Value {
    let words = |words: Vec<&'static str>| json!({ "enum": words });
    let text = |description: &str| json!({ "type": "string", "description": description });
    let texts = |description: &str| json!({ "$ref": "#/$defs/texts", "description": description });
    let moment = |description: &str| json!({ "$ref": "#/$defs/moment", "description": description });
    let with = |mut schema: Value, description: &str| {
        schema["description"] = description.into();
        schema
    };
    json!({
        "$schema": super::DIALECT,
        "title": "Front matter of a postmortem",
        "description": "Every key is optional. What it does not say is looked for in the document.",
        "type": "object",
        "properties": {
            "title": text("What happened, in a phrase."),
            "id": { "type": ["string", "integer"], "description": "The organisation's number for the incident." },
            "slug": text("The last part of the page's address. Default: made from the file name."),
            "date": { "type": "string", "format": "date", "description": "The day it began." },
            "status": with(words(Status::ALL.iter().map(|word| word.as_str()).collect()), "Where the document stands. Default: final."),
            "kind": with(words(Kind::ALL.iter().map(|word| word.as_str()).collect()), "What the document is about. Default: incident."),
            "severity": text("A word of the configured scale, by default `sev1` to `sev4`."),
            "services": texts("The services it touched."),
            "causes": texts("Contributing factors, `family/leaf`. There are mostly several."),
            "accepted": {
                "description": "Causes that are left as they are, each with the reason.",
                "type": "object",
                "additionalProperties": { "type": "string" },
            },
            "trigger": text("What changed just before, such as `config-change`."),
            "detection": with(words(Detection::ALL.iter().map(|word| word.as_str()).collect()), "Who or what saw it first."),
            "started": moment("When the impact began."),
            "detected": moment("When it was first seen."),
            "acknowledged": moment("When somebody took it up."),
            "mitigated": moment("When the impact ended or became bearable."),
            "resolved": moment("When it was over."),
            "timezone": text("For clock times without a zone: an IANA name or an offset."),
            "duration": { "$ref": "#/$defs/duration", "description": "How long it took, where the times do not say it." },
            "summary": text("What happened, in a few sentences. Default: the summary section."),
            "impact": {
                "description": "How much it hurt.",
                "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/impact" }],
            },
            "owner": text("The one team or role that sees the action items through."),
            "authors": texts("Who wrote it."),
            "people": {
                "type": "array",
                "items": { "$ref": "#/$defs/person" },
                "description": "Who took part. Shown as the role, never as the name.",
            },
            "tags": texts("Free words."),
            "related": texts("Other postmortems, by slug, id or path."),
            "links": {
                "type": "array",
                "items": { "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/link" }] },
                "description": "Links that belong to the incident.",
            },
            "action_items": {
                "type": "array",
                "items": { "$ref": "#/$defs/action_item" },
                "description": "What was decided to be done, besides what the document lists.",
            },
            "visibility": with(words(Visibility::ALL.iter().map(|word| word.as_str()).collect()), "Who may read it."),
            "aliases": texts("Old paths that lead to the page."),
            "lang": text("The language of the document, as a BCP 47 tag."),
        },
        "additionalProperties": true,
        "$defs": {
            "texts": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
            "moment": {
                "type": "string",
                "description": "A day, with a clock time where it is known, with an offset where it is known.",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([Zz]| ?[+-][0-9]{2}:?[0-9]{2})?)?$",
                "examples": ["2026-03-07T09:12:00+01:00", "2026-03-07 09:12", "2026-03-07"],
            },
            "duration": { "type": ["string", "integer"], "examples": ["43m", "1h 30m"] },
            "impact": {
                "type": "object",
                "properties": {
                    "users": { "type": "integer", "minimum": 0, "description": "People affected." },
                    "requests_failed": { "type": "integer", "minimum": 0, "description": "Requests that got an error." },
                    "duration": { "$ref": "#/$defs/duration" },
                    "types": texts("`availability`, `latency`, `data-loss`, `data-integrity`, `confidentiality`, `cost`, `safety`, `none`."),
                    "summary": text("In a sentence."),
                },
                "additionalProperties": false,
            },
            "person": {
                "type": "object",
                "properties": {
                    "name": text("For checking, never for publishing."),
                    "role": text("What they did in the incident."),
                },
                "required": ["name"],
                "additionalProperties": false,
            },
            "link": {
                "type": "object",
                "properties": { "title": text("What it is."), "url": text("Where it leads.") },
                "required": ["url"],
                "additionalProperties": false,
            },
            "action_item": {
                "type": "object",
                "properties": {
                    "title": text("What is to be done, with an end that can be seen."),
                    "kind": with(words(ActionKind::ALL.iter().map(|word| word.as_str()).collect()), "What it is meant to do."),
                    "owner": text("Who sees to it: a team or a role."),
                    "due": { "type": "string", "format": "date", "description": "By when." },
                    "status": with(
                        words([ActionStatus::Open, ActionStatus::Done, ActionStatus::Cancelled].map(ActionStatus::as_str).into()),
                        "Where it stands.",
                    ),
                    "ticket": text("A ticket id or its URL."),
                    "addresses": text("The cause it addresses."),
                },
                "required": ["title"],
                "additionalProperties": false,
            },
        },
    })
}

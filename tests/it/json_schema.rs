//! As much of JSON Schema (2020-12 and draft 7) as our schemas and that of SARIF use. A word it does not know fails the
//! test, so that no part of a schema goes unchecked in silence.

use regex::Regex;
use serde_json::Value;

/// What is wrong with `value` by `schema`, a line each.
pub(crate) fn faults(schema: &Value, value: &Value) -> String {
    let known = ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"];
    assert!(known.iter().any(|known| schema["$schema"] == *known), "{}", schema["$schema"]);
    let mut faults = Vec::new();
    check(schema, schema, value, "", &mut faults);
    faults.concat()
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let keywords = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => {
            faults.push(format!("{at}: nothing may stand here\n"));
            return;
        }
        schema => schema.as_object().unwrap(),
    };
    let mut fault = |text: String| faults.push(format!("{at}: {text}\n"));
    for (keyword, says) in keywords {
        match keyword.as_str() {
            "format" if value.as_str().is_some_and(|text| !has_format(text, says.as_str().unwrap())) => {
                fault(format!("{value} is no {says}"));
            }
            "type" => {
                let types = says.as_array().map_or_else(|| vec![says], |types| types.iter().collect());
                if !types.iter().any(|kind| is(value, kind.as_str().unwrap())) {
                    fault(format!("{value} is no {says}"));
                }
            }
            "enum" if !says.as_array().unwrap().contains(value) => fault(format!("{value} is none of {says}")),
            "const" if says != value => fault(format!("{value} is not {says}")),
            "minimum" if value.as_f64().is_some_and(|n| n < says.as_f64().unwrap()) => {
                fault(format!("{value} is below {says}"));
            }
            "maximum" if value.as_f64().is_some_and(|n| n > says.as_f64().unwrap()) => {
                fault(format!("{value} is above {says}"));
            }
            "minItems" if value.as_array().is_some_and(|items| (items.len() as u64) < says.as_u64().unwrap()) => {
                fault(format!("fewer than {says} items"));
            }
            "uniqueItems" if says == true && value.as_array().is_some_and(|items| has_equal(items)) => {
                fault("the same item twice".to_owned());
            }
            "pattern"
                if value.as_str().is_some_and(|text| !Regex::new(says.as_str().unwrap()).unwrap().is_match(text)) =>
            {
                fault(format!("{value} does not match {says}"));
            }
            "required" => {
                for key in says.as_array().unwrap().iter().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|object| !object.contains_key(key)) {
                        fault(format!("no `{key}`"));
                    }
                }
            }
            // Those that hold, those that say nothing, and those that are looked at in `parts`.
            "enum"
            | "const"
            | "minimum"
            | "maximum"
            | "pattern"
            | "format"
            | "minItems"
            | "uniqueItems"
            | "$schema"
            | "$id"
            | "$defs"
            | "definitions"
            | "title"
            | "description"
            | "default"
            | "examples"
            | "$ref"
            | "properties"
            | "additionalProperties"
            | "propertyNames"
            | "items"
            | "anyOf"
            | "oneOf" => {}
            unknown => panic!("the keyword `{unknown}` is not known here"),
        }
    }
    parts(root, schema, value, at, faults);
}

/// Whether a text has a format. An address is looked at as far as its characters and its scheme go.
fn has_format(text: &str, format: &str) -> bool {
    let pattern = match format {
        "date" => r"^\d{4}-\d{2}-\d{2}$",
        "date-time" => r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$",
        "uri" => r"^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$",
        "uri-reference" => r"^([A-Za-z][A-Za-z0-9+.-]*:)?([A-Za-z0-9._~/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$",
        unknown => panic!("the format `{unknown}` is not known here"),
    };
    Regex::new(pattern).unwrap().is_match(text)
}

fn has_equal(items: &[Value]) -> bool {
    items.iter().enumerate().any(|(i, item)| items[..i].contains(item))
}

/// The keywords that lead to further schemas.
fn parts(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    if let Some(to) = schema["$ref"].as_str() {
        let definition = root.pointer(to.strip_prefix('#').unwrap()).unwrap();
        check(root, definition, value, at, faults);
    }
    for keyword in ["anyOf", "oneOf"] {
        let Some(choices) = schema[keyword].as_array() else { continue };
        let tried = choices.iter().map(|choice| {
            let mut faults = Vec::new();
            check(root, choice, value, at, &mut faults);
            faults.is_empty()
        });
        let fitting = tried.filter(|fits| *fits).count();
        if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
            faults.push(format!("{at}: {value} fits {fitting} of {} forms\n", choices.len()));
        }
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (i, value) in values.iter().enumerate() {
            check(root, items, value, &format!("{at}/{i}"), faults);
        }
    }
    let Some(object) = value.as_object() else { return };
    for (key, value) in object {
        let at = format!("{at}/{key}");
        if let Some(names) = schema.get("propertyNames") {
            check(root, names, &Value::from(key.as_str()), &at, faults);
        }
        match (schema["properties"].get(key), schema.get("additionalProperties")) {
            (Some(property), _) => check(root, property, value, &at, faults),
            (None, Some(others)) => check(root, others, value, &at, faults),
            (None, None) => {}
        }
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("the type `{unknown}` is not known here"),
    }
}

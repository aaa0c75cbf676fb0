//! `afterword schema`: JSON Schema 2020-12 of what people write and what other programs read.

mod archive;
mod front_matter;
mod stats;

use afterword::config::{Options, Settings};
use serde_json::Value;

use super::ExitStatus;
use super::args::{SchemaArgs, SchemaOf};
use super::error::CliError;
use super::ui::Ui;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

pub(crate) fn run(args: &SchemaArgs, ui: &mut Ui) -> Result<ExitStatus, CliError> {
    let schema = schema(args.what);
    let text = serde_json::to_string_pretty(&schema).map_err(std::io::Error::from)?;
    writeln!(ui.out(), "{text}")?;
    Ok(ExitStatus::Clean)
}

/// The schema itself.
pub(super) fn schema(what: SchemaOf) -> Value {
    match what {
        SchemaOf::FrontMatter => front_matter::schema(),
        SchemaOf::Config => config(),
        SchemaOf::Archive => archive::schema(),
        SchemaOf::Stats => stats::schema(),
    }
}

/// Made from the options themselves and their comments; the defaults are those that are in effect.
fn config() -> Value {
    let mut schema = schemars::schema_for!(Options).to_value();
    tidy(&mut schema);
    schema["title"] = "afterword.toml".into();
    let defaults = serde_json::to_value(Settings::default().to_options()).unwrap_or_default();
    for table in ["site", "archive", "rules", "theme", "search"] {
        let definition = schema["properties"][table]["$ref"].as_str().and_then(|to| to.rsplit('/').next());
        let Some(definition) = definition.map(str::to_owned) else { continue };
        let Some(values) = defaults[table].as_object() else { continue };
        for (key, value) in values {
            let property = &mut schema["$defs"][&definition]["properties"][key];
            // The title is the name of a folder, and the levels are those of the rules.
            if property.is_object() && !value.is_null() && !value.is_object() && key != "title" {
                property["default"] = value.clone();
            }
        }
    }
    schema
}

/// Takes away what the generator says of Rust and TOML has no word for: null, widths of numbers, defaults of
/// absent values.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("default");
            object.remove("format");
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            for value in object.values_mut() {
                tidy(value);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        _ => {}
    }
}

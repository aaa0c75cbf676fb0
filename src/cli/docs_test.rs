//! The documents about the command line and the configuration equal what is made from the arguments and options
//! themselves. `SNAPSHOTS=overwrite cargo test` rewrites them.

use std::fmt::Write;
use std::path::Path;

use clap::{Arg, Command, CommandFactory};
use serde_json::Value;
use snapbox::{Data, assert_data_eq};

use super::args::{Cli, SchemaOf};
use super::schema::schema;

#[track_caller]
fn check(path: &str, generated: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    assert_data_eq!(generated, Data::read_from(&path, None).raw());
}

const MARK: &str = "<!-- Generated from the code: `SNAPSHOTS=overwrite cargo test` rewrites it. -->\n\n";

#[test]
fn command_line() {
    let mut root = Cli::command();
    root.build();
    let mut out = format!("{MARK}# The command line\n\n");
    out += &paragraphs(root.get_long_about().map(ToString::to_string).unwrap_or_default().as_str());
    out += "\n| command | does |\n| --- | --- |\n";
    for command in root.get_subcommands() {
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "| [`afterword {name}`](#afterword-{name}) | {about} |");
    }
    out += "\nEvery command also takes:\n\n";
    for arg in root.get_arguments().filter(|arg| arg.get_help_heading() == Some("Global options")) {
        out += &item(arg);
    }
    out += &examples(&root);
    for command in root.get_subcommands_mut() {
        out += &section(command);
    }
    check("docs/command-line.md", out);
}

fn section(command: &mut Command) -> String {
    let mut out = format!("\n## afterword {}\n\n", command.get_name());
    let usage = command.render_usage().to_string();
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    out += &paragraphs(&about);
    let _ = write!(out, "\n```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
    let own = |arg: &&Arg| arg.get_help_heading() != Some("Global options") && arg.get_id() != "help";
    if command.get_arguments().any(|arg| own(&arg)) {
        out.push('\n');
    }
    for arg in command.get_arguments().filter(own) {
        out += &item(arg);
    }
    out + &examples(command)
}

/// A line of a list about an argument or option.
fn item(arg: &Arg) -> String {
    let value = || {
        let names: Vec<&str> =
            arg.get_value_names().unwrap_or_default().iter().map(clap::builder::Str::as_str).collect();
        names.join(" ")
    };
    let takes_value = arg.get_action().takes_values();
    let name = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) if takes_value => format!("-{short}, --{long} <{}>", value()),
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (None, Some(long)) if takes_value => format!("--{long} <{}>", value()),
        (None, Some(long)) => format!("--{long}"),
        (_, None) => value(),
    };
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    // Defaults that are more than a word stand in the help itself, as clap writes its own.
    let help = help.replace(" [default: ", ". Default: ").replace(']', "");
    let mut lines = help.lines().filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let stop = if first.ends_with('.') { "" } else { "." };
    let mut out = format!("- `{name}`: {first}{stop}");
    for line in lines {
        let _ = write!(out, " {line}");
    }
    let words: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| takes_value)
        .map(|word| match word.get_help() {
            Some(help) => format!("`{}` ({})", word.get_name(), lower(&help.to_string())),
            None => format!("`{}`", word.get_name()),
        })
        .collect();
    if !words.is_empty() {
        let _ = write!(out, " One of {}.", words.join(", "));
    }
    let default: Vec<String> =
        arg.get_default_values().iter().map(|word| word.to_string_lossy().into_owned()).collect();
    if takes_value && !default.is_empty() {
        let _ = write!(out, " Default: `{}`.", default.join(" "));
    }
    out.push('\n');
    out
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// What comes after the help: examples as they stand, each paragraph with a heading line in a block of its own.
fn examples(command: &Command) -> String {
    let Some(text) = command.get_after_long_help().map(ToString::to_string) else { return String::new() };
    let mut out = String::new();
    for part in text.split("\n\n") {
        match part.split_once(":\n") {
            // Prose under a heading, not lines of a terminal.
            Some((heading @ "Configuration", text)) => {
                let text: Vec<&str> = text.lines().map(str::trim).collect();
                let _ = write!(out, "\n{heading}: {}\n", text.join(" "));
            }
            Some((heading, lines)) => {
                let lines: Vec<&str> = lines.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
                let _ = write!(out, "\n{heading}:\n\n```text\n{}\n```\n", lines.join("\n"));
            }
            None => {
                let _ = write!(out, "\n{part}\n");
            }
        }
    }
    out
}

fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    for (i, paragraph) in text.split("\n\n").enumerate() {
        let stop = if i == 0 && !paragraph.ends_with('.') { "." } else { "" };
        let gap = if i == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}{stop}", paragraph.trim_end());
    }
    out
}

#[test]
fn configuration() {
    let schema = schema(SchemaOf::Config);
    let mut out = format!("{MARK}# Configuration\n\n");
    out += "`afterword.toml` is searched in the folder of the archive and upwards. The file is optional, and so is every\n\
            key in it; a key or a word that means nothing stops the command, with the place and what was probably meant.\n\
            `afterword init` writes a commented file, `afterword config` prints what is in effect, and\n\
            `afterword schema config` describes it to an editor.\n";
    for (table, property) in schema["properties"].as_object().into_iter().flatten() {
        let (heading, inner) = table_of(&schema, table, property);
        let _ = write!(out, "\n## {heading}\n\n{}\n", described(property));
        let mut keys = String::new();
        for (key, property) in inner["properties"].as_object().into_iter().flatten() {
            let _ = writeln!(keys, "- `{key}` ({}): {}", kind(&schema, property), described(property));
        }
        if !keys.is_empty() {
            out.push('\n');
            out += &keys;
        }
        out += example(table);
    }
    check("docs/configuration.md", out);
}

/// How a table is headed in the file, and the schema of its keys.
fn table_of<'a>(schema: &'a Value, table: &str, property: &'a Value) -> (String, &'a Value) {
    let resolve = |value: &'a Value| match value["$ref"].as_str() {
        Some(to) => schema.pointer(to.trim_start_matches('#')).unwrap_or(value),
        None => value,
    };
    let id = match table {
        "causes" => "\"family/leaf\"",
        "sections" => "kind",
        _ => "id",
    };
    if property["items"].is_object() {
        (format!("`[[{table}]]`"), resolve(&property["items"]))
    } else if property["additionalProperties"]["$ref"].is_string() {
        (format!("`[{table}.{id}]`"), resolve(&property["additionalProperties"]))
    } else {
        (format!("`[{table}]`"), resolve(property))
    }
}

fn described(property: &Value) -> String {
    property["description"].as_str().unwrap_or_default().replace('\n', " ")
}

fn kind(schema: &Value, property: &Value) -> String {
    match property["type"].as_str() {
        Some("array") => "list of texts".to_owned(),
        Some("string") => "text".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("object") => {
            let values = &property["additionalProperties"];
            let definition = values["$ref"].as_str().and_then(|to| schema.pointer(to.trim_start_matches('#')));
            match definition.and_then(|definition| definition["oneOf"].as_array()) {
                Some(words) => {
                    let words: Vec<String> =
                        words.iter().map(|word| format!("`{}`", word["const"].as_str().unwrap_or_default())).collect();
                    format!("table of {}", words.join(", "))
                }
                None => "table of texts".to_owned(),
            }
        }
        _ => "table".to_owned(),
    }
}

/// What a table may look like.
fn example(table: &str) -> &'static str {
    match table {
        "site" => {
            "\n```toml\n[site]\ntitle = \"Postmortems of the payments team\"\nbase_url = \"https://postmortems.example/\"\nfeatured = [\"2026-03-07-checkout\"]\n```\n"
        }
        "services" => {
            "\n```toml\n[services.checkout]\ntitle = \"Checkout\"\nowner = \"payments\"\naliases = [\"checkout-api\", \"cart\"]\n```\n"
        }
        "causes" => {
            "\nBeside the causes stands one switch: `replace = true` leaves the built-in taxonomy out.\n\n```toml\n[causes.\"knowledge/vendor-docs\"]\ntitle = \"Vendor documentation\"\ndefinition = \"What a supplier's documentation said, left out or changed shaped what we built.\"\n```\n"
        }
        "severities" => {
            "\n```toml\n[[severities]]\nname = \"major\"\ndescription = \"Customers cannot do what they came for.\"\naliases = [\"P1\", \"sev1\"]\n\n[[severities]]\nname = \"minor\"\n```\n"
        }
        "front_matter" => {
            "\n```toml\n[front_matter.aliases]\naffected_systems = \"services\"\nwhen_it_ended = \"resolved\"\n```\n"
        }
        "sections" => "\n```toml\n[sections.impact]\naliases = [\"What our users saw\"]\n```\n",
        "rules" => {
            "\n```toml\n[rules]\nignore = [\"XR006\"]\n\n[rules.levels]\nmissing-section = \"error\"\nFM012 = \"off\"\n```\n"
        }
        "require" => {
            "\n```toml\n[[require]]\nseverity = [\"sev1\", \"sev2\"]\nsections = [\"detection\", \"lessons\"]\nfields = [\"owner\", \"detected\", \"mitigated\"]\naction_items = [\"owner\", \"due\", \"ticket\"]\n```\n"
        }
        "per_path" => {
            "\n```toml\n[[per_path]]\npaths = [\"2019\", \"imported/**\"]\nignore = [\"inferred-only\"]\nlevels = { missing-section = \"info\" }\n\n[[per_path]]\npaths = [\"platform/\"]\nprofile = \"google-sre\"\n```\n"
        }
        "privacy" => {
            "\n```toml\n[privacy]\ninternal_hosts = [\"*.prod.example.net\"]\npublic_addresses = [\"@status.example.net\"]\n```\n"
        }
        "links" => "\n```toml\n[links]\n'PAY-\\d+' = \"https://tickets.example/browse/$0\"\n```\n",
        _ => "",
    }
}

#[test]
fn examples_of_the_configuration_are_valid() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).unwrap();
    for block in text.split("```toml\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        afterword::config::Options::parse("example.toml", block).unwrap();
    }
}

/// What a comment says the default is, is the default.
#[test]
fn defaults_are_documented_as_they_are() {
    let schema = schema(SchemaOf::Config);
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            let Some(default) = property.get("default") else { continue };
            let described = described(property);
            let said = described.split("Default: ").nth(1).unwrap_or_default();
            let says = match default {
                Value::String(text) if text.is_empty() => {
                    said.starts_with("none") || said.starts_with("the archive itself")
                }
                Value::Array(items) if items.is_empty() => said.starts_with("none"),
                Value::String(text) => said.starts_with(&format!("`{text}`")),
                Value::Array(_) => said.starts_with(&format!("`{}`", default.to_string().replace(',', ", "))),
                other => said.starts_with(&format!("`{other}`")),
            };
            assert!(says, "{name}.{key}: the default is {default}, the comment says {said:?}");
        }
    }
}

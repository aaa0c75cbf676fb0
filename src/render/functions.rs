//! What templates can call, beside tera's own: pure functions of their arguments.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Adds `asset(name=…)` and the filter `json`.
pub(super) fn register(tera: &mut Tera, published: BTreeMap<String, String>, left_out: BTreeSet<String>) {
    tera.register_function("asset", move |arguments: Kwargs, state: &State| {
        asset(&published, &left_out, &arguments, state)
    });
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State| json(&value));
}

/// `asset(name="css/site.css")`: the link from this page to an asset, by its published name.
fn asset(
    published: &BTreeMap<String, String>,
    left_out: &BTreeSet<String>,
    arguments: &Kwargs,
    state: &State<'_>,
) -> TeraResult<Value> {
    let name: String = arguments.must_get("name")?;
    let root: String = state.get("root")?.unwrap_or_default();
    match published.get(&name) {
        Some(file) => Ok(Value::from(format!("{root}{}", crate::urls::encode(crate::urls::asset(file).as_str())))),
        None if left_out.contains(&format!("assets/{name}")) => {
            Err(tera::Error::message(format!("the asset `{name}` is larger than a theme's files may be")))
        }
        None => Err(tera::Error::message(format!("the theme has no asset `{name}`"))),
    }
}

/// `value | json`: JSON that is safe inside a `<script>` of HTML.
fn json(value: &Value) -> TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(|error| tera::Error::chain("the value is not JSON", error))?;
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    Ok(Value::safe_string(&safe))
}

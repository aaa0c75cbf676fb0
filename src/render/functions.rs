//! What templates can call, beside tera's own: pure functions of their arguments.

use std::collections::BTreeSet;

use tera::value::Key;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Adds `asset(name=…)` and the filter `json`. `left_out` are files too large for a theme.
pub(super) fn register(tera: &mut Tera, left_out: BTreeSet<String>) {
    tera.register_function("asset", move |arguments: Kwargs, state: &State| asset(&left_out, &arguments, state));
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State| json(&value));
}

/// `asset(name="css/site.css")`: the link from this page to an asset, by its published name.
fn asset(left_out: &BTreeSet<String>, arguments: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let name: &str = arguments.must_get("name")?;
    let site: Value =
        state.get("site")?.ok_or_else(|| Error::message("`asset` reads `site`: pass it on to this component"))?;
    let member = |value: &Value, key: &str| value.as_map().and_then(|map| map.get(&Key::Str(key))).cloned();
    if let Some(href) = member(&site, "assets").and_then(|assets| member(&assets, name)) {
        return Ok(href);
    }
    Err(Error::message(if left_out.contains(&format!("assets/{name}")) {
        format!("the asset `{name}` is larger than a theme's files may be")
    } else {
        format!("the theme has no asset `{name}`")
    }))
}

/// `value | json`: JSON that is safe inside a `<script>` of HTML.
fn json(value: &Value) -> TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(|error| Error::chain("the value is not JSON", error))?;
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

use std::borrow::Cow;

use serde_json::{Value, json};
use snapbox::str;

use super::*;
use crate::theme::Layer;

/// A theme of the built-in one and these templates, given as `<layer>/<name>`.
fn theme(templates: &[(&str, &'static str)]) -> Theme {
    let layer = |name: &'static str| {
        let files = templates
            .iter()
            .filter_map(|(path, text)| {
                let file = path.strip_prefix(name)?.strip_prefix('/')?;
                Some((format!("templates/{file}"), Cow::Borrowed(text.as_bytes())))
            })
            .collect();
        Layer { name, origin: format!("/archive/{name}"), files, ..Layer::default() }
    };
    Theme::new(vec![layer("theme"), layer("site")]).unwrap()
}

fn renderer(templates: &[(&str, &'static str)]) -> Result<Renderer, Error> {
    let theme = theme(templates);
    let words = theme.strings("en").unwrap();
    Renderer::new(&theme, &words)
}

#[track_caller]
fn check(templates: &[(&str, &'static str)], view: &Value, expected: &str) {
    let bytes = renderer(templates).unwrap().render("x.html", view).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

/// The error of parsing the templates, or else of rendering `x.html`.
#[track_caller]
fn check_error(templates: &[(&str, &'static str)], expected: impl snapbox::IntoData) {
    let view = json!({ "site": { "assets": {} }, "page": { "title": null }, "list": [1] });
    let error = renderer(templates).and_then(|renderer| renderer.render("x.html", &view)).unwrap_err();
    let located = error.located().unwrap();
    let mark = " ".repeat(located.column.saturating_sub(1)) + &"^".repeat(located.width.max(1));
    let path = error.path().unwrap().display();
    let text = format!("{}\n{path}:{}:{}\n{}\n{mark}\n", located.message, located.line, located.column, located.text);
    snapbox::assert_data_eq!(text, expected);
}

#[test]
fn a_bare_name_is_that_of_the_highest_layer() {
    let view = json!({});
    check(&[("theme/x.html", "theme"), ("site/x.html", "site")], &view, "site");
    check(&[("theme/x.html", "theme"), ("site/y.html", "site")], &view, "theme");
    check(&[("theme/x.html", "{% include \"y.html\" %}"), ("theme/y.html", "t"), ("site/y.html", "s")], &view, "s");
}

/// A mark of direction in a value would otherwise turn what stands beside it.
#[test]
fn a_value_ends_with_its_marks_of_direction() {
    let view = json!({ "title": "a\u{202e}<b>\u{2066}c", "plain": "a – b" });
    let expected = "<li>a\u{202e}&lt;b&gt;\u{2066}c\u{2069}\u{202c} 2026</li>a – b";
    check(&[("site/x.html", "<li>{{ title }} 2026</li>{{ plain }}")], &view, expected);
}

#[test]
fn a_shadowed_template_can_be_extended() {
    check(
        &[
            ("theme/x.html", "<{% block a %}theme{% endblock %}|{% block b %}kept{% endblock %}>"),
            ("site/x.html", "{% extends \"theme/x.html\" %}{% block a %}{{ super() }} and site{% endblock %}"),
        ],
        &json!({}),
        "<theme and site|kept>",
    );
}

#[test]
fn components_can_be_overridden() {
    check(
        &[
            ("theme/c.html", "{% component mark() %}theme{% endcomponent mark %}"),
            ("site/c.html", "{% component mark() %}site{% endcomponent mark %}"),
            ("site/x.html", "{{ <mark /> }}"),
        ],
        &json!({}),
        "site",
    );
}

#[test]
fn text_is_escaped() {
    check(&[("site/x.html", "{{ a }}{{ a | safe }}")], &json!({ "a": "<b>&\"" }), "&lt;b&gt;&amp;&quot;<b>&\"");
}

#[test]
fn words_and_tool_are_there() {
    let version = env!("CARGO_PKG_VERSION");
    check(
        &[("site/x.html", "{{ t.skip }} {{ build.name }} {{ build.version }}")],
        &json!({}),
        &format!("Skip to the text afterword {version}"),
    );
}

#[test]
fn assets_are_linked_as_the_page_sees_them() {
    let view = json!({ "site": { "assets": { "css/site.css": "../assets/css/site.1.css" } } });
    check(&[("site/x.html", "{{ asset(name=\"css/site.css\") }}")], &view, "../assets/css/site.1.css");
}

#[test]
fn json_is_safe_in_a_script() {
    let view = json!({ "a": { "z": "</script><!-- & '\"", "b": [1, null, true, 1.5], "u": "\u{2028}ä" } });
    check(
        &[("site/x.html", "{{ a | json }}")],
        &view,
        "{\"z\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 '\\\"\",\"b\":[1,null,true,1.5],\"u\":\"\\u2028ä\"}",
    );
}

#[test]
fn a_template_that_cannot_be_parsed() {
    check_error(
        &[("site/x.html", "<p>\n  ä {% if a %}\n</p>")],
        str![[r#"
unexpected end of input
/archive/site/templates/x.html:3:5
</p>
    ^

"#]],
    );
    check_error(
        &[("site/x.html", "{{ a | nosuch }}")],
        str![[r#"
unknown filter `nosuch`
/archive/site/templates/x.html:1:8
{{ a | nosuch }}
       ^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "\n{{ nosuch(a=1) }}")],
        str![[r#"
unknown function `nosuch`
/archive/site/templates/x.html:2:4
{{ nosuch(a=1) }}
   ^^^^^^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{% for x of y %}")],
        str![[r#"
found identifier but expected in
/archive/site/templates/x.html:1:10
{% for x of y %}
         ^^

"#]],
    );
}

#[test]
fn a_template_that_refers_to_nothing() {
    check_error(
        &[("site/x.html", "a\n  {% include \"partials/nosuch.html\" %}")],
        str![[r#"
unknown template `partials/nosuch.html`
/archive/site/templates/x.html:2:14
  {% include "partials/nosuch.html" %}
             ^^^^^^^^^^^^^^^^^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{% extends \"nosuch.html\" %}")],
        str![[r#"
there is no template `nosuch.html` to extend
/archive/site/templates/x.html:1:13
{% extends "nosuch.html" %}
            ^^^^^^^^^^^

"#]],
    );
    check_error(
        &[
            ("site/x.html", "{% extends \"theme/y.html\" %}\n{% block other %}{% endblock %}"),
            ("theme/y.html", "{% block main %}{% endblock %}"),
        ],
        str![[r#"
block `other` is not defined in any parent template
/archive/site/templates/x.html:2:10
{% block other %}{% endblock %}
         ^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{{ <nosuch /> }}")],
        str![[r#"
unknown component `nosuch`
/archive/site/templates/x.html:1:4
{{ <nosuch /> }}
   ^^^^^^^^^^

"#]],
    );
}

#[test]
fn templates_that_go_in_circles() {
    check_error(
        &[("site/x.html", "a {% include \"y.html\" %}"), ("site/y.html", "{% include \"x.html\" %}")],
        str![[r#"
templates include each other: site/x.html → site/y.html → site/x.html
/archive/site/templates/x.html:1:15
a {% include "y.html" %}
              ^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{% extends \"site/y.html\" %}"), ("site/y.html", "{% extends \"site/x.html\" %}")],
        str![[r#"
templates extend each other: site/y.html → site/x.html
/archive/site/templates/x.html:1:13
{% extends "site/y.html" %}
            ^^^^^^^^^^^

"#]],
    );
}

/// Templates that include each other in a row.
fn chain(length: usize) -> Vec<(String, String)> {
    let include = |n: usize| {
        let next = if n.is_multiple_of(2) {
            format!("{{%- include 't{}.html' -%}}", n + 1)
        } else {
            format!("{{%include \"theme/t{}.html\"%}}", n + 1)
        };
        (format!("theme/{}", if n == 0 { "x.html".to_owned() } else { format!("t{n}.html") }), next)
    };
    (0..length).map(include).chain([(format!("theme/t{length}.html"), "the end".to_owned())]).collect()
}

#[test]
fn templates_that_include_each_other_deep() {
    let leaked = |length| {
        let chain: Vec<(&'static str, &'static str)> = chain(length)
            .into_iter()
            .map(|(name, text)| (&*Box::leak(name.into_boxed_str()), &*Box::leak(text.into_boxed_str())))
            .collect();
        chain
    };
    check(&leaked(32), &json!({}), "the end");
    check_error(
        &leaked(33),
        str![[r#"
templates include each other more than 32 deep
/archive/theme/templates/t32.html:1:14
{%- include 't33.html' -%}
             ^^^^^^^^

"#]],
    );
    check_error(
        &leaked(1000),
        str![[r#"
templates include each other more than 32 deep
/archive/theme/templates/t99.html:1:12
{%include "theme/t100.html"%}
           ^^^^^^^^^^^^^^^

"#]],
    );
}

#[test]
fn pages_without_end() {
    let endless = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}0123456789{% endfor %}{% endfor %}";
    check_error(
        &[("site/x.html", endless)],
        str![[r#"
the page is longer than 1 MiB
/archive/site/templates/x.html:0:0

^

"#]],
    );
    check_error(
        &[("site/x.html", "{% for a in range(end=1000000000) %}{% endfor %}")],
        str![[r#"
function `range` would produce 1000000000 elements, which exceeds the limit of 100000
/archive/site/templates/x.html:1:13
{% for a in range(end=1000000000) %}{% endfor %}
            ^^^^^^^^^^^^^^^^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}")],
        str![[r#"
maximum render recursion depth for components exceeded
/archive/site/templates/x.html:0:0

^

"#]],
    );
}

#[test]
fn a_template_that_cannot_be_rendered() {
    check_error(
        &[("site/x.html", "<p>\n  {{ nosuch }}\n</p>")],
        str![[r#"
variable `nosuch` is not defined; available variables: build, list, page, site, t
/archive/site/templates/x.html:2:6
  {{ nosuch }}
     ^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{{ page.nosuch.deeper }}")],
        str![[r#"
field `nosuch` is not defined; available fields: title
/archive/site/templates/x.html:1:9
{{ page.nosuch.deeper }}
        ^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{{ asset(name=\"css/nosuch.css\") }}")],
        str![[r#"
the theme has no asset `css/nosuch.css`
/archive/site/templates/x.html:1:4
{{ asset(name="css/nosuch.css") }}
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{{ asset() }}")],
        str![[r#"
missing keyword argument `name`
/archive/site/templates/x.html:1:4
{{ asset() }}
   ^^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "{{ list + 1 }}")],
        str![[r#"
`+` requires both operands to be numbers, found `array` and `i64`
/archive/site/templates/x.html:1:4
{{ list + 1 }}
   ^^^^^^^^

"#]],
    );
    check_error(
        &[("site/x.html", "a\n{% include \"y.html\" %}"), ("theme/y.html", "b\n\n{{ nosuch }}")],
        str![[r#"
variable `nosuch` is not defined; available variables: list, page, site, called from site/x.html:2:12
/archive/theme/templates/y.html:3:4
{{ nosuch }}
   ^^^^^^

"#]],
    );
    check_error(
        &[("theme/y.html", "")],
        str![[r#"
no layer of the theme has it
x.html:0:0

^

"#]],
    );
}

#[test]
fn a_template_that_is_no_text() {
    let mut files = BTreeMap::new();
    files.insert("templates/x.html".to_owned(), Cow::Borrowed(&b"ab\xffc"[..]));
    let layer = Layer { name: "site", origin: "/archive".to_owned(), files, ..Layer::default() };
    let error = Renderer::new(&Theme::new(vec![layer]).unwrap(), &BTreeMap::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the template `/archive/templates/x.html` cannot be rendered: invalid utf-8 sequence of 1 bytes from index 2"
    );
}

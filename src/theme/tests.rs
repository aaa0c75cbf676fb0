use snapbox::str;

use super::*;

/// A layer of texts.
fn layer(name: &'static str, files: &[(&str, &'static str)]) -> Layer {
    let files = files.iter().map(|(file, text)| ((*file).to_owned(), Cow::Borrowed(text.as_bytes()))).collect();
    Layer { name, origin: format!("/archive/{name}"), files, left_out: BTreeSet::new() }
}

/// The assets that are not those of the built-in theme, with their published names and texts.
fn assets(layers: &[Layer]) -> String {
    let mut shown = String::new();
    for (name, asset) in assets::resolve(layers) {
        let text = String::from_utf8_lossy(&asset.bytes).into_owned();
        shown.push_str(&format!("{name} = {}\n    {text}\n", asset.published));
    }
    shown
}

#[track_caller]
fn check_error(theme: Result<impl std::fmt::Debug, Error>, expected: impl snapbox::IntoData) {
    let error = theme.unwrap_err();
    let place = error.located().map(|at| format!("{}:{} {}", at.line, at.column, at.text)).unwrap_or_default();
    let text = format!("{error}\n{place}\n{}\n", error.hint().unwrap_or_default());
    snapbox::assert_data_eq!(text, expected);
}

#[test]
fn the_built_in_theme_is_one() {
    let theme = Theme::new(Vec::new()).unwrap();
    assert_eq!(theme.layers().len(), 1);
    assert!(theme.templates().any(|template| template.name == "default/base.html"));
    assert!(theme.published().contains_key("css/site.css"));
    assert!(theme.strings("en").unwrap().contains_key("skip"));
}

#[test]
fn the_highest_layer_gives_an_asset() {
    let low = layer("theme", &[("assets/a.css", "low"), ("assets/b.css", "only low")]);
    let high = layer("site", &[("assets/a.css", "high")]);
    snapbox::assert_data_eq!(
        assets(&[low, high]),
        str![[r#"
a.css = a.cb8b0ff0.css
    high
b.css = b.f5781f70.css
    only low

"#]]
    );
}

#[test]
fn references_between_assets_follow_the_names() {
    let files = [
        (
            "assets/css/a.css",
            "@import \"b.css\"; x { background: url( '../img/x.png?v=1#f' ); src: url(../img/y.woff2) }",
        ),
        (
            "assets/css/b.css",
            "/* don't */ y { content: \"b.css\"; background: url(data:image/png;base64,x) url(/a.css) url(gone.png) }",
        ),
        ("assets/img/x.png", "x"),
        ("assets/img/y.woff2", "y"),
        ("assets/js/main.js", "import { f } from './core.js'; const w = new Worker(\"../js/core.js\"); g('core.js')"),
        ("assets/js/core.js", "import './main.js';"),
        ("assets/LICENSE", "text"),
    ];
    snapbox::assert_data_eq!(
        assets(&[layer("site", &files)]),
        str![[r#"
LICENSE = LICENSE.a7ababbc
    text
css/a.css = css/a.108b97aa.css
    @import "b.5a3ec1e1.css"; x { background: url( '../img/x.f785e707.png?v=1#f' ); src: url(../img/y.6785987e.woff2) }
css/b.css = css/b.5a3ec1e1.css
    /* don't */ y { content: "b.css"; background: url(data:image/png;base64,x) url(/a.css) url(gone.png) }
img/x.png = img/x.f785e707.png
    x
img/y.woff2 = img/y.6785987e.woff2
    y
js/core.js = js/core.a5c94a98.js
    import './main.b07c02a7.js';
js/main.js = js/main.b07c02a7.js
    import { f } from './core.a5c94a98.js'; const w = new Worker("../js/core.a5c94a98.js"); g('core.js')

"#]]
    );
}

#[test]
fn a_name_changes_with_what_it_refers_to() {
    let name = |picture: &'static str| {
        let files = [("assets/a.css", "@import 'b.css';"), ("assets/b.css", "url(x.png)"), ("assets/x.png", picture)];
        assets::resolve(&[layer("site", &files)])["a.css"].published.clone()
    };
    assert_eq!(name("1"), name("1"));
    assert_ne!(name("1"), name("2"));
}

#[test]
fn templates_are_known_by_their_layer() {
    let site =
        layer("site", &[("templates/base.html", ""), ("templates/notes.md", ""), ("templates/partials/x.html", "")]);
    let theme = Theme::new(vec![site]).unwrap();
    let names: Vec<String> =
        theme.templates().map(|template| template.name).filter(|name| name.starts_with("site/")).collect();
    assert_eq!(names, ["site/base.html", "site/partials/x.html"]);
}

#[test]
fn a_theme_of_another_version_is_refused() {
    check_error(
        Theme::new(vec![layer("theme", &[("theme.toml", "name = \"old\"\ncontext = 99\n")])]),
        str![[r#"
the configuration `/archive/theme/theme.toml` cannot be read: the theme is written for version 99 of what templates see, this is version 1
0:0 
is there a newer version of the theme? `docs/templates.md` lists what changed

"#]],
    );
    check_error(
        Theme::new(vec![layer("theme", &[("theme.toml", "name = \"new\"\n\ncontext = \"1\"\n")])]),
        str![[r#"
the configuration `/archive/theme/theme.toml` cannot be read: invalid type: string "1", expected u32
3:11 context = "1"


"#]],
    );
    check_error(
        Theme::new(vec![layer("theme", &[("theme.toml", "context = \n")])]),
        str![[r#"
the configuration `/archive/theme/theme.toml` cannot be read: string values must be quoted, expected literal string
1:11 context = 


"#]],
    );
}

#[test]
fn words_fall_back() {
    let low = layer(
        "theme",
        &[("strings/de.toml", "skip = \"Zum Text\"\nown = \"eigen\""), ("strings/en.toml", "own = \"own\"")],
    );
    let high = layer("site", &[("strings/de-AT.toml", "own = \"a eigen\"")]);
    let theme = Theme::new(vec![low, high]).unwrap();
    let words = |language: &str| {
        let words = theme.strings(language).unwrap();
        [words["skip"].clone(), words["own"].clone(), words["nav_label"].clone()].join(" | ")
    };
    assert_eq!(words("en"), "Skip to the text | own | Library");
    assert_eq!(words("de"), "Zum Text | eigen | Bibliothek");
    assert_eq!(words("DE-at"), "Zum Text | a eigen | Bibliothek");
    assert_eq!(words("fr"), "Skip to the text | own | Library");
    assert_eq!(words("../../x"), "Skip to the text | own | Library");
}

#[test]
fn the_shipped_languages_have_the_same_words_with_the_same_places() {
    let words = |text: &str| -> Vec<(String, BTreeSet<String>)> {
        let places =
            |text: &str| text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
        let table: BTreeMap<String, String> = toml::from_str(text).unwrap();
        table.into_iter().map(|(key, text)| (key, places(&text))).collect()
    };
    let english = words(include_str!("../../themes/default/strings/en.toml"));
    assert_eq!(words(include_str!("../../themes/default/strings/de.toml")), english);
}

#[test]
fn words_that_are_no_texts_are_an_error() {
    let theme = Theme::new(vec![layer("site", &[("strings/en.toml", "# words\nskip = 3\n")])]).unwrap();
    check_error(
        theme.strings("en"),
        str![[r#"
the configuration `/archive/site/strings/en.toml` cannot be read: invalid type: integer `3`, expected a string
2:8 skip = 3


"#]],
    );
}

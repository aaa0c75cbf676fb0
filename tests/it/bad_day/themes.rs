//! Themes that loop or are huge. What ends a template is tested beside the renderer.

use snapbox::str;

use super::{assert_same, build, clean, put, tree};
use crate::command::Folder;

/// A build with this template stops with a message; the site stays as it was, and comes with the next good one.
#[track_caller]
fn check(template: &str, expected: impl snapbox::IntoData) {
    let folder = Folder::new("");
    put(&folder, 0);
    build(&folder);
    folder.write("templates/home.html", template);
    folder.check(&["build"], expected);
    assert_same(&tree(&folder.path().join("public")), clean(0), "as it was");
    std::fs::remove_file(folder.path().join("templates/home.html")).unwrap();
    put(&folder, 1);
    build(&folder);
    assert_same(&tree(&folder.path().join("public")), clean(1), "mended");
}

#[test]
fn a_template_that_includes_itself() {
    check(
        "{% include \"home.html\" %}",
        str![[r#"
exit 2
--- stderr
error: templates include each other: site/home.html → site/home.html
 --> templates/home.html:1:13
  |
1 | {% include "home.html" %}
  |             ^^^^^^^^^

"#]],
    );
}

#[test]
fn a_template_that_extends_itself() {
    check(
        "{% extends \"home.html\" %}",
        str![[r#"
exit 2
--- stderr
error: templates extend each other: site/home.html
 --> templates/home.html:1:13
  |
1 | {% extends "home.html" %}
  |             ^^^^^^^^^

"#]],
    );
}

#[test]
fn a_loop_that_is_too_long() {
    check(
        "{% for i in range(end=1000000000) %}x{% endfor %}",
        str![[r#"
exit 2
--- stderr
error: function `range` would produce 1000000000 elements, which exceeds the limit of 100000
 --> templates/home.html:1:13
  |
1 | {% for i in range(end=1000000000) %}x{% endfor %}
  |             ^^^^^^^^^^^^^^^^^^^^^

"#]],
    );
}

#[test]
fn a_template_that_is_huge() {
    check(
        &"x".repeat(50 << 20),
        str![[r#"
exit 2
--- stderr
error: could not read `templates/home.html`
  caused by: it has 50 MiB, and a template may have 4
help: move what is not markup into `assets`

"#]],
    );
}

#[test]
fn many_assets() {
    let folder = Folder::new("");
    put(&folder, 0);
    for i in 0..500 {
        folder.write(&format!("assets/colours/{i}.css"), format!("a {{ color: #{i:06} }}\n"));
    }
    build(&folder);
    std::fs::remove_dir_all(folder.path().join("assets")).unwrap();
    build(&folder);
    assert_same(&tree(&folder.path().join("public")), clean(0), "without them");
}

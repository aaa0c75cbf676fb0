use std::fs;
use std::path::Path;

use snapbox::str;

use super::*;

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The files of the layers above the built-in one.
#[track_caller]
fn check(root: &Path, folder: Option<&str>, expected: impl snapbox::IntoData) {
    let shown = match load(root, folder) {
        Ok(theme) => theme
            .layers()
            .iter()
            .skip(1)
            .flat_map(|layer| {
                let left_out = layer.left_out.iter().map(|file| format!("{file} (left out)"));
                let files = layer.files.keys().cloned().chain(left_out);
                files.map(|file| format!("{}: {file}\n", layer.name)).collect::<Vec<_>>()
            })
            .collect(),
        Err(error) => {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
            format!("{error}{source}\n{}\n", error.hint().unwrap_or_default())
        }
    };
    snapbox::assert_data_eq!(shown.replace(&*root.to_string_lossy(), "."), expected);
}

#[test]
fn an_archive_without_a_configuration_has_no_layer_of_its_own() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "templates/postmortem.html", "{% somebody else's %}");
    put(temp.path(), "assets/photo.png", "x");
    check(temp.path(), None, str![]);
}

#[test]
fn the_archive_lies_above_the_theme_folder() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "afterword.toml", "");
    put(temp.path(), "templates/base.html", "");
    put(temp.path(), "templates/.draft.html", "");
    put(temp.path(), "strings/de.toml", "");
    put(temp.path(), "theme.toml", "context = 99");
    put(temp.path(), "content/a.md", "# A");
    put(temp.path(), "look/theme.toml", "context = 1");
    put(temp.path(), "look/assets/css/site.css", "");
    put(temp.path(), "look/README.md", "");
    check(
        temp.path(),
        Some("look"),
        str![[r#"
theme: assets/css/site.css
theme: theme.toml
site: strings/de.toml
site: templates/base.html

"#]],
    );
}

#[test]
fn a_large_template_is_an_error() {
    for file in ["templates/home.html", "strings/de.toml"] {
        let temp = tempfile::tempdir().unwrap();
        put(temp.path(), "afterword.toml", "");
        put(temp.path(), file, &"x".repeat(5 << 20));
        let error = load(temp.path(), None).unwrap_err();
        assert_eq!(error.path(), Some(&*temp.path().join(file)));
        let reason = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(reason, "it has 5 MiB, and a template may have 4");
    }
}

#[test]
fn a_large_file_is_left_out() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "afterword.toml", "");
    put(temp.path(), "assets/small.css", "");
    fs::File::create(temp.path().join("assets/film.mp4")).unwrap().set_len(LARGEST_FILE + 1).unwrap();
    check(
        temp.path(),
        None,
        str![[r#"
site: assets/small.css
site: assets/film.mp4 (left out)

"#]],
    );
}

#[test]
fn a_folder_that_is_no_theme_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    check(
        temp.path(),
        Some("nosuch"),
        str![[r#"
the configuration `./afterword.toml` cannot be read: the theme folder `./nosuch` has no `templates`, `assets` or `strings`
name a folder that has them, or leave `folder` out for the built-in theme

"#]],
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "secret.txt", "secret");
    put(temp.path(), "archive/afterword.toml", "");
    put(temp.path(), "archive/assets/a.css", "");
    std::os::unix::fs::symlink(temp.path().join("secret.txt"), temp.path().join("archive/assets/b.css")).unwrap();
    check(
        &temp.path().join("archive"),
        None,
        str![[r#"
could not read `./assets/b.css`: symbolic links are not followed in a theme


"#]],
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_not_followed() {
    let temp = tempfile::tempdir().unwrap();
    put(temp.path(), "elsewhere/a.css", "");
    put(temp.path(), "archive/afterword.toml", "");
    std::os::unix::fs::symlink(temp.path().join("elsewhere"), temp.path().join("archive/assets")).unwrap();
    check(
        &temp.path().join("archive"),
        None,
        str![[r#"
could not read `./assets`: symbolic links are not followed in a theme


"#]],
    );
}

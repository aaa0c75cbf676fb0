//! The built-in theme: `themes/default`, compiled in.

use std::borrow::Cow;

use include_dir::{Dir, include_dir};

use super::Layer;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The built-in layer.
pub(super) fn layer() -> Layer {
    let mut layer = Layer { name: "default", ..Layer::default() };
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let name = file.path().to_string_lossy().replace('\\', "/");
            let bytes = match file.contents_utf8().filter(|_| name.starts_with("assets/css/")) {
                Some(css) => Cow::Owned(without_comments(css).into_bytes()),
                None => Cow::Borrowed(file.contents()),
            };
            layer.files.insert(name, bytes);
        }
    }
    layer
}

/// CSS without its comments, and without the lines that held nothing else. They are for those who change the theme;
/// a reader of the site would wait for a fifth more bytes. No string of our style sheets has `/*` in it.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
        if let Some(next) = rest.strip_prefix('\n') {
            kept.truncate(kept.trim_end_matches(' ').len());
            if kept.is_empty() || kept.ends_with('\n') {
                rest = if kept.is_empty() { next.trim_start() } else { next };
            }
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_style_sheets_stay_at_home() {
        #[track_caller]
        fn check(css: &str, expected: &str) {
            assert_eq!(without_comments(css), expected);
        }
        check("/* a */\na { b: c } /* d */\n  /* e\n f */\ng { h: i /* j */ }\n", "a { b: c }\ng { h: i  }\n");
        check("a {}\n\n/* b */\nc {}", "a {}\n\nc {}");
        check("a {} /* never closed", "a {} ");
        check("a {}", "a {}");
        for (name, bytes) in layer().files.iter().filter(|(name, _)| name.starts_with("assets/css/")) {
            assert!(!bytes.windows(2).any(|pair| pair == b"/*" || pair == b"*/"), "{name}");
            assert!(bytes.starts_with(b"@layer"), "{name}");
        }
    }
}

//! What changes between two states of a file, as `diff -u` writes it.

use similar::TextDiff;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// The change of the file `path` from `before` to `after` as a unified diff that `git apply` and `patch -p1` take;
/// empty when nothing changes. Line ends are those of the texts.
pub fn unified_diff(path: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (quoted(&format!("a/{path}")), quoted(&format!("b/{path}")));
    diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string()
}

/// A name as Git writes it: between quotes where a character would end it early.
fn quoted(name: &str) -> String {
    if !name.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        return name.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    quoted.push_str(&format!("\\{byte:03o}"));
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use snapbox::{IntoData, assert_data_eq, str};

    use super::*;

    #[track_caller]
    fn check(path: &str, before: &str, after: &str, expected: impl IntoData) {
        assert_data_eq!(unified_diff(path, before, after), expected.into_data().raw());
    }

    #[test]
    fn changes_are_shown_in_their_place() {
        check(
            "2026/a.md",
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
            "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
            str![[r#"
--- a/2026/a.md
+++ b/2026/a.md
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8

"#]],
        );
    }

    #[test]
    fn the_end_of_a_file_without_a_line_end_is_marked() {
        assert_eq!(
            unified_diff("a.md", "1\n2", "1\ntwo"),
            "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+two\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn line_ends_stay() {
        assert_eq!(
            unified_diff("a", "1\r\n2\r\n", "1\r\n3\r\n"),
            "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n 1\r\n-2\r\n+3\r\n"
        );
    }

    #[test]
    fn no_change_is_no_diff() {
        check("a.md", "1\n", "1\n", "");
        check("a.md", "", "", "");
    }

    #[test]
    fn a_name_cannot_break_its_line() {
        assert_eq!(quoted("a/x\n+++ b/y"), "\"a/x\\012+++ b/y\"");
        assert_eq!(quoted("a/ü \u{9b}"), "\"a/ü \\302\\233\"");
        assert_eq!(quoted("a/ü x"), "a/ü x");
    }
}

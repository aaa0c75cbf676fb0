//! `afterword import`: what it shows, what it writes, how it ends.

use std::fs;

use snapbox::{IntoData, assert_data_eq, str};

use crate::command::Folder;

const ARCHIVE: &str = "\
-- afterword.toml --
[site]
title = 'Postmortems'
-- 2026-03-07-lockers.md --
# Lockers stayed shut

**Severity:** SEV-2

## Timeline

- 09:12 UTC Impact begins.
- 10:17 UTC Resolved.
-- 2026-04-02-doors.md --
---
# ours
layout: post
---

# Doors opened by themselves
-- done.md --
---
title: Lights went out
date: 2026-05-01
---
The lights went out.
";

const BROKEN: &str = "---\ntitle: [\n---\n# Bells rang\n";

#[test]
fn what_would_change_is_shown() {
    let folder = Folder::new(ARCHIVE);
    folder.check(
        &["import"],
        str![[r#"
exit 0
--- stdout
--- a/2026-03-07-lockers.md
+++ b/2026-03-07-lockers.md
@@ -1,3 +1,10 @@
+---
+title: Lockers stayed shut
+date: 2026-03-07
+severity: sev2
+# started: 2026-03-07T09:12Z # guessed from the text: "09:12 UTC"
+# resolved: 2026-03-07T10:17Z # guessed from the text: "10:17 UTC"
+---
 # Lockers stayed shut
 
 **Severity:** SEV-2
--- a/2026-04-02-doors.md
+++ b/2026-04-02-doors.md
@@ -1,6 +1,8 @@
 ---
 # ours
 layout: post
+title: Doors opened by themselves
+date: 2026-04-02
 ---
 
 # Doors opened by themselves
--- stderr
                  stated     label   heading file name   guessed   unknown
title                  1         ·         2         ·         ·         ·
date                   1         ·         ·         2         ·         ·
severity               ·         1         ·         ·         ·         2
started                ·         ·         ·         ·         1         2
resolved               ·         ·         ·         ·         1         2
2 of 3 documents would change; `--write` writes them

"#]],
    );
    // What is written is what was shown.
    assert_eq!(folder.read("2026-04-02-doors.md").lines().count(), 6);
    let shown = folder.stdout(&["import", "--dry-run"]);
    assert_eq!(shown, folder.stdout(&["import", "--quiet"]));
}

#[test]
fn a_diff_on_a_terminal_is_coloured() {
    let folder = Folder::new(ARCHIVE);
    folder.write("tabs.md", "# A\ttitle\u{1b}[2J\n");
    let output = folder.stdout(&["import", "tabs.md", "--color", "always"]);
    assert_data_eq!(output, snapbox::file!["cli_import/diff.term.svg"]);
}

#[test]
fn written_twice_changes_nothing() {
    let folder = Folder::new(ARCHIVE);
    folder.check(
        &["import", "--write"],
        str![[r#"
exit 0
--- stderr
                  stated     label   heading file name   guessed   unknown
title                  1         ·         2         ·         ·         ·
date                   1         ·         ·         2         ·         ·
severity               ·         1         ·         ·         ·         2
started                ·         ·         ·         ·         1         2
resolved               ·         ·         ·         ·         1         2
2 of 3 documents written

"#]],
    );
    assert_data_eq!(
        folder.read("2026-03-07-lockers.md"),
        str![[r#"
---
title: Lockers stayed shut
date: 2026-03-07
severity: sev2
# started: 2026-03-07T09:12Z # guessed from the text: "09:12 UTC"
# resolved: 2026-03-07T10:17Z # guessed from the text: "10:17 UTC"
---
# Lockers stayed shut

**Severity:** SEV-2

## Timeline

- 09:12 UTC Impact begins.
- 10:17 UTC Resolved.

"#]]
        .raw()
    );
    assert_data_eq!(
        folder.read("2026-04-02-doors.md"),
        str![[r#"
---
# ours
layout: post
title: Doors opened by themselves
date: 2026-04-02
---

# Doors opened by themselves

"#]]
        .raw()
    );
    folder.check(
        &["import", "--write"],
        str![[r#"
exit 0
--- stderr
                  stated   guessed   unknown
title                  3         ·         ·
date                   3         ·         ·
severity               1         ·         2
started                ·         1         2
resolved               ·         1         2
0 of 3 documents written

"#]],
    );
    folder.check(
        &["import"],
        str![[r#"
exit 0
--- stderr
                  stated   guessed   unknown
title                  3         ·         ·
date                   3         ·         ·
severity               1         ·         2
started                ·         1         2
resolved               ·         1         2
nothing to write in 3 documents

"#]],
    );
}

#[test]
fn toml_is_for_documents_without_a_front_matter() {
    let folder = Folder::new(ARCHIVE);
    folder.check(
        &["import", "--quiet", "--format", "toml"],
        str![[r#"
exit 0
--- stdout
--- a/2026-03-07-lockers.md
+++ b/2026-03-07-lockers.md
@@ -1,3 +1,10 @@
++++
+title = "Lockers stayed shut"
+date = 2026-03-07
+severity = "sev2"
+# started = "2026-03-07T09:12Z" # guessed from the text: "09:12 UTC"
+# resolved = "2026-03-07T10:17Z" # guessed from the text: "10:17 UTC"
++++
 # Lockers stayed shut
 
 **Severity:** SEV-2
--- a/2026-04-02-doors.md
+++ b/2026-04-02-doors.md
@@ -1,6 +1,8 @@
 ---
 # ours
 layout: post
+title: Doors opened by themselves
+date: 2026-04-02
 ---
 
 # Doors opened by themselves

"#]],
    );
}

#[test]
fn copies_leave_the_archive_as_it_is() {
    let folder = Folder::new("-- archive/a.md --\n# Lockers stayed shut\n-- archive/b/c.md --\n# Doors\n");
    folder.check(
        &["import", "archive", "--out", "copies"],
        str![[r#"
exit 0
--- stderr
                 heading   unknown
title                  2         ·
2 copies in `copies`

"#]],
    );
    assert_data_eq!(
        folder.files(),
        str![[r#"
archive/a.md
archive/b/c.md
copies/a.md
copies/b/c.md

"#]]
    );
    assert_data_eq!(
        folder.read("archive/a.md"),
        str![[r#"
# Lockers stayed shut

"#]]
        .raw()
    );
    assert_data_eq!(
        folder.read("copies/a.md"),
        str![[r#"
---
title: Lockers stayed shut
---
# Lockers stayed shut

"#]]
        .raw()
    );
    folder.check(
        &["import", "archive", "--out", "copies", "-q"],
        str![[r#"
exit 0

"#]],
    );
    folder.write("copies/a.md", "of somebody\n");
    folder.check(
        &["import", "archive", "--out", "copies", "-q"],
        str![[r#"
exit 2
--- stderr
error: could not write `copies/a.md`
  caused by: a file with other content is there
help: name a folder that is empty or not there yet
error: 1 document could not be written

"#]],
    );
    folder.check(
        &["import", "archive", "--out", "archive/new"],
        str![[r#"
exit 2
--- stderr
error: `archive/new` is inside the archive
help: copies there would be read as further postmortems; name a folder outside, or use `--write`

"#]],
    );
}

#[test]
fn what_cannot_be_read_is_left_alone_and_said_so() {
    let folder = Folder::new(ARCHIVE);
    folder.write("broken.md", BROKEN);
    folder.write("bytes.md", b"# \xff\n");
    folder.check(
        &["import", "broken.md", "bytes.md", "--write"],
        str![[r#"
exit 1
--- stderr
warning: left alone: `bytes.md`: it is not UTF-8
warning: left alone: `broken.md`: its front matter cannot be read: `[` without its `]`
                 guessed   unknown
title                  1         ·
0 of 1 document written

"#]],
    );
    assert_eq!(folder.read("broken.md"), BROKEN);
}

#[test]
fn what_is_no_postmortem_is_not_imported() {
    let folder = Folder::new("-- a.md --\n---\ntitle: A\n---\n-- README.md --\n# Our incidents\n");
    folder.check(
        &["import"],
        str![[r#"
exit 0
--- stderr
                  stated   unknown
title                  1         ·
nothing to write in 1 document

"#]],
    );
    folder.check(
        &["import", "README.md"],
        str![[r#"
exit 1
--- stderr
warning: left alone: `README.md`: it is not read as a postmortem
nothing to write in 0 documents

"#]],
    );
}

#[test]
fn a_file_that_cannot_be_written_does_not_stop_the_others() {
    let folder = Folder::new(ARCHIVE);
    let file = folder.path().join("2026-03-07-lockers.md");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    folder.check(
        &["import", "--write"],
        str![[r#"
exit 2
--- stderr
error: could not write `2026-03-07-lockers.md`
  caused by: it is read-only
help: make it writable, or write copies with `--out`
                  stated     label   heading file name   guessed   unknown
title                  1         ·         2         ·         ·         ·
date                   1         ·         ·         2         ·         ·
severity               ·         1         ·         ·         ·         2
started                ·         ·         ·         ·         1         2
resolved               ·         ·         ·         ·         1         2
1 of 3 documents written
error: 1 document could not be written

"#]],
    );
    assert!(folder.read("2026-04-02-doors.md").contains("title: Doors"));
}

#[test]
fn ways_of_writing_exclude_each_other() {
    Folder::new(ARCHIVE).check(
        &["import", "--write", "--out", "x"],
        str![[r#"
exit 2
--- stderr
error: the argument '--write' cannot be used with '--out <DIR>'

Usage: afterword import --write [PATH]...

For more information, try '--help'.

"#]],
    );
}

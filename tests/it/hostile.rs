//! What a hostile archive does to the disk: nothing outside of it is published, and nothing is written outside the site.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::harness::{self, SiteTest};

/// The values that `tests/fixtures/hostile/fields.txt` puts into fields, without its escapes.
fn values() -> Vec<String> {
    let file =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile/fields.txt")).unwrap();
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with([';', '#']));
    lines.map(|line| line.replace("\\\\", "\\")).collect()
}

/// All files and links below a folder.
fn listing(folder: &Path) -> BTreeSet<String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
    entries.map(|entry| entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")).collect()
}

#[test]
fn names_and_addresses_of_documents_lead_nowhere_outside() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    fs::create_dir(&root).unwrap();
    for (n, value) in values().iter().enumerate() {
        let value = serde_json::Value::from(value.as_str());
        let text = format!(
            "---\ntitle: {value}\nid: {value}\nslug: {value}\nservices: [{value}]\ncauses: [{value}]\ntrigger: {value}\nseverity: {value}\n\
             tags: [{value}]\naliases: [{value}, '/../../{n}', '//evil.example/{n}', '/a/%2e%2e/%2e%2e/{n}', 'C:\\{n}']\n---\n\n\
             [a](../../../{n}) ![b](/etc/passwd) [c](file:///etc/passwd) ![d](..%2f..%2fsecret.png) [e](\\\\host\\share)\n"
        );
        fs::write(root.join(format!("{n}.md")), text).unwrap();
    }
    let before = listing(folder.path());
    harness::build(&root).unwrap();
    let is_kept = |path: &String| path.starts_with("archive/.cache/build/");
    let written: Vec<String> =
        listing(folder.path()).difference(&before).filter(|path| !is_kept(path)).cloned().collect();
    let outside: Vec<&String> = written.iter().filter(|path| !path.starts_with("archive/public/")).collect();
    assert!(outside.is_empty() && written.len() > 100, "{outside:?}");
    // Every name can be held by every disk, and none is hidden but the ones we know.
    for path in &written {
        let odd = |part: &str| {
            part.is_empty()
                || part.ends_with(['.', ' '])
                || part.contains(|c: char| c.is_control() || "<>:\"\\|?*".contains(c))
                || (part.starts_with('.') && !matches!(part, ".nojekyll") && !part.starts_with(".afterword"))
        };
        assert!(!path.split('/').any(odd), "{path:?}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_archive_is_published() {
    use std::os::unix::fs::symlink;

    const SECRET: &str = "the-secret-of-another-folder";
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(outside.path().join("sub")).unwrap();
    for name in ["secret.png", "secret.svg", "secret.txt", "secret.md", "sub/secret.png"] {
        fs::write(outside.path().join(name), format!("<svg><text>{SECRET}</text></svg>")).unwrap();
    }
    let up = outside.path().to_string_lossy().into_owned();
    let site = SiteTest::new(&format!(
        "-- content/a.md --
---
title: A
links: [{{ title: x, url: 'file://{up}/secret.txt' }}]
---

![a](leak.png) ![b](leak.svg) [c](leak.txt) ![d](folder/secret.png) [e](folder/sub/secret.png) ![f]({up}/secret.png)
[g](file://{up}/secret.txt) [[leak]] [h](leak.md) [i](../../../../../../{up}/secret.txt) ![j](.hidden/secret.png)
<img src=\"leak.png\"> <a href=\"folder/secret.txt\">k</a>
-- content/.hidden/secret.png --
{SECRET}
-- .env --
{SECRET}
"
    ));
    for name in ["leak.png", "leak.svg", "leak.txt", "leak.md"] {
        symlink(outside.path().join(name.replace("leak", "secret")), site.root().join("content").join(name)).unwrap();
    }
    symlink(outside.path(), site.root().join("content/folder")).unwrap();
    let site = site.build();
    for (path, bytes) in site.site() {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{path}");
        assert!(!path.starts_with("files/"), "{path}");
    }
}

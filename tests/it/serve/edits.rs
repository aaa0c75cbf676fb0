//! What happens to files while they are served: edits as editors make them, renames, deletions, branches.
//!
//! After the event of a change, no page is answered from what was before it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Events, Server};
use crate::command::Folder;

const DOCUMENT: &str = "postmortems/2026-03-07-tls/index.html";

fn archive() -> Folder {
    let folder = Folder::new(
        "-- afterword.toml --\n[archive]\ncontent = 'content'\n[rules]\nselect = ['FM003', 'AI001']\n\
         -- content/2026-03-07-tls.md --\n---\ntitle: TLS\nservices: [web]\n---\n\nAmber text.\n\
         -- content/2026-03-08-dns.md --\n---\ntitle: DNS\nservices: [web]\n---\n\nThe resolver was slow.\n",
    );
    for i in 0..4 {
        folder.write(&format!("content/other/2026-04-0{}-lamp.md", i + 1), format!("# Lamp {i} went out\n\nDark.\n"));
    }
    folder
}

fn tls(text: &str) -> String {
    format!("---\ntitle: TLS\nservices: [web]\n---\n\n{text}\n")
}

fn file(folder: &Folder) -> PathBuf {
    folder.path().join("content/2026-03-07-tls.md")
}

/// Puts a file in the place of another in one step: one written in place may be seen while it is empty.
fn replace(file: &Path, text: impl AsRef<[u8]>) {
    let new = file.with_file_name(".new");
    fs::write(&new, text).unwrap();
    fs::rename(new, file).unwrap();
}

fn number(version: &str) -> u32 {
    version.rsplit('.').next().unwrap().parse().unwrap()
}

/// Waits for versions until a page says this; a page that never does fails the test by its time limit.
#[track_caller]
fn wait_for(server: &Server, events: &mut Events, path: &str, expected: &str) {
    while !server.get(path).contains(expected) {
        events.next();
    }
}

/// Waits until the whole archive was read again: pages that were not revised are answered then.
fn settled(server: &Server) {
    assert!(server.get("/postmortems/").starts_with("HTTP/1.1 200 "));
}

/// A save in the steps of an editor makes one version, which has the text.
#[track_caller]
fn check_save(save: impl Fn(&Path, &str)) {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    for text in ["Cobalt text.", "Ochre text.", "Violet text."] {
        save(&file(&folder), &tls(text));
        events.next();
        wait_for(&server, &mut events, &format!("/{DOCUMENT}"), text);
        settled(&server);
        assert!(server.get(&format!("/{DOCUMENT}")).contains(text), "{text}");
    }
}

#[test]
fn a_file_that_is_written_in_place() {
    check_save(|file, text| fs::write(file, text).unwrap());
}

#[test]
fn a_file_that_is_replaced_by_a_new_one() {
    check_save(|file, text| {
        let new = file.with_extension("md.tmp.4711");
        fs::write(&new, text).unwrap();
        fs::rename(new, file).unwrap();
    });
}

#[test]
fn a_save_of_vim() {
    check_save(|file, text| {
        let folder = file.parent().unwrap();
        fs::write(folder.join(".2026-03-07-tls.md.swp"), "x").unwrap();
        fs::write(folder.join("4913"), "").unwrap();
        fs::remove_file(folder.join("4913")).unwrap();
        let backup = file.with_file_name("2026-03-07-tls.md~");
        fs::rename(file, &backup).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(backup).unwrap();
        fs::remove_file(folder.join(".2026-03-07-tls.md.swp")).unwrap();
    });
}

#[test]
fn a_save_of_emacs() {
    check_save(|file, text| {
        let automatic = file.with_file_name("#2026-03-07-tls.md#");
        fs::write(&automatic, text).unwrap();
        #[cfg(unix)]
        drop(std::os::unix::fs::symlink("somebody@somewhere", file.with_file_name(".#2026-03-07-tls.md")));
        fs::copy(file, file.with_file_name("2026-03-07-tls.md~")).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(automatic).unwrap();
        #[cfg(unix)]
        fs::remove_file(file.with_file_name(".#2026-03-07-tls.md")).unwrap();
    });
}

#[test]
fn a_save_of_an_editor_of_jetbrains() {
    check_save(|file, text| {
        let new = file.with_file_name("2026-03-07-tls.md___jb_tmp___");
        let old = file.with_file_name("2026-03-07-tls.md___jb_old___");
        fs::write(&new, text).unwrap();
        fs::rename(file, &old).unwrap();
        fs::rename(new, file).unwrap();
        fs::remove_file(old).unwrap();
    });
}

/// The page of the document comes first; every other page that shows something of it waits until it is so.
#[test]
fn pages_beside_the_edited_one_are_never_of_before() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    for title in ["TLS renewed", "TLS expired", "TLS again"] {
        replace(&file(&folder), tls("Text.").replace("TLS", title));
        wait_for(&server, &mut events, &format!("/{DOCUMENT}"), title);
        for page in ["/", "/postmortems/", "/services/web/", "/archive.json", "/feed.xml"] {
            assert!(server.get(page).contains(title), "{page}: {title}");
        }
    }
}

#[test]
fn an_edit_that_others_know_of() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    replace(&file(&folder), tls("Text.").replace("[web]", "[web, ledger]"));
    events.next();
    assert!(server.get("/services/ledger/").starts_with("HTTP/1.1 200 "));
    replace(&file(&folder), tls("See [the other](2026-03-08-dns.md)."));
    events.next();
    wait_for(&server, &mut events, "/postmortems/2026-03-08-dns/", "index__count\">7 Mar 2026");
    assert!(server.get("/services/ledger/").starts_with("HTTP/1.1 404 "));
}

/// Rules that look at all documents have their say when the page is shown already; it is not loaded again for that.
#[test]
fn findings_follow_a_page_that_is_shown() {
    let folder = archive();
    folder.write("afterword.toml", "[archive]\ncontent = 'content'\n[rules]\nselect = ['XR004']\n");
    folder.write("content/2026-03-06-first.md", "---\ntitle: First\nid: INC-1\n---\n\nText.\n");
    let text = |text: &str| tls(text).replace("title: TLS", "title: TLS\nid: INC-1");
    replace(&file(&folder), text("Amber text."));
    let server = Server::start(&folder);
    let mut events = server.events();
    replace(&file(&folder), text("Cobalt text."));
    let version = events.next();
    let page = || server.get(&format!("/{DOCUMENT}"));
    // Both have come at once when the whole archive was read as quickly.
    while !page().contains("XR004") {
        events.next_of("findings");
    }
    let loaded = format!("data-version=\"{version}\"");
    assert!(page().contains(&loaded), "{loaded}");
}

#[test]
fn a_file_that_is_touched_is_no_change() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    replace(&file(&folder), tls("First."));
    let before = number(&events.next());
    settled(&server);
    replace(&file(&folder), tls("First."));
    fs::write(folder.path().join("content/4913"), "").unwrap();
    fs::remove_file(folder.path().join("content/4913")).unwrap();
    replace(&folder.path().join("content/2026-03-08-dns.md"), "# DNS\n\nAnother text.\n");
    assert_eq!(number(&events.next()), before + 1);
}

#[test]
fn an_edit_that_is_taken_back() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    let before = fs::read(file(&folder)).unwrap();
    replace(&file(&folder), tls("A slip."));
    events.next();
    replace(&file(&folder), &before);
    events.next();
    wait_for(&server, &mut events, &format!("/{DOCUMENT}"), "Amber text.");
    settled(&server);
    assert!(server.get(&format!("/{DOCUMENT}")).contains("Amber text."));
}

#[test]
fn files_that_are_deleted_renamed_and_moved() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    fs::remove_file(folder.path().join("content/2026-03-08-dns.md")).unwrap();
    events.next();
    assert!(server.get("/postmortems/2026-03-08-dns/").starts_with("HTTP/1.1 404 "));
    assert!(!server.get("/postmortems/").contains("2026-03-08-dns"));

    fs::rename(file(&folder), folder.path().join("content/2026-03-09-renamed.md")).unwrap();
    wait_for(&server, &mut events, "/postmortems/2026-03-09-renamed/", "Amber text.");
    assert!(server.get(&format!("/{DOCUMENT}")).starts_with("HTTP/1.1 404 "));

    fs::rename(folder.path().join("content/other"), folder.path().join("content/lamps")).unwrap();
    wait_for(&server, &mut events, "/archive.json", "content/lamps/2026-04-01-lamp.md");
    assert!(!server.get("/archive.json").contains("content/other/"));
    // What lies below a folder of a new name is watched as well.
    folder.write("content/lamps/2026-04-01-lamp.md", "# Lamp 0 went out\n\nLit again.\n");
    events.next();
    wait_for(&server, &mut events, "/postmortems/2026-04-01-lamp/", "Lit again.");
}

#[test]
fn another_branch_with_other_documents() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    let branch = |name: &str, numbers: std::ops::Range<usize>| {
        fs::remove_dir_all(folder.path().join("content")).unwrap();
        for i in numbers {
            let path = format!("content/{}/2025-01-{:02}-{i}.md", i % 7, i % 28 + 1);
            folder.write(&path, format!("# Lamp {i} on {name}\n\nDark.\n"));
        }
    };
    for (name, numbers, last) in [("main", 0..300, 299), ("topic", 150..500, 499), ("main", 0..300, 299)] {
        branch(name, numbers.clone());
        let page = format!("/postmortems/2025-01-{:02}-{last}/", last % 28 + 1);
        wait_for(&server, &mut events, &page, &format!("Lamp {last} on {name}"));
        wait_for(&server, &mut events, "/archive.json", &format!("Lamp {} on {name}", numbers.start));
        while server.get("/archive.json").matches("\"path\"").count() < numbers.len() {
            events.next();
        }
        let other = if name == "main" { "topic" } else { "main" };
        while server.get("/archive.json").contains(&format!(" on {other}")) {
            events.next();
        }
    }
}

#[test]
fn a_template_and_a_document_together() {
    let folder = archive();
    folder.write("templates/home.html", "{% extends \"default/home.html\" %}\n");
    let server = Server::start(&folder);
    let mut events = server.events();
    replace(&folder.path().join("templates/home.html"), "plain home of {{ site.title }}");
    replace(&file(&folder), tls("Teal text."));
    wait_for(&server, &mut events, "/", "plain home of");
    wait_for(&server, &mut events, &format!("/{DOCUMENT}"), "Teal text.");
    replace(&folder.path().join("templates/home.html"), "other home of {{ site.title }}");
    wait_for(&server, &mut events, "/", "other home of");
    assert!(server.get(&format!("/{DOCUMENT}")).contains("Teal text."));
}

/// A build beside the server: both are right.
#[test]
fn a_build_while_it_is_served() {
    let folder = archive();
    let server = Server::start(&folder);
    let mut events = server.events();
    for text in ["Before.", "After."] {
        replace(&file(&folder), tls(text));
        wait_for(&server, &mut events, &format!("/{DOCUMENT}"), text);
        assert!(folder.output(&["build"]).status.success());
        assert!(folder.read(&format!("public/{DOCUMENT}")).contains(text));
        assert!(server.get(&format!("/{DOCUMENT}")).contains(text));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_and_says_nothing() {
    let folder = archive();
    let mut server = Server::start(&folder);
    let mut events = server.events();
    replace(&file(&folder), tls("The last edit."));
    events.next();
    let id = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

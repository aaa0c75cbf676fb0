use std::sync::Mutex;

use snapbox::str;
use tempfile::TempDir;

use super::*;
use crate::error::Located;

mod killed;

use crate::text::RelPath;
pub(super) use killed::step;

/// A folder for sites and an archive beside it.
struct Place {
    temp: TempDir,
}

impl Place {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join("archive")).unwrap();
        Self { temp }
    }

    fn folder(&self) -> PathBuf {
        self.temp.path().join("public")
    }

    fn archive(&self) -> PathBuf {
        self.temp.path().join("archive")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.temp.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a site of texts.
    fn write(&self, files: &[(&str, &str)]) -> Result<WriteStats, Error> {
        let paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let make = |index: usize| Ok(Body::Bytes(files[index].1.as_bytes().to_vec()));
        self.stage(&paths, &make)
    }

    fn stage(
        &self,
        paths: &[String],
        make: &(dyn Fn(usize) -> Result<Body<'static>, Error> + Sync),
    ) -> Result<WriteStats, Error> {
        let make = |index| make(index).map(Some);
        let written = write(&self.folder(), &self.archive(), |stage| stage.files(paths, &make, &|| {}))?;
        let manifest = fs::read(self.folder().join(BOOKS).join(MANIFEST)).unwrap();
        assert_eq!(written.manifest, short(blake3::hash(&manifest)));
        Ok(written.stats)
    }

    /// All files of the site with their texts, our books by name only.
    fn tree(&self) -> String {
        let mut tree = String::new();
        for entry in walkdir::WalkDir::new(self.folder()).sort_by_file_name() {
            let Ok(entry) = entry else { continue };
            let path = entry.path().strip_prefix(self.folder()).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_empty() {
                continue;
            }
            tree.push_str(&path);
            if entry.file_type().is_file() && !path.starts_with(BOOKS) {
                tree.push_str(": ");
                tree.push_str(&fs::read_to_string(entry.path()).unwrap());
            }
            tree.push('\n');
        }
        tree
    }

    #[track_caller]
    fn check(&self, expected: impl snapbox::IntoData) {
        snapbox::assert_data_eq!(self.tree(), expected);
    }
}

#[track_caller]
fn check_stats(result: Result<WriteStats, Error>, written: usize, kept: usize, deleted: usize) {
    let stats = result.unwrap();
    assert_eq!((stats.written, stats.kept, stats.deleted), (written, kept, deleted));
}

#[track_caller]
fn check_error(place: &Place, result: Result<WriteStats, Error>, expected: impl snapbox::IntoData) {
    let error = result.unwrap_err();
    let root = place.temp.path().to_string_lossy().into_owned();
    let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
    let text = format!("{error}{source}\n{}\n", error.hint().unwrap_or_default());
    snapbox::assert_data_eq!(text.replace(&root, "."), expected);
}

#[test]
fn files_are_written_and_listed() {
    let place = Place::new();
    check_stats(place.write(&[("index.html", "home"), ("a/index.html", "a")]), 2, 0, 0);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a
a/index.html: a
index.html: home

"#]]);
}

#[test]
fn what_is_unchanged_is_not_written_again() {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("a/index.html", "a")]).unwrap();
    let before = fs::metadata(place.folder().join("index.html")).unwrap().modified().unwrap();
    check_stats(place.write(&[("index.html", "home"), ("a/index.html", "b")]), 1, 1, 0);
    assert_eq!(fs::metadata(place.folder().join("index.html")).unwrap().modified().unwrap(), before);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a
a/index.html: b
index.html: home

"#]]);
    check_stats(place.write(&[("index.html", "home"), ("a/index.html", "b")]), 0, 2, 0);
}

#[test]
fn what_was_taken_away_or_cut_short_is_written_again() {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("a.html", "text")]).unwrap();
    fs::remove_file(place.folder().join("index.html")).unwrap();
    place.put("public/a.html", "");
    check_stats(place.write(&[("index.html", "home"), ("a.html", "text")]), 2, 0, 0);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a.html: text
index.html: home

"#]]);
}

#[test]
fn only_our_files_are_deleted() {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("old/a/index.html", "a"), ("old/b.html", "b")]).unwrap();
    place.put("public/CNAME", "example.org");
    place.put("public/old/a/note.txt", "mine");
    check_stats(place.write(&[("index.html", "home")]), 0, 1, 2);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
CNAME: example.org
index.html: home
old
old/a
old/a/note.txt: mine

"#]]);
}

#[test]
fn a_file_can_become_a_folder_and_back() {
    let place = Place::new();
    place.write(&[("a", "file"), ("b/c/d", "deep")]).unwrap();
    check_stats(place.write(&[("a/index.html", "page"), ("b", "flat")]), 2, 0, 2);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a
a/index.html: page
b: flat

"#]]);
    check_stats(place.write(&[("a", "file"), ("b/c/d", "deep")]), 2, 0, 2);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a: file
b
b/c
b/c/d: deep

"#]]);
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let place = Place::new();
    place.put("public/thesis.txt", "years of work");
    check_error(
        &place,
        place.write(&[("index.html", "home")]),
        str![[r#"
the output folder `./public` holds files that no build wrote
choose an empty or new folder, or empty this one if nothing in it is needed

"#]],
    );
    place.check(str![[r#"
thesis.txt: years of work

"#]]);
}

#[test]
fn a_file_of_somebody_else_is_not_replaced() {
    let place = Place::new();
    place.write(&[("index.html", "home")]).unwrap();
    place.put("public/robots.txt", "mine");
    check_error(
        &place,
        place.write(&[("index.html", "new"), ("robots.txt", "ours")]),
        str![[r#"
could not replace `./public/robots.txt`: no build wrote it
move it away and build again

"#]],
    );
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
index.html: home
robots.txt: mine

"#]]);
    fs::remove_file(place.folder().join("robots.txt")).unwrap();
    place.put("public/robots.txt/readme", "mine");
    check_error(
        &place,
        place.write(&[("index.html", "new"), ("robots.txt", "ours")]),
        str![[r#"
could not replace `./public/robots.txt`: no build wrote it
move it away and build again

"#]],
    );
}

#[test]
fn an_empty_folder_is_used() {
    let place = Place::new();
    fs::create_dir(place.folder()).unwrap();
    check_stats(place.write(&[("index.html", "home")]), 1, 0, 0);
}

#[test]
fn the_archive_and_what_holds_it_are_refused() {
    let place = Place::new();
    let attempt = |folder: &Path| write(folder, &place.archive(), |_| Ok(())).map(|written| written.stats);
    check_error(
        &place,
        attempt(&place.archive()),
        str![[r#"
the output folder `./archive` holds files that no build wrote
it is the archive itself, or holds it; choose a folder of its own for the site

"#]],
    );
    check_error(
        &place,
        attempt(place.temp.path()),
        str![[r#"
the output folder `.` holds files that no build wrote
it is the archive itself, or holds it; choose a folder of its own for the site

"#]],
    );
}

#[test]
fn an_error_leaves_the_old_site() {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("a.html", "a")]).unwrap();
    let paths: Vec<String> = (0..200).map(|n| format!("{n:03}.html")).collect();
    let make = |index: usize| match index {
        7 | 150 => Err(Error::template(format!("{index}.html"), Located { message: "m".into(), ..Located::default() })),
        _ => Ok(Body::Bytes(b"new".to_vec())),
    };
    // The first one in order, whichever thread is faster.
    for _ in 0..20 {
        let result = place.stage(&paths, &make);
        check_error(
            &place,
            result,
            str![[r#"
the template `7.html` cannot be rendered: m


"#]],
        );
    }
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a.html: a
index.html: home

"#]]);
}

#[test]
fn an_error_in_the_first_build_leaves_nothing() {
    let place = Place::new();
    let make = |_| Err(Error::template("a.html", Located::default()));
    let result = place.stage(&["index.html".to_owned()], &make);
    check_error(
        &place,
        result,
        str![[r#"
the template `a.html` cannot be rendered: 


"#]],
    );
    assert!(!place.folder().exists());
}

#[test]
fn a_killed_build_is_forgotten() {
    let place = Place::new();
    place.write(&[("index.html", "home")]).unwrap();
    place.put("public/.afterword/staging/0/0", "half of a p");
    check_stats(place.write(&[("index.html", "home")]), 0, 1, 0);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
index.html: home

"#]]);
    let place = Place::new();
    place.put("public/.afterword/staging/0/0", "half of a p");
    check_stats(place.write(&[("index.html", "home")]), 1, 0, 0);
}

#[test]
fn an_interrupted_change_is_finished() {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("old.html", "old"), ("a/index.html", "a")]).unwrap();
    // As if the process had been killed after the first of three moves.
    let mut manifest = Manifest::default();
    for (path, text) in [("index.html", "new home"), ("a/index.html", "new a"), ("b/index.html", "b")] {
        let entry = Entry { hash: short(blake3::hash(text.as_bytes())), size: text.len() as u64 };
        manifest.files.insert(path.to_owned(), entry);
    }
    let journal = Journal { manifest, deletes: vec!["old.html".to_owned()] };
    place.put("public/index.html", "new home");
    place.put("public/.afterword/staging/a/index.html", "new a");
    place.put("public/.afterword/staging/b/index.html", "b");
    place.put("public/.afterword/journal.json", std::str::from_utf8(&journal.to_json()).unwrap());
    // The next build has nothing to write: it would make the same site.
    check_stats(place.write(&[("index.html", "new home"), ("a/index.html", "new a"), ("b/index.html", "b")]), 0, 3, 0);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
a
a/index.html: new a
b
b/index.html: b
index.html: new home

"#]]);
}

#[test]
fn a_change_without_what_was_staged_is_not_guessed() {
    let place = Place::new();
    let journal = Journal { manifest: Manifest::default(), deletes: Vec::new() };
    place.put("public/.afterword/journal.json", std::str::from_utf8(&journal.to_json()).unwrap());
    check_error(
        &place,
        place.write(&[("index.html", "home")]),
        str![[r#"
could not read `./public/.afterword/journal.json`: it is not as a build wrote it
delete the site's folder and build again

"#]],
    );
}

#[test]
fn books_that_lead_out_are_refused() {
    let place = Place::new();
    place.put("precious.txt", "precious");
    place.put("public/.afterword/manifest.json", r#"{"version":1,"files":{"../precious.txt":{"hash":"","size":8}}}"#);
    check_error(
        &place,
        place.write(&[("index.html", "home")]),
        str![[r#"
could not read `./public/.afterword/manifest.json`: it is not as a build wrote it
delete the site's folder and build again

"#]],
    );
    place.put(
        "public/.afterword/journal.json",
        r#"{"manifest":{"version":1,"files":{}},"deletes":["../precious.txt"]}"#,
    );
    place.put("public/.afterword/staging/index.html", "home");
    check_error(
        &place,
        place.write(&[("index.html", "home")]),
        str![[r#"
could not read `./public/.afterword/journal.json`: it is not as a build wrote it
delete the site's folder and build again

"#]],
    );
    assert!(place.temp.path().join("precious.txt").exists());
}

#[test]
fn a_path_out_of_the_site_is_not_written() {
    let place = Place::new();
    check_error(
        &place,
        place.write(&[("../x.html", "x")]),
        str![[r#"
could not write `../x.html`: the path leads out of the site


"#]],
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("a/x.html", "x")]).unwrap();
    place.put("elsewhere/x.html", "theirs");
    fs::remove_dir_all(place.folder().join("a")).unwrap();
    std::os::unix::fs::symlink(place.temp.path().join("elsewhere"), place.folder().join("a")).unwrap();
    check_error(
        &place,
        place.write(&[("index.html", "home"), ("a/x.html", "new")]),
        str![[r#"
could not replace `./public/a`: no build wrote it
move it away and build again

"#]],
    );
    check_stats(place.write(&[("index.html", "home")]), 0, 1, 1);
    assert_eq!(fs::read_to_string(place.temp.path().join("elsewhere/x.html")).unwrap(), "theirs");

    let place = Place::new();
    place.put("elsewhere/manifest.json", r#"{"version":1,"files":{}}"#);
    fs::create_dir(place.folder()).unwrap();
    std::os::unix::fs::symlink(place.temp.path().join("elsewhere"), place.folder().join(BOOKS)).unwrap();
    check_error(
        &place,
        place.write(&[("index.html", "home")]),
        str![[r#"
could not replace `./public/.afterword`: no build wrote it
move it away and build again

"#]],
    );
}

#[test]
fn two_builds_at_once_are_refused() {
    let place = Place::new();
    let second = Mutex::new(None);
    let make = |_| {
        let result = place.write(&[("index.html", "second")]);
        *second.lock().unwrap() = Some(result);
        Ok(Body::Bytes(b"first".to_vec()))
    };
    place.stage(&["index.html".to_owned()], &make).unwrap();
    let result = second.lock().unwrap().take().unwrap();
    check_error(
        &place,
        result,
        str![[r#"
could not lock `./public`: another build is writing there
wait for the other build, or write elsewhere

"#]],
    );
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
index.html: first

"#]]);
}

#[test]
fn files_of_the_archive_are_copied() {
    let place = Place::new();
    place.put("archive/img/a.png", "picture");
    let copy_it = || {
        let make = |_| Ok(Body::File(RelPath::new("img/a.png").unwrap()));
        place.stage(&["files/img/a.png".to_owned()], &make)
    };
    check_stats(copy_it(), 1, 0, 0);
    check_stats(copy_it(), 0, 1, 0);
    place.put("archive/img/a.png", "PICTURE");
    check_stats(copy_it(), 1, 0, 0);
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
files
files/img
files/img/a.png: PICTURE

"#]]);
    fs::remove_file(place.archive().join("img/a.png")).unwrap();
    check_error(
        &place,
        copy_it(),
        str![[r#"
could not read `./archive/img/a.png`: No such file or directory (os error 2)


"#]],
    );
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
files
files/img
files/img/a.png: PICTURE

"#]]);
}

#[test]
fn a_file_is_written_in_pieces() {
    let place = Place::new();
    let pieces = |texts: &'static [&'static str]| {
        let make = |_| {
            Ok(Body::Pieces(Box::new(move |out| {
                texts.iter().try_for_each(|text| match *text {
                    "" => Err(io::Error::other("no more of it")),
                    text => out.write_all(text.as_bytes()),
                })
            })))
        };
        place.stage(&["archive.json".to_owned()], &make)
    };
    check_stats(pieces(&["{", "}"]), 1, 0, 0);
    check_stats(pieces(&["{}"]), 0, 1, 0);
    check_stats(pieces(&["{ ", "}"]), 1, 0, 0);
    check_error(
        &place,
        pieces(&["{", ""]),
        str![[r#"
could not write `./public/archive.json`: no more of it


"#]],
    );
    place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
archive.json: { }

"#]]);
}

#[test]
fn progress_counts_every_file() {
    let place = Place::new();
    let seen = AtomicUsize::new(0);
    let paths: Vec<String> = (0..50).map(|n| format!("{n}.html")).collect();
    let done = || _ = seen.fetch_add(1, Ordering::Relaxed);
    let make = |_| Ok(Some(Body::Bytes(Vec::new())));
    write(&place.folder(), &place.archive(), |stage| stage.files(&paths, &make, &done)).unwrap();
    assert_eq!(seen.into_inner(), 50);
}

/// A site of two pages whose books are then treated so.
fn with_books(change: impl Fn(&Path)) -> Place {
    let place = Place::new();
    place.write(&[("index.html", "home"), ("a.html", "a")]).unwrap();
    place.put("public/CNAME", "example.org");
    change(&place.folder().join(BOOKS));
    place
}

/// The next build makes its site, whatever stands in the place of this book, and leaves what is not ours.
#[track_caller]
fn check_mended(book: &str, what: &str, change: impl Fn(&Path)) {
    let place = with_books(|books| {
        let path = books.join(book);
        remove_whatever(&path).unwrap();
        change(&path);
    });
    place.put("precious.txt", "precious");
    let result = place.write(&[("index.html", "new home"), ("b.html", "b")]);
    assert!(result.is_ok(), "{book} {what}: {result:?}");
    assert_eq!(fs::read_to_string(place.temp.path().join("precious.txt")).unwrap(), "precious", "{book} {what}");
    assert_eq!(
        place.tree(),
        "\
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
CNAME: example.org
b.html: b
index.html: new home
",
        "{book} {what}"
    );
    check_stats(place.write(&[("index.html", "new home"), ("b.html", "b")]), 0, 2, 0);
}

#[test]
fn damaged_books_are_mended() {
    for book in [MANIFEST, LAST, STAGING, "manifest.json.new", "journal.json.new"] {
        check_mended(book, "gone", |_| {});
        check_mended(book, "empty", |path| fs::write(path, "").unwrap());
        check_mended(book, "zeros", |path| fs::write(path, [0; 500]).unwrap());
        check_mended(book, "cut short", |path| fs::write(path, r#"{"version":1,"files":{"index."#).unwrap());
        check_mended(book, "of another version", |path| fs::write(path, r#"{"version":9,"files":{}}"#).unwrap());
        check_mended(book, "a folder", |path| fs::create_dir(path).unwrap());
        #[cfg(unix)]
        check_mended(book, "a link out", |path| std::os::unix::fs::symlink("../../precious.txt", path).unwrap());
    }
    check_mended(LOCK, "text", |path| fs::write(path, "text").unwrap());
    #[cfg(unix)]
    check_mended(LOCK, "a link out", |path| std::os::unix::fs::symlink("../../precious.txt", path).unwrap());
    #[cfg(unix)]
    check_mended(LOCK, "a link to nothing", |path| std::os::unix::fs::symlink("../../nothing", path).unwrap());
}

/// Which files are ours is written nowhere any more, so none is touched.
#[test]
fn without_any_book_that_can_be_read_nothing_is_touched() {
    for text in ["", "{", r#"{"version":9,"files":{}}"#] {
        let place = with_books(|books| {
            fs::write(books.join(MANIFEST), text).unwrap();
            fs::write(books.join(LAST), text).unwrap();
        });
        check_error(
            &place,
            place.write(&[("index.html", "new home")]),
            str![[r#"
could not read `./public/.afterword/manifest.json`: it is not as a build wrote it
delete the site's folder and build again

"#]],
        );
        place.check(str![[r#"
.afterword
.afterword/last.json
.afterword/lock
.afterword/manifest.json
CNAME: example.org
a.html: a
index.html: home

"#]]);
    }
    for book in [LOCK, JOURNAL] {
        let place = with_books(|books| {
            remove_whatever(&books.join(book)).unwrap();
            fs::create_dir_all(books.join(book).join("x")).unwrap();
        });
        let error = place.write(&[("index.html", "new home")]).unwrap_err();
        assert_eq!(error.hint(), Some("delete the site's folder and build again"), "{book}");
    }
}

/// Two builds of different sources end one after the other, and each keeps what it had to say after that.
#[test]
fn what_a_build_had_to_say_is_not_taken_for_that_of_another() {
    let place = Place::new();
    let build = |text: &str| {
        let paths = ["index.html".to_owned()];
        let make = |_| Ok(Some(Body::Bytes(text.as_bytes().to_vec())));
        write(&place.folder(), &place.archive(), |stage| stage.files(&paths, &make, &|| {})).unwrap()
    };
    let recall = |basis: &str| recall::<String>(&place.folder(), basis).map(|(_, told)| told);
    let remember =
        |basis: &str, written: &Written| remember(&place.folder(), basis, &written.manifest, &basis).unwrap();
    let (first, second) = (build("first"), build("second"));
    remember("second", &second);
    assert_eq!(recall("second").as_deref(), Some("second"));
    remember("first", &first);
    assert_eq!(recall("first"), None);
    assert_eq!(recall("second"), None);
}

#[test]
fn a_file_is_kept_as_it_stands_or_not_at_all() {
    let place = Place::new();
    let build = |check: &dyn Fn(&Stage<'_>), kept: &str| {
        let paths = ["index.html".to_owned(), kept.to_owned()];
        let make = |index: usize| Ok((index == 0).then(|| Body::Bytes(b"home".to_vec())));
        write(&place.folder(), &place.archive(), |stage| {
            check(stage);
            stage.files(&paths, &make, &|| {})
        })
    };
    let told = |stage: &Stage<'_>| stage.told::<String>();
    place.write(&[("index.html", "home"), ("a.html", "a"), ("cut.html", "cut"), ("gone.html", "gone")]).unwrap();
    place.put("public/cut.html", "c");
    fs::remove_file(place.folder().join("gone.html")).unwrap();
    let holds = |stage: &Stage<'_>| {
        assert_eq!(told(stage), None, "nothing is remembered");
        let held = ["a.html", "cut.html", "gone.html", "other.html", "../a.html"].map(|path| stage.holds(path));
        assert_eq!(held, [true, false, false, false, false]);
    };
    let written = build(&holds, "a.html").unwrap();
    assert_eq!(written.stats, WriteStats { written: 0, kept: 2, deleted: 2, bytes: 5 });
    remember(&place.folder(), "basis", &written.manifest, &"told").unwrap();
    build(&|stage| assert_eq!(told(stage).as_deref(), Some("told")), "a.html").unwrap();
    let error = build(&|_| (), "other.html").unwrap_err();
    assert_eq!(error.to_string(), "could not keep `other.html`");
    // Without `a.html` it was another site, and what is remembered is not of it.
    place.write(&[("index.html", "home")]).unwrap();
    place.write(&[("index.html", "home"), ("b.html", "b")]).unwrap();
    build(&|stage| assert_eq!(told(stage), None), "b.html").unwrap();
}

#[test]
fn a_memory_is_not_written_through_a_link() {
    for what in ["a folder", "a link"] {
        let place = Place::new();
        place.write(&[("index.html", "home")]).unwrap();
        place.put("precious.txt", "precious");
        let memory = place.folder().join(BOOKS).join(MEMORY);
        match what {
            "a folder" => fs::create_dir(&memory).unwrap(),
            #[cfg(unix)]
            _ => std::os::unix::fs::symlink("../../precious.txt", &memory).unwrap(),
            #[cfg(not(unix))]
            _ => continue,
        }
        remember(&place.folder(), "basis", "hash", &"told").unwrap();
        assert_eq!(fs::read_to_string(place.temp.path().join("precious.txt")).unwrap(), "precious");
        assert!(fs::symlink_metadata(memory).unwrap().is_file());
    }
}

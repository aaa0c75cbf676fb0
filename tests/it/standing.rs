//! A build of nothing new: when the site that stands is taken as it is, and when it is made again.

use std::fs;
use std::path::Path;

use afterword::config::{self, Overrides, Settings};
use afterword::diagnostic::render::Summary;
use afterword::edge::{self, Basis, Built};
use afterword::pipeline;
use jiff::civil::date;

use crate::harness::{self, SiteTest};

const ARCHIVE: &str = "
-- afterword.toml --
[site]
title = 'Lighthouse'
[rules]
baseline = 'known.json'
-- known.json --
{\"version\": 1, \"findings\": []}
-- 2024-05-01-mail.md --
# Mail arrived a day late

![the queue](queue.txt) grew.
-- queue.txt --
10 20 40
-- beside.txt --
not published
";

fn settings(root: &Path) -> Settings {
    let overrides = Overrides { today: Some(date(2026, 1, 2)), ..Overrides::default() };
    config::fs::find(root).unwrap().options.resolve("archive", overrides)
}

fn basis(root: &Path, settings: &Settings) -> Basis {
    edge::basis(root, &edge::load(root, settings).unwrap(), settings, "this program").unwrap()
}

/// Whether the site is taken as it is; it is made again if not.
fn stands(root: &Path) -> bool {
    let settings = settings(root);
    let basis = basis(root, &settings);
    if edge::standing(root, &settings, &basis).is_some() {
        return true;
    }
    let inputs = edge::load(root, &settings).unwrap();
    harness::build_loaded(root, &settings, &inputs, &|_| {}).unwrap();
    false
}

#[test]
fn a_site_stands_until_something_it_is_made_of_changes() {
    let test = SiteTest::new(ARCHIVE);
    let root = test.root().to_path_buf();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let remove = |path: &str| fs::remove_file(root.join(path)).unwrap();
    assert!(!stands(&root), "nothing is built");
    assert!(stands(&root));
    let page = fs::read_to_string(root.join("public/index.html")).unwrap();

    let changes: &[(&str, &dyn Fn())] = &[
        ("a document is edited", &|| write("2024-05-01-mail.md", "# Mail arrived two days late\n\n![](queue.txt)\n")),
        ("a document is added", &|| write("2024-06-01-mail.md", "# Mail again\n")),
        ("a document is renamed", &|| {
            fs::rename(root.join("2024-06-01-mail.md"), root.join("2024-06-02-mail.md")).unwrap();
        }),
        ("a document goes", &|| remove("2024-06-02-mail.md")),
        ("a copied file is edited, its size the same", &|| write("queue.txt", "10 20 80\n")),
        ("a drawing is shown, which is published without its script", &|| {
            write("plan.svg", "<svg><script>x</script><path d='M0 0h8'/></svg>");
            write("2024-05-01-mail.md", "# Mail arrived two days late\n\n![](queue.txt) ![](plan.svg)\n");
        }),
        ("a drawing is edited, its size the same", &|| {
            write("plan.svg", "<svg><script>x</script><path d='M0 0h9'/></svg>");
        }),
        ("a file is there that links may point at", &|| write("more.txt", "")),
        ("the configuration says otherwise", &|| {
            write("afterword.toml", "[site]\ntitle = 'Beacon'\n[rules]\nbaseline = 'known.json'\n");
        }),
        ("a template is added", &|| write("templates/partials/footer.html", "<footer>ours</footer>\n")),
        ("a style is added", &|| write("assets/css/custom.css", "a {}\n")),
        ("a file of the site is gone", &|| remove("public/index.html")),
        ("a file of the site is cut short", &|| write("public/index.html", "")),
        ("the manifest is of another build", &|| {
            let manifest = root.join("public/.afterword/manifest.json");
            fs::write(&manifest, fs::read_to_string(&manifest).unwrap() + "\n").unwrap();
        }),
        ("what the last build was made from is damaged", &|| write("public/.afterword/memory.json", "{\"basis\":")),
        ("and gone", &|| remove("public/.afterword/memory.json")),
    ];
    for (what, change) in changes {
        change();
        assert!(!stands(&root), "{what}");
        assert!(stands(&root), "after: {what}");
    }
    write("beside.txt", "still not published\n");
    assert!(stands(&root), "a file that the site has nothing of is edited");
    assert_ne!(fs::read_to_string(root.join("public/index.html")).unwrap(), page);
}

#[test]
fn another_day_program_or_baseline_is_another_basis() {
    let test = SiteTest::new(ARCHIVE);
    let settings = settings(test.root());
    let of = |settings: &Settings, program: &str| {
        edge::basis(test.root(), &edge::load(test.root(), settings).unwrap(), settings, program).unwrap()
    };
    let before = of(&settings, "a");
    assert_eq!(of(&settings, "a"), before);
    assert_ne!(of(&settings, "b"), before);
    assert_ne!(of(&Settings { today: Some(date(2026, 1, 3)), ..settings.clone() }, "a"), before);
    let entry = r#"{"path": "a.md", "rule": "FM001", "message": "m", "fingerprint": "00"}"#;
    fs::write(test.root().join("known.json"), format!("{{\"version\": 1, \"findings\": [{entry}]}}")).unwrap();
    assert_ne!(of(&settings, "a"), before);
}

#[test]
fn what_a_standing_site_has_to_say_is_what_its_build_said() {
    let test = SiteTest::new(ARCHIVE);
    let settings = settings(test.root());
    assert!(!stands(test.root()));
    let Built { report, findings, .. } =
        edge::standing(test.root(), &settings, &basis(test.root(), &settings)).unwrap();
    assert_eq!(report.postmortems, 1);
    assert_eq!((report.stats.written, report.stats.kept), (0, report.files));
    assert_eq!(report.files, test.site().len());
    assert_eq!(report.stats.bytes, test.site().values().map(|bytes| bytes.len() as u64).sum::<u64>());
    let sources = edge::sources(test.root(), &settings).unwrap();
    assert_eq!(findings, Summary::of(&pipeline::check(&sources, &settings).diagnostics, &sources));
}

use proptest::prelude::*;
use snapbox::{IntoData, str};

use super::{Colour, Look, Summary, full, json};
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Level};
use crate::text::{Source, SourceSet, Span};

const CODE: Code = Code::new("XX001", "test-rule");

/// A set of files and the finding in the first of them, at the first place of `marked`.
struct Case {
    sources: SourceSet,
    finding: Diagnostic,
}

fn case(files: &[(&str, &str)], marked: &str) -> Case {
    let sources = SourceSet::from_files(files.iter().copied());
    let source = sources.iter().next().unwrap();
    let span = find(source, marked);
    let finding = Diagnostic::new(CODE, Level::Warning, source.id, span, "something was seen");
    Case { sources, finding }
}

fn find(source: &Source, marked: &str) -> Span {
    let start = source.text.find(marked).unwrap();
    Span::new(start, start + marked.len())
}

impl Case {
    fn with(mut self, change: impl FnOnce(Diagnostic, &SourceSet) -> Diagnostic) -> Self {
        self.finding = change(self.finding, &self.sources);
        self
    }

    fn rendered(&self, look: Look) -> String {
        let mut out = Vec::new();
        full(std::slice::from_ref(&self.finding), &self.sources, look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn check_full(&self, expected: impl IntoData) {
        snapbox::assert_data_eq!(self.rendered(Look { width: 80, ..Look::default() }), expected.raw());
    }

    #[track_caller]
    fn check_json(&self, expected: impl IntoData) {
        let mut out = Vec::new();
        let found = std::slice::from_ref(&self.finding);
        json(found, &self.sources, Summary::of(found, &self.sources), &mut out).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        snapbox::assert_data_eq!(serde_json::to_string_pretty(&value).unwrap(), expected.raw());
    }
}

#[test]
fn what_is_hidden_is_in_no_frame() {
    case(&[("a.md", "the kéy is hünter2 and the pin 1234\n")], "kéy")
        .with(|finding, sources| {
            let a = sources.iter().next().unwrap();
            let hidden = vec![(a.id, [find(a, "hünter2"), find(a, "1234")].into())];
            Diagnostic { hidden, ..finding }.also(a.id, find(a, "pin"), "after it")
        })
        .check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:5
  |
1 | the kéy is ******* and the pin ****
  |     ^^^                    --- after it

"#]]);
}

#[test]
fn everything_a_finding_can_say() {
    case(&[("a.md", "---\ntitle: A\nsevrity: sev2\n---\n# A\n"), ("b.md", "---\nseverity: sev3\n---\n")], "sevrity")
        .with(|finding, sources| {
            let (a, b) = (sources.iter().next().unwrap(), sources.iter().nth(1).unwrap());
            finding
                .labelled("this key")
                .also(a.id, find(a, "title"), "a key that is known")
                .also(b.id, find(b, "severity"), "as it is written elsewhere")
                .note("a key that is not known says nothing to anybody")
                .help("is `severity` meant?")
                .fix(
                    "rename the key",
                    Applicability::Safe,
                    vec![Edit { span: find(a, "sevrity"), replacement: "severity".to_owned() }],
                )
        })
        .check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:3:1
  |
2 | title: A
  | ----- a key that is known
3 | sevrity: sev2
  | ^^^^^^^ this key
  |
 ::: b.md:2:1
  |
2 | severity: sev3
  | -------- as it is written elsewhere
  |
  = note: a key that is not known says nothing to anybody
  = help: is `severity` meant?
fix: rename the key
  |
3 | severity: sev2
  |    +

"#]]);
}

#[test]
fn a_finding_about_the_whole_file() {
    case(&[("a.md", "text")], "text").with(|finding, _| Diagnostic { labels: Vec::new(), ..finding }).check_full(str![
        [r#"
warning[XX001 test-rule]: something was seen
--> a.md

"#]
    ]);
}

#[test]
fn places_far_apart() {
    let filler = "line\n".repeat(400);
    case(&[("a.md", &format!("first\n{filler}last\n"))], "first")
        .with(|finding, sources| {
            let a = sources.iter().next().unwrap();
            finding.also(a.id, find(a, "last"), "and here")
        })
        .check_full(str![[r#"
warning[XX001 test-rule]: something was seen
   --> a.md:1:1
    |
  1 | first
    | ^^^^^
    |
   ::: a.md:402:1
    |
402 | last
    | ---- and here

"#]]);
}

#[test]
fn a_place_of_several_lines_shows_its_first() {
    case(&[("a.md", "one\ntwo\nthree\n")], "ne\ntwo\nth").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:2
  |
1 | one
  |  ^^

"#]]);
}

#[test]
fn an_insertion() {
    case(&[("a.md", "one\ntwo\n")], "one")
        .with(|finding, _| {
            let edit = Edit { span: Span::at(4), replacement: "one and a half\n".to_owned() };
            finding.fix("put a line between", Applicability::Unsafe, vec![edit])
        })
        .check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:1
  |
1 | one
  | ^^^
  |
fix: put a line between
  |
2 + one and a half
  |

"#]]);
}

#[test]
fn the_end_of_a_file() {
    let at_end = |text: &str| {
        case(&[("a.md", text)], "one").with(|mut finding, sources| {
            finding.labels[0].span = Span::at(sources.iter().next().unwrap().text.len());
            finding
        })
    };
    at_end("one\n").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:2:1
  |
2 |
  | ^

"#]]);
    at_end("one").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:4
  |
1 | one
  |    ^

"#]]);
    at_end("one\r\n\r\n").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:3:1
  |
3 |
  | ^

"#]]);
}

#[test]
fn a_long_line_is_trimmed_around_the_mark() {
    let filler = "lorem ipsum dolor ".repeat(30);
    case(&[("a.md", &format!("{filler}HERE {filler}\n"))], "HERE").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:541
  |
1 | ...em ipsum dolor lorem ipsum dolor HERE lorem ipsum dolor lorem ipsum do...
  |                                     ^^^^

"#]]);
}

#[test]
fn a_mark_very_deep_in_a_line_is_named_only() {
    let filler = "lorem ipsum ".repeat(1000);
    case(&[("a.md", &format!("{filler}HERE {filler}\n"))], "HERE").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
--> a.md:1:12001

"#]]);
}

#[test]
fn a_wide_mark_is_cut() {
    let filler = "lorem ipsum ".repeat(30);
    case(&[("a.md", &format!("x {filler}\n"))], &filler).check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:3
  |
1 | x lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum...
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

"#]]);
}

#[test]
fn nothing_steers_the_terminal() {
    let text = "a \u{1b}[31mred\u{1b}[0m \u{202e}abc\u{9b} b\u{7f}\0\tc\n";
    let rendered = case(&[("a\u{1b}]0;x\u{7}.md", text)], "red")
        .with(|finding, _| {
            let hostile = "\u{1b}[2J\u{9b}\u{202e}";
            Diagnostic { message: hostile.to_owned(), ..finding }.labelled(hostile).note(hostile).help(hostile)
        })
        .rendered(Look::default());
    snapbox::assert_data_eq!(
        rendered,
        str![[r#"
warning[XX001 test-rule]: ␛[2J��
 --> a␛]0;x␇.md:1:8
  |
1 | a ␛[31mred␛[0m �abc� b␡␀    c
  |        ^^^ ␛[2J��
  |
  = note: ␛[2J��
  = help: ␛[2J��

"#]]
        .raw()
    );
}

#[test]
fn wide_and_combined_characters() {
    case(&[("a.md", "障害レポート 2024 été 👩‍💻 HERE\n")], "2024").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:8
  |
1 | 障害レポート 2024 été 👩💻 HERE
  |              ^^^^

"#]]);
    case(&[("a.md", "障害レポート 2024 été 👩‍💻 HERE\n")], "HERE").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:21
  |
1 | 障害レポート 2024 été 👩💻 HERE
  |                            ^^^^

"#]]);
}

#[test]
fn byte_order_mark_and_carriage_returns() {
    case(&[("a.md", "\u{feff}one two\r\nthree\r\n")], "two\r\n").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:5
  |
1 | one two
  |     ^^^

"#]]);
    case(&[("a.md", "\u{feff}one two\r\nthree\r\n")], "\u{feff}").check_full(str![[r#"
warning[XX001 test-rule]: something was seen
 --> a.md:1:1
  |
1 | one two
  | ^

"#]]);
}

#[test]
fn colour_only_when_asked_for() {
    let case = case(&[("a.md", "one two\n")], "two");
    assert!(!case.rendered(Look::default()).contains('\u{1b}'));
    assert!(case.rendered(Look { colour: Colour::Ansi, ..Look::default() }).contains('\u{1b}'));
}

#[test]
fn the_json_contract() {
    case(&[("f/a.md", "\u{feff}äöü\nsevrity: 1\n"), ("f/b.md", "x")], "sevrity")
        .with(|finding, sources| {
            let span = find(sources.iter().next().unwrap(), "sevrity");
            finding.note("why").help("what").fix(
                "rename the key",
                Applicability::Safe,
                vec![Edit { span, replacement: "severity".to_owned() }],
            )
        })
        .check_json(str![[r#"
{
  "version": 1,
  "summary": {
    "files": 2,
    "errors": 0,
    "warnings": 1,
    "infos": 0
  },
  "diagnostics": [
    {
      "code": "XX001",
      "name": "test-rule",
      "level": "warning",
      "path": "f/a.md",
      "start": {
        "line": 2,
        "column": 1,
        "offset": 10
      },
      "end": {
        "line": 2,
        "column": 8,
        "offset": 17
      },
      "message": "something was seen",
      "note": "why",
      "help": "what",
      "url": "https://afterword.dev/rules/XX001-test-rule",
      "fix": {
        "title": "rename the key",
        "applicability": "safe",
        "edits": [
          {
            "start": {
              "line": 2,
              "column": 1,
              "offset": 10
            },
            "end": {
              "line": 2,
              "column": 8,
              "offset": 17
            },
            "replacement": "severity"
          }
        ]
      }
    }
  ]
}
"#]]);
    case(&[("f/a.md", "\u{feff}äöü\n")], "ü").check_json(str![[r#"
{
  "version": 1,
  "summary": {
    "files": 1,
    "errors": 0,
    "warnings": 1,
    "infos": 0
  },
  "diagnostics": [
    {
      "code": "XX001",
      "name": "test-rule",
      "level": "warning",
      "path": "f/a.md",
      "start": {
        "line": 1,
        "column": 3,
        "offset": 7
      },
      "end": {
        "line": 1,
        "column": 4,
        "offset": 9
      },
      "message": "something was seen",
      "note": null,
      "help": null,
      "url": "https://afterword.dev/rules/XX001-test-rule",
      "fix": null
    }
  ]
}
"#]]);
}

#[test]
fn no_finding_is_an_empty_list() {
    let mut out = Vec::new();
    json(&[], &SourceSet::default(), Summary::default(), &mut out).unwrap();
    snapbox::assert_data_eq!(
        String::from_utf8(out).unwrap(),
        str![[r#"
{"version":1,"summary":{"files":0,"errors":0,"warnings":0,"infos":0},"diagnostics":[]}

"#]]
        .raw()
    );
}

#[test]
fn summaries_in_words() {
    let check = |summary: Summary, expected: &str| assert_eq!(summary.to_string(), expected);
    check(Summary { files: 1, ..Summary::default() }, "1 file: no findings");
    check(Summary { files: 12, errors: 1, warnings: 2, infos: 0 }, "12 files: 1 error, 2 warnings");
    check(Summary { files: 0, errors: 0, warnings: 0, infos: 1 }, "0 files: 1 info");
}

/// Text with what is awkward to show.
fn awkward() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ -~]{0,12}",
        2 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("\u{feff}".to_owned()),
        1 => Just("障害👩‍💻e\u{301}\u{202e}".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #[test]
    fn any_span_of_any_text_renders_in_every_format(
        texts in prop::collection::vec(awkward(), 1..3),
        spans in prop::collection::vec((any::<prop::sample::Index>(), any::<usize>(), any::<usize>()), 1..4),
        replacement in awkward(),
        words in awkward(),
        width in 0_usize..200,
    ) {
        let files: Vec<(String, String)> =
            texts.into_iter().enumerate().map(|(i, text)| (format!("{i}.md"), text)).collect();
        let sources = SourceSet::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let places: Vec<_> = spans
            .iter()
            .map(|(index, a, b)| {
                let source = sources.iter().nth(index.index(sources.len())).unwrap();
                let (a, b) = (boundary(&source.text, *a), boundary(&source.text, *b));
                (source.id, Span::new(a.min(b), a.max(b)))
            })
            .collect();
        let (source, span) = places[0];
        let mut finding = Diagnostic::new(CODE, Level::Info, source, span, words.clone())
            .labelled(words.clone())
            .note(words.clone())
            .help(words.clone());
        for (source, span) in &places[1..] {
            finding = finding.also(*source, *span, words.clone());
        }
        let mut edits: Vec<Edit> = places
            .iter()
            .filter(|(id, _)| *id == source)
            .map(|(_, span)| Edit { span: *span, replacement: replacement.clone() })
            .collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|b, a| b.span.start < a.span.end || b.span == a.span);
        let findings = [finding.fix(words, Applicability::Safe, edits)];

        for colour in [Colour::Plain, Colour::Ansi] {
            let mut out = Vec::new();
            full(&findings, &sources, Look { colour, width, ..Look::default() }, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            prop_assert!(colour == Colour::Ansi || !out.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        }

        let mut out = Vec::new();
        json(&findings, &sources, Summary::of(&findings, &sources), &mut out).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let finding = &value["diagnostics"][0];
        prop_assert_eq!(&finding["start"]["offset"], &serde_json::json!(span.start));
        prop_assert_eq!(&finding["end"]["offset"], &serde_json::json!(span.end));
        prop_assert_eq!(&finding["message"], &serde_json::json!(findings[0].message));
    }
}

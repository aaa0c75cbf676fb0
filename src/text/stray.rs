//! Recognises Markdown that is no postmortem: a README, a template, an index page. By its name *and* a look at its
//! text, because a bundle `2024-03-07-outage/index.md` is a postmortem and so may be a README that lies alone.
//!
//! The entry point is [`roles`]. What is recognised is left out *and reported*, never dropped without a word; when
//! in doubt, a text is a postmortem. Headings are looked at line by line: Markdown is not parsed here.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{RelPath, Role, SkipReason, Stray};

/// File stems that are no postmortem, lower case, with `-` for `_` and spaces.
const READMES: &[&str] = &[
    "readme",
    "agents",
    "authors",
    "changelog",
    "claude",
    "code-of-conduct",
    "codeowners",
    "contributing",
    "contributors",
    "glossary",
    "governance",
    "history",
    "licence",
    "license",
    "maintainers",
    "notice",
    "security",
    "support",
];

/// File stems of index pages.
const INDEXES: &[&str] = &["index", "-index", "contents", "nav", "sidebar", "-sidebar", "summary", "toc", "-toc"];

/// Words for a template, in the languages templates were seen in.
const TEMPLATES: &[&str] =
    &["template", "templates", "boilerplate", "archetypes", "modele", "modèle", "plantilla", "vorlage"];

/// Words that, beside the one for a template, leave no doubt.
const REPORTS: &[&str] =
    &["postmortem", "mortem", "incident", "incidents", "outage", "report", "retrospective", "review", "rca", "pir"];

/// How usual headings of a postmortem begin, lower case.
const HEADINGS: &[&str] = &[
    "summary",
    "executive summary",
    "incident summary",
    "issue summary",
    "what happened",
    "impact",
    "customer impact",
    "user impact",
    "timeline",
    "incident timeline",
    "detection",
    "root cause",
    "contributing factor",
    "trigger",
    "resolution",
    "recovery",
    "mitigation",
    "remediation",
    "action item",
    "follow",
    "corrective",
    "lesson",
    "what went",
    "things that went",
    "where we got lucky",
    "five whys",
];

/// A text is looked at up to here, in bytes; no README needs more to be known.
const LOOK: usize = 64 * 1024;

/// What each document is taken for. All of them are needed: an index page is one because of what lies beside it.
pub(super) fn roles(documents: &[(&RelPath, &str)]) -> Vec<Role> {
    let guesses: Vec<Guess> = documents.par_iter().map(|(path, text)| guess(path, text)).collect();
    let mut occupied = BTreeSet::new();
    for ((path, _), guess) in documents.iter().zip(&guesses) {
        if matches!(guess, Guess::Postmortem) {
            let mut folder = path.parent();
            while occupied.insert(folder) && !folder.is_empty() {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
    }
    let role = |((path, _), guess): (&(&RelPath, &str), Guess)| match guess {
        Guess::Postmortem => Role::Postmortem,
        Guess::Empty => Role::Skipped(SkipReason::Empty),
        Guess::Stray(stray) => Role::Skipped(SkipReason::NotAPostmortem(stray)),
        Guess::Perhaps(stray, look) => {
            let alone = !occupied.contains(path.parent());
            if look.is_postmortem(stray, path, alone) {
                Role::Postmortem
            } else {
                Role::Skipped(SkipReason::NotAPostmortem(stray))
            }
        }
    };
    documents.iter().zip(guesses).map(role).collect()
}

/// Whether a text without a name that says so is a postmortem in Markdown: it has usual headings.
pub(super) fn reads_as_postmortem(text: &str) -> bool {
    Look::at(text).headings >= 2
}

/// Whether name and text say, whatever lies beside it, that a document is no postmortem.
pub(crate) fn is_stray(path: &RelPath, text: &str) -> bool {
    matches!(guess(path, text), Guess::Stray(_))
}

/// What name and text say of a document, before its neighbours are asked.
enum Guess {
    Postmortem,
    Empty,
    Stray(Stray),
    /// A name that a postmortem can have too.
    Perhaps(Stray, Look),
}

fn guess(path: &RelPath, text: &str) -> Guess {
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Guess::Empty;
    }
    let stem = path.stem().to_lowercase().replace(['_', ' '], "-");
    // `README.de.md` is a README.
    let first = stem.split('.').next().unwrap_or_default();
    if READMES.contains(&first) {
        return Guess::Perhaps(Stray::Readme, Look::at(text));
    }
    if INDEXES.contains(&first) {
        return Guess::Perhaps(Stray::Index, Look::at(text));
    }
    if is_template(path, &stem, text) { Guess::Stray(Stray::Template) } else { Guess::Postmortem }
}

fn is_template(path: &RelPath, stem: &str, text: &str) -> bool {
    let in_folder = path.parent().split('/').any(|folder| {
        let folder = folder.trim_start_matches('_').to_lowercase();
        TEMPLATES.contains(&folder.as_str()) && folder != "boilerplate"
    });
    if in_folder {
        return true;
    }
    match template_word(stem) {
        Naming::Sure => return !is_dated(stem) || !Look::at(text).is_filled(),
        Naming::Likely => return !Look::at(text).is_filled(),
        Naming::Silent => {}
    }
    if is_dated(stem) {
        return false;
    }
    let is_titled = |look: &Look| !matches!(template_word(&look.title), Naming::Silent);
    // With a fact and another title it is none, whatever follows: that is how most looks end, at the first lines.
    let look = Look::until(text, |look| look.facts > 0 && !look.title.is_empty() && !is_titled(look));
    (is_titled(&look) && look.placeholders >= 2 && !look.is_filled()) || (look.placeholders >= 6 && look.facts == 0)
}

/// How clearly words say "template".
enum Naming {
    Sure,
    Likely,
    Silent,
}

/// `postmortem-template` and `template` are sure; `template-…` and `…-template` are likely, as an incident may
/// have begun in a template; in the middle the word says nothing.
fn template_word(words: &str) -> Naming {
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.chars().all(char::is_numeric))
        .collect();
    let is_template = |word: &&str| TEMPLATES.contains(word);
    let Some(at) = words.iter().position(is_template) else { return Naming::Silent };
    let beside = |i: Option<usize>| i.and_then(|i| words.get(i)).is_some_and(|word| REPORTS.contains(word));
    if words.len() == 1 || beside(at.checked_sub(1)) {
        Naming::Sure
    } else if at == 0 || words.last().is_some_and(is_template) {
        Naming::Likely
    } else {
        Naming::Silent
    }
}

/// Whether a name begins with a date: `2024-03-07…` or `20240307…`.
fn is_dated(name: &str) -> bool {
    let digits: String = name.chars().filter(|c| *c != '-').take(8).collect();
    digits.len() == 8 && digits.starts_with(['1', '2']) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A look at a text: what kinds of lines it has. Fenced code is not looked at.
#[derive(Default)]
struct Look {
    /// The first heading, lower case.
    title: String,
    /// How many different headings of [`HEADINGS`].
    headings: usize,
    /// Lines that are neither blank nor headings.
    lines: usize,
    /// Of these, items and rows that hold a link.
    links: usize,
    /// Lines that wait to be filled in.
    placeholders: usize,
    /// Clock times and years.
    facts: usize,
    /// Whether it has a directive that lists other documents.
    directive: bool,
}

impl Look {
    fn at(text: &str) -> Self {
        Self::until(text, |_| false)
    }

    /// Looks line by line as long as it is not `decided`.
    fn until(text: &str, decided: impl Fn(&Self) -> bool) -> Self {
        let mut end = text.len().min(LOOK);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut look = Self::default();
        let mut seen = BTreeSet::new();
        let mut fence: Option<&str> = None;
        let front_matter = front_matter_lines(&text[..end]);
        for (number, line) in text[..end].lines().enumerate() {
            if decided(&look) {
                break;
            }
            let line = line.trim();
            if number < front_matter {
                // A `#` begins a comment there, and a `[` a list.
                look.lines += usize::from(!line.is_empty());
                look.placeholders += usize::from(!line.is_empty() && !is_list(line) && is_placeholder(line));
                look.facts += facts(line);
                continue;
            }
            if let Some(open) = fence {
                if line.starts_with(open) {
                    fence = None;
                }
                continue;
            }
            if line.starts_with("```") || line.starts_with("~~~") {
                fence = line.get(..3);
                look.directive |= line.contains("{toctree}");
                continue;
            }
            if line.is_empty() {
                continue;
            }
            if let Some(heading) = heading(line) {
                if look.title.is_empty() {
                    look.title.clone_from(&heading);
                }
                seen.extend(HEADINGS.iter().position(|start| heading.starts_with(start)));
            } else {
                look.lines += 1;
                let item = line.starts_with(['-', '*', '+', '|']) || line.starts_with(|c: char| c.is_ascii_digit());
                look.links += usize::from(item && (line.contains("](") || line.contains("[[")));
            }
            look.placeholders += usize::from(is_placeholder(line));
            look.facts += facts(line);
        }
        look.headings = seen.len();
        look
    }

    fn is_postmortem(&self, stray: Stray, path: &RelPath, alone: bool) -> bool {
        let folder = path.parent().rsplit('/').next().unwrap_or_default().to_lowercase();
        let dated = is_dated(&folder);
        match stray {
            Stray::Index if path.file_name().starts_with('_') => alone && self.headings >= 3,
            Stray::Index => (dated || alone) && !self.is_list_of_links(),
            Stray::Readme | Stray::Template => {
                (dated && self.headings >= 1) || (alone && (self.headings >= 3 || tells_of_one(&folder)))
            }
        }
    }

    fn is_list_of_links(&self) -> bool {
        self.directive || self.links * 2 > self.lines
    }

    /// Whether it says when something happened more often than it waits to be told.
    fn is_filled(&self) -> bool {
        self.facts >= 3 && self.placeholders <= self.facts
    }
}

/// `database-outage` is the name of one incident; `incidents` and `postmortem` are names of collections.
fn tells_of_one(folder: &str) -> bool {
    let mut words = folder.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.clone().count() > 1 && words.any(|word| REPORTS.contains(&word))
}

/// The words of a heading or of a line in bold, lower case, without numbers and signs before them.
fn heading(line: &str) -> Option<String> {
    let text = if line.starts_with('#') {
        line.trim_matches('#')
    } else {
        line.strip_prefix("**")?.trim_end_matches(':').strip_suffix("**")?
    };
    Some(text.trim_start_matches(|c: char| !c.is_alphabetic()).trim_end().to_lowercase())
}

/// Whether a line waits to be filled in: an empty label or item, `[Date]`, `<name>`, `{{ x }}`, `YYYY-MM-DD`, an
/// instruction in italics.
fn is_placeholder(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| matches!(c, '*' | '_' | '-' | '|' | ' ' | '\u{a0}'));
    let instruction = line.len() > 20
        && ["*", "_"].iter().any(|mark| {
            line.starts_with(mark) && line.ends_with(mark) && !line.starts_with("**") && !line.starts_with("* ")
        });
    let lower = line.to_ascii_lowercase();
    let dots = matches!(bare, "..." | "…" | "[ ]" | "tbd" | "TBD" | "TODO" | "XXX");
    let empty = bare.is_empty() && !is_rule(line);
    let label = line.ends_with(":**") || line.ends_with("**:") || line.ends_with(":_");
    instruction
        || dots
        || empty
        || label
        || lower.contains("yyyy")
        || lower.contains("hh:mm")
        || line.contains("{{")
        || bracketed(line, '[', ']', is_prompt_in_brackets)
        || bracketed(line, '<', '>', is_prompt_in_angles)
}

/// The number of lines of the front matter, its fences included; 0 when there is none.
fn front_matter_lines(text: &str) -> usize {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    let Some(open) = lines.next().filter(|first| matches!(*first, "---" | "+++")) else { return 0 };
    lines.position(|line| line == open || line == "...").map_or(0, |at| at + 2)
}

/// Whether a line of a front matter gives its key a list.
fn is_list(line: &str) -> bool {
    line.split_once([':', '=']).is_some_and(|(_, value)| value.trim_start().starts_with('['))
}

/// A thematic break, or the line below the head of a table.
fn is_rule(line: &str) -> bool {
    line.contains("--") || line.contains("**") || line.contains("__")
}

/// Whether a line holds `open … close` of which `is_prompt(before, inside, after)` is true.
fn bracketed(line: &str, open: char, close: char, is_prompt: fn(Option<char>, &str, Option<char>) -> bool) -> bool {
    let mut rest = line;
    let mut before = None;
    while let Some(start) = rest.find(open) {
        before = rest[..start].chars().next_back().or(before);
        let inside = &rest[start + open.len_utf8()..];
        let Some(end) = inside.find(close) else { return false };
        let after = &inside[end + close.len_utf8()..];
        if is_prompt(before, &inside[..end], after.chars().next()) {
            return true;
        }
        before = Some(close);
        rest = after;
    }
    false
}

fn is_prompt_in_brackets(before: Option<char>, inside: &str, after: Option<char>) -> bool {
    let link = matches!(after, Some('(' | '[' | ':' | ']')) || matches!(before, Some('!' | ']' | '['));
    !link && (3..=60).contains(&inside.len()) && inside.starts_with(|c: char| c.is_alphabetic())
}

fn is_prompt_in_angles(_: Option<char>, inside: &str, _: Option<char>) -> bool {
    const TAGS: &[&str] = &[
        "a", "abbr", "b", "br", "center", "code", "col", "dd", "del", "details", "div", "dl", "dt", "em", "figure",
        "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img", "ins", "kbd", "li", "ol", "p", "pre",
        "script", "section", "small", "span", "strong", "style", "sub", "summary", "sup", "table", "tbody", "td", "th",
        "thead", "tr", "u", "ul", "video",
    ];
    let word = inside.split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_ascii_lowercase();
    (3..=120).contains(&inside.len())
        && inside.starts_with(|c: char| c.is_alphabetic())
        && !inside.contains([':', '=', '@'])
        && !TAGS.contains(&word.as_str())
}

/// How many clock times (`9:12`) and years (`2026`) a line holds.
fn facts(line: &str) -> usize {
    // Most lines have none, and are known by that.
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    let is_fact = |word: &&str| match word.split_once(':') {
        Some((hour, minute)) => (1..=2).contains(&hour.len()) && minute.len() >= 2,
        None => word.len() == 4 && (word.starts_with("20") || word.starts_with("19")),
    };
    line.split(|c: char| !c.is_ascii_digit() && c != ':').filter(is_fact).count()
}

#[cfg(test)]
mod tests;

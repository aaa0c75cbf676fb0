//! A small archive written down as fenced blocks of Markdown, as the rules' documentation and specifications have
//! them, and what `check` finds in it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use afterword::config::{Options, Settings};
use afterword::diagnostic::fix::apply;
use afterword::diagnostic::{Applicability, Diagnostic};
use afterword::lint::Rule;
use afterword::pipeline;
use afterword::text::{RelPath, Role, SkipReason, SourceId, SourceSet, Span};

/// The file of a block that names none.
pub(crate) const DEFAULT_PATH: &str = "incident.md";

/// A fenced block of code.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The words after the fence, separated by commas or spaces.
    pub info: Vec<String>,
    /// What is in it, the last line feed included.
    pub text: String,
    /// The bytes of `text` in the document.
    pub range: Range<usize>,
}

impl Block {
    /// The first word: the language, or what the block is for.
    pub(crate) fn kind(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.info.iter().any(|other| other == word)
    }

    /// The value of `key=value`.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
}

/// The blocks of a Markdown text whose fence is exactly this one; blocks inside blocks are their text.
pub(crate) fn blocks(markdown: &str, fence: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    let mut offset = 0;
    for line in markdown.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let words = line.strip_prefix(fence).filter(|rest| !rest.starts_with('`'));
        match (open, words) {
            (false, Some(words)) => {
                let info = words.trim().split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
                found.push(Block { info, text: String::new(), range: offset..offset });
                open = true;
            }
            (true, Some(_)) => open = false,
            (true, None) => {
                let block = found.last_mut().unwrap();
                block.text.push_str(line);
                block.range.end = offset;
            }
            (false, None) => {}
        }
        debug_assert!(start <= offset);
    }
    assert!(!open, "a block is not closed:\n{markdown}");
    found
}

/// A small archive.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    files: Vec<(String, Vec<u8>)>,
    links: Vec<String>,
    config: Option<String>,
    today: Option<jiff::civil::Date>,
    limit: Option<u64>,
}

impl Case {
    /// Adds what a block holds: one file (`path=`), or several after lines `-- path --`; `-- path -> target --` is
    /// a symbolic link that is not followed. `escaped` blocks have their backslash escapes resolved; `today=`
    /// sets the day, `limit=` the largest size.
    pub(crate) fn add(&mut self, block: &Block) {
        if let Some(today) = block.value("today") {
            self.today = Some(today.parse().unwrap());
        }
        if let Some(limit) = block.value("limit") {
            self.limit = Some(limit.parse().unwrap());
        }
        let mut files = vec![(block.value("path").unwrap_or(DEFAULT_PATH), String::new())];
        for line in block.text.split_inclusive('\n') {
            match line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
                Some(path) => files.push((path, String::new())),
                None => files.last_mut().unwrap().1.push_str(line),
            }
        }
        // Where files are named, what stands before the first name is none.
        let named = files.len() > 1;
        for (path, text) in files.into_iter().skip(usize::from(named)) {
            self.add_file(path, &text, block);
        }
    }

    pub(crate) fn add_config(&mut self, text: &str) {
        self.config = Some(text.to_owned());
    }

    fn add_file(&mut self, path: &str, text: &str, block: &Block) {
        if path == "afterword.toml" {
            self.add_config(text);
        } else if let Some((path, _)) = path.split_once(" -> ") {
            self.links.push(path.to_owned());
        } else {
            let bytes = if block.has("escaped") { unescape(text) } else { text.as_bytes().to_vec() };
            self.files.push((path.to_owned(), bytes));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.links.is_empty()
    }

    /// The settings, with this rule alone selected unless the configuration selects.
    pub(crate) fn settings(&self, rule: &Rule) -> Result<Settings, afterword::Error> {
        let mut settings = self.all_rules()?;
        if settings.rules.select == ["ALL"] {
            settings.rules.select = vec![rule.code.to_owned()];
        }
        Ok(settings)
    }

    /// The settings with all rules.
    pub(crate) fn all_rules(&self) -> Result<Settings, afterword::Error> {
        let options = Options::parse("afterword.toml", self.config.as_deref().unwrap_or_default())?;
        let mut settings = options.into_settings("Archive");
        settings.today = self.today;
        Ok(settings)
    }

    /// The files as the edge would read them.
    pub(crate) fn sources(&self) -> SourceSet {
        let mut found = Vec::new();
        let mut others = BTreeSet::new();
        for (path, bytes) in &self.files {
            let rel = RelPath::new(path).unwrap();
            if path.rsplit_once('.').is_none_or(|(_, extension)| extension != "md") {
                others.insert(rel);
            } else if let Some(limit) = self.limit.filter(|limit| bytes.len() as u64 > *limit) {
                found.push((rel, Arc::from(""), Some(SkipReason::TooLarge { bytes: bytes.len() as u64, limit })));
            } else {
                let fault = std::str::from_utf8(bytes).err();
                let valid_up_to = fault.map_or(bytes.len(), |fault| fault.valid_up_to());
                let text = std::str::from_utf8(&bytes[..valid_up_to]).unwrap();
                found.push((rel, Arc::from(text), fault.map(|_| SkipReason::InvalidUtf8 { valid_up_to })));
            }
        }
        let link = |path: &String| (RelPath::new(path).unwrap(), Arc::from(""), Some(SkipReason::Link));
        found.extend(self.links.iter().map(link));
        let sources = SourceSet::classified(found, others);
        match &self.config {
            Some(text) => sources.with_config(RelPath::new("afterword.toml").unwrap(), text),
            None => sources,
        }
    }

    /// The same archive with a comment before the text of each file, after its front matter.
    pub(crate) fn commented(&self, comment: &str) -> Self {
        let mut case = self.clone();
        for (_, bytes) in &mut case.files {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let fence = ["---", "+++"].into_iter().find(|fence| text[mark..].starts_with(fence));
            let close = fence.and_then(|fence| text[mark + 3..].find(&format!("\n{fence}")));
            let at = close.map_or(mark, |close| {
                let line = mark + 3 + close + 1;
                text[line..].find('\n').map_or(text.len(), |end| line + end + 1)
            });
            let gap = if text[..at].ends_with('\n') || at == mark { "" } else { "\n" };
            *bytes = [&text[..at], gap, comment, &text[at..]].concat().into_bytes();
        }
        case
    }

    /// The same archive with the fixes applied, as many as do not overlap. None when there is none to apply.
    pub(crate) fn fixed(&self, sources: &SourceSet, findings: &[Diagnostic]) -> Option<Self> {
        let mut case = self.clone();
        let mut any = false;
        for source in sources {
            let fixes = findings.iter().filter(|finding| finding.source == source.id).filter_map(|f| f.fix.as_ref());
            let applied = apply(&source.text, fixes);
            any |= applied.fixes > 0;
            for (path, bytes) in &mut case.files {
                if path == source.path.as_str() {
                    *bytes = applied.text.clone().into_bytes();
                }
            }
        }
        any.then_some(case)
    }
}

/// What a rule finds, and in which texts.
pub(crate) fn check(case: &Case, settings: &Settings) -> (SourceSet, Vec<Diagnostic>) {
    let sources = case.sources();
    let diagnostics = pipeline::check(&sources, settings).diagnostics;
    (sources, diagnostics)
}

/// Findings as the specifications show them.
pub(crate) fn listing(sources: &SourceSet, findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    for finding in findings {
        let at = place(sources, finding.source, finding.span());
        let (level, code) = (finding.level.as_str(), finding.code.code);
        let _ = write!(out, "{at} {level}[{code}] {}", finding.message);
        let mut labels = finding.labels.iter();
        if let Some(label) = labels.next().filter(|label| !label.text.is_empty()) {
            let _ = write!(out, " ({})", label.text);
        }
        out.push('\n');
        for label in labels {
            let at = place(sources, label.source, label.span);
            let word = if label.text.is_empty() { String::new() } else { format!(" ({})", label.text) };
            let _ = writeln!(out, "  {at}{word}");
        }
        if let Some(note) = &finding.note {
            let _ = writeln!(out, "  note: {note}");
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "  help: {help}");
        }
        if let Some(fix) = &finding.fix {
            let how = if fix.applicability == Applicability::Safe { "safe" } else { "unsafe" };
            let _ = writeln!(out, "  fix ({how}): {}", fix.title);
            for edit in &fix.edits {
                let _ = writeln!(out, "    {} -> {:?}", place(sources, finding.source, edit.span), edit.replacement);
            }
        }
    }
    out
}

/// `3:11-15` when there is one file, else with its path; `3:11-4:1` over several lines.
fn place(sources: &SourceSet, source: SourceId, span: Span) -> String {
    let source = sources.get(source);
    let index = source.line_index();
    let (start, end) = (index.position(span.start, &source.text), index.position(span.end, &source.text));
    let several = sources.iter().filter(|other| other.role != Role::Config).count() > 1 || source.role == Role::Config;
    let mut at = if several { format!("{}:", source.path) } else { String::new() };
    let _ = write!(at, "{}:{}", start.line, start.column);
    if end.line > start.line {
        let _ = write!(at, "-{}:{}", end.line, end.column);
    } else if end.column > start.column {
        let _ = write!(at, "-{}", end.column);
    }
    at
}

/// `\xff`, `\u{feff}`, `\0`, `\t`, `\r`, `\n` (and a line feed is one too).
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend(c.to_string().bytes());
            continue;
        }
        match chars.next().unwrap() {
            'x' => {
                let digits: String = chars.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            'u' => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                bytes.extend(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap().to_string().bytes());
            }
            '0' => bytes.push(0),
            't' => bytes.push(b'\t'),
            'r' => bytes.push(b'\r'),
            'n' => bytes.push(b'\n'),
            other => panic!("`\\{other}` is no escape"),
        }
    }
    bytes
}

//! What a rule is, how one is declared, and what it is given to look at.
//!
//! A rule is a `static` made by [`declare_rule!`]: its documentation is its doc comment, its check a plain
//! function. Which rules run, and how much their findings weigh, is not known here; that is
//! [`table`](super::table).

use std::fmt;

use super::prose::{LazyReview, Review};
use super::{Allow, Document, Scope};
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Fix, Label, Level};
use crate::text::{Source, SourceId, Span, closest};

/// A check with its identity and its documentation.
pub struct Rule {
    /// Two letters and three digits; never used again for something else.
    pub code: &'static str,
    /// Kebab-case; reads well after "allow".
    pub name: &'static str,
    /// What it reports: one line, no full stop.
    pub summary: &'static str,
    /// How much its findings weigh unless configured, and unless a finding says less of itself.
    pub level: Level,
    /// Whether it is about something absent: then a draft gets at most warnings.
    pub nature: Nature,
    /// The first version that had it.
    pub since: &'static str,
    /// Whether it still runs.
    pub status: Status,
    /// Whether its findings come with a change that removes them.
    pub fixability: Fixability,
    /// What it looks at, and the function that looks.
    pub check: Check,
    /// The lines of its doc comment, each with the space after `///`.
    pub(super) doc: &'static [&'static str],
    /// The file it is declared in.
    pub file: &'static str,
    /// The line its declaration begins at.
    pub line: u32,
}

/// What kind of thing a rule reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Something is there and is wrong or doubtful.
    Fault,
    /// Something is not there. A draft may still lack it.
    Absence,
}

/// Whether a rule still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Stable,
    /// It does not; its code stays taken. Says what to do instead.
    Removed(&'static str),
}

/// Whether findings of a rule carry a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixability {
    /// Never.
    None,
    /// Where the right change is certain.
    Sometimes,
    /// Always.
    Always,
}

impl Fixability {
    /// As the documentation says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sometimes => "sometimes",
            Self::Always => "always",
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// Nothing: an earlier stage reports with this code, because only that stage can see it.
    Earlier,
    /// Each file with a Markdown name, also those that are not read as a postmortem.
    Source(fn(&mut Ctx<'_>, &Source)),
    /// Each postmortem on its own. Whether there is a finding depends on what [`basis`](super::basis) hashes.
    Postmortem(fn(&mut Ctx<'_>, &Document<'_>)),
    /// The archive as a whole.
    Archive(fn(&mut Ctx<'_>)),
    /// Each comment that allows findings, when all other rules have run.
    Comment(fn(&mut Ctx<'_>, &Allow)),
}

/// The fields that most rules leave as they are.
pub(super) const DEFAULTS: Rule = Rule {
    code: "",
    name: "",
    summary: "",
    level: Level::Warning,
    nature: Nature::Fault,
    since: "",
    status: Status::Stable,
    fixability: Fixability::None,
    check: Check::Earlier,
    doc: &[],
    file: "",
    line: 0,
};

/// Declares `static RULE`. The doc comment has four parts: what it does, why is this bad, an example with an
/// `expect_diagnostic` block, and what to use instead. Both are run by a test.
macro_rules! declare_rule {
    ($(#[doc = $doc:literal])+ static RULE = { $($field:ident: $value:expr,)+ }) => {
        $(#[doc = $doc])+
        pub(in crate::lint) static RULE: $crate::lint::Rule = $crate::lint::Rule {
            $($field: $value,)+
            doc: &[$($doc,)+],
            file: file!(),
            line: line!(),
            ..$crate::lint::rule::DEFAULTS
        };
    };
}
pub(super) use declare_rule;

impl Rule {
    /// Code and name, as findings carry them.
    pub fn id(&self) -> Code {
        Code::new(self.code, self.name)
    }

    /// Where its documentation is published.
    pub fn url(&self) -> String {
        self.id().url()
    }

    /// Its documentation, in Markdown.
    pub fn docs(&self) -> String {
        let mut docs = String::new();
        for line in self.doc_comment().lines() {
            // What follows the language of an example is for the test that runs it.
            let shown = if line.starts_with("```") { line.split(',').next().unwrap_or(line) } else { line };
            docs.push_str(shown);
            docs.push('\n');
        }
        docs
    }

    /// The doc comment it is declared with: its documentation, with what the tests are told about the examples.
    pub fn doc_comment(&self) -> String {
        let lines: Vec<&str> = self.doc.iter().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
        lines.join("\n")
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("code", &self.code).field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Earlier => "Earlier",
            Self::Source(_) => "Source",
            Self::Postmortem(_) => "Postmortem",
            Self::Archive(_) => "Archive",
            Self::Comment(_) => "Comment",
        })
    }
}

/// What a running check is given: what it may read, and where it reports.
#[derive(Debug)]
pub struct Ctx<'a> {
    /// The archive, its texts, its vocabulary, the settings of the rules.
    pub scope: Scope<'a>,
    rule: &'static Rule,
    found: Vec<Diagnostic>,
    /// How many words may still be compared with all others.
    comparisons: usize,
    /// The analysis of the document's prose, for rules about single documents.
    review: Option<&'a LazyReview<'a>>,
}

/// Near misses that one rule looks for in one document: comparing a word with all names of an archive takes its
/// time, and after so many the reader has understood.
const COMPARISONS: usize = 12;

impl<'a> Ctx<'a> {
    /// A context for one rule.
    pub(super) fn new(scope: Scope<'a>, rule: &'static Rule) -> Self {
        Self { scope, rule, found: Vec::new(), comparisons: COMPARISONS, review: None }
    }

    /// The same with the analysis of the document's prose.
    pub(super) fn with_review(self, review: &'a LazyReview<'a>) -> Self {
        Self { review: Some(review), ..self }
    }

    /// What the analysis of the document's prose sees: made once for all rules, when the first asks. A rule about
    /// the archive has none.
    pub(super) fn review(&self, document: &Document<'_>) -> Option<&'a Review> {
        Some(self.review?.get(document))
    }

    /// What was reported.
    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// The candidate that was probably meant by `word`; none when [`may_compare`](Self::may_compare) says no.
    pub fn closest<'w>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        if self.may_compare() { closest(word, candidates) } else { None }
    }

    /// Whether one more word may be compared with all names of the archive; counts it.
    pub fn may_compare(&mut self) -> bool {
        let left = self.comparisons > 0;
        self.comparisons = self.comparisons.saturating_sub(1);
        left
    }

    /// Reports a finding of the running rule. The finding is complete as it is; the returned handle adds to it.
    pub fn report(&mut self, source: SourceId, span: Span, message: impl Into<String>) -> Report<'_> {
        let at = self.found.len();
        self.found.push(Diagnostic::new(self.rule.id(), self.rule.level, source, span, message));
        Report(&mut self.found[at])
    }
}

/// The finding just reported, to be added to.
#[derive(Debug)]
pub struct Report<'a>(&'a mut Diagnostic);

#[expect(clippy::return_self_not_must_use, reason = "the finding is reported already; nothing is lost with the handle")]
impl Report<'_> {
    /// Lowers the weight of this finding: for cases that are less certain than the rule's usual ones.
    pub fn at_most(self, level: Level) -> Self {
        self.0.level = self.0.level.min(level);
        self
    }

    /// Says something beside the mark.
    pub fn label(self, text: impl Into<String>) -> Self {
        if let Some(label) = self.0.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Marks a further place, in this file or another.
    pub fn also(self, source: SourceId, span: Span, text: impl Into<String>) -> Self {
        self.0.labels.push(Label { source, span, text: text.into() });
        self
    }

    /// Says why it matters.
    pub fn note(self, note: impl Into<String>) -> Self {
        self.0.note = Some(note.into());
        self
    }

    /// Says what to do, or asks.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Offers a change that removes the finding.
    pub fn fix(self, title: impl Into<String>, applicability: Applicability, edits: Vec<Edit>) -> Self {
        self.0.fix = Some(Fix { title: title.into(), edits, applicability });
        self
    }
}

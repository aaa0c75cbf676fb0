//! The running text of a postmortem: its sections, its links, its code.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What a section is about, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SectionKind {
    /// What happened, in a few sentences.
    Summary,
    /// What a reader has to know first.
    Background,
    /// Who felt what, and how much.
    Impact,
    /// What happened when.
    Timeline,
    /// How it was seen.
    Detection,
    /// How people went about it.
    Response,
    /// How it ended.
    Resolution,
    /// What changed just before.
    Trigger,
    /// What made it possible.
    ContributingFactors,
    /// What was not as people thought.
    Surprises,
    /// What was learnt.
    Lessons,
    /// What helped.
    WentWell,
    /// What hindered.
    WentPoorly,
    /// What helped by chance.
    GotLucky,
    /// What is to be done.
    ActionItems,
    /// Other incidents like it.
    Related,
    /// What is not known yet.
    OpenQuestions,
    /// Who took part: names are at home here.
    People,
    /// Facts and figures of the document itself.
    Metrics,
    /// Logs, graphs, references.
    Supporting,
    /// What others were told.
    Messaging,
}

impl SectionKind {
    /// All kinds, in the order of a usual document.
    pub const ALL: [Self; 21] = [
        Self::Summary,
        Self::Background,
        Self::Impact,
        Self::Timeline,
        Self::Detection,
        Self::Response,
        Self::Resolution,
        Self::Trigger,
        Self::ContributingFactors,
        Self::Surprises,
        Self::Lessons,
        Self::WentWell,
        Self::WentPoorly,
        Self::GotLucky,
        Self::ActionItems,
        Self::Related,
        Self::OpenQuestions,
        Self::People,
        Self::Metrics,
        Self::Supporting,
        Self::Messaging,
    ];

    /// The word of the export and of the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Background => "background",
            Self::Impact => "impact",
            Self::Timeline => "timeline",
            Self::Detection => "detection",
            Self::Response => "response",
            Self::Resolution => "resolution",
            Self::Trigger => "trigger",
            Self::ContributingFactors => "contributing_factors",
            Self::Surprises => "surprises",
            Self::Lessons => "lessons",
            Self::WentWell => "went_well",
            Self::WentPoorly => "went_poorly",
            Self::GotLucky => "got_lucky",
            Self::ActionItems => "action_items",
            Self::Related => "related",
            Self::OpenQuestions => "open_questions",
            Self::People => "people",
            Self::Metrics => "metrics",
            Self::Supporting => "supporting",
            Self::Messaging => "messaging",
        }
    }
}

/// How a heading is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Heading {
    /// `## Heading`, or underlined.
    Markdown,
    /// A paragraph that is one bold phrase.
    Bold,
    /// A line of its own without any mark that is nothing but a known heading.
    Plain,
    /// The first words of a list item, where the list is the skeleton of the document.
    Item,
}

/// One heading and the text below it, up to the next heading of any level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading as plain text.
    pub heading: String,
    /// The heading in the source.
    pub span: Span,
    /// From the end of the heading to the next heading.
    pub content: Span,
    /// 1 to 6; a bold or plain heading counts one below the Markdown heading above it.
    pub level: u8,
    /// What it is about; a section without a kind of its own has that of its parent.
    pub kind: Option<SectionKind>,
    /// Whether the kind is the heading's own, not its parent's.
    pub own_kind: bool,
    /// For a heading that can mean two things: the other kind it could have been.
    pub ambiguous: Option<SectionKind>,
    /// How it is written.
    pub form: Heading,
    /// The heading's id in the page, unique in its document, made as GitHub makes it.
    pub anchor: String,
    /// The enclosing section.
    pub parent: Option<usize>,
    /// The section's plain text: prose, lists, tables and code, without the heading. HTML and URLs are left out.
    pub text: String,
}

/// Where a link or image points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Another site, a mail address: anything with a scheme, or `//host`.
    External(String),
    /// A place in the same document, without the `#`.
    Anchor(String),
    /// A path as written (percent-decoded), relative to the document or from the archive's root when it
    /// begins with `/`, and the fragment.
    File {
        /// As written, percent-decoded.
        path: String,
        /// The fragment, without the `#`.
        anchor: Option<String>,
    },
    /// `[[name]]`: a slug, an id or a title.
    Wiki {
        /// As written.
        name: String,
        /// What follows a `#`.
        anchor: Option<String>,
    },
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The whole link in the source.
    pub span: Span,
    /// Where it points.
    pub target: Target,
    /// What it shows: the text, or the image's alternative text.
    pub text: String,
    /// Whether it is an image.
    pub image: bool,
}

/// A fenced or indented block of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBlock {
    /// The whole block in the source.
    pub span: Span,
    /// The first word after the fence.
    pub language: Option<String>,
}

/// Everything below the front matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Body {
    /// The bytes below the front matter.
    pub span: Span,
    /// The text before the first heading, or below the title alone, as plain text.
    pub lead: String,
    /// All headings, in order.
    pub sections: Vec<Section>,
    /// All links and images, in order.
    pub links: Vec<Link>,
    /// All code blocks, in order.
    pub code: Vec<CodeBlock>,
    /// A few sentences that say what happened: from the summary section, else the first paragraph.
    pub summary: Option<String>,
    /// The number of words of the prose.
    pub words: u32,
}

impl Body {
    /// The first section whose own heading says this kind.
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|section| section.own_kind && section.kind == Some(kind))
    }
}

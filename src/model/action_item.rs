//! What was decided to be done.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::CauseId;
use crate::text::{Span, Spanned};

/// What an action item is meant to do; the kinds of Google's postmortem template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActionKind {
    /// Makes the incident impossible or less likely.
    Prevent,
    /// Makes it seen earlier.
    Detect,
    /// Makes it hurt less.
    Mitigate,
    /// Mends what it broke.
    Repair,
    /// Finds out more.
    Investigate,
    /// Changes how people work together.
    Process,
}

impl ActionKind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Self; 6] =
        [Self::Prevent, Self::Detect, Self::Mitigate, Self::Repair, Self::Investigate, Self::Process];

    /// The word of the front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prevent => "prevent",
            Self::Detect => "detect",
            Self::Mitigate => "mitigate",
            Self::Repair => "repair",
            Self::Investigate => "investigate",
            Self::Process => "process",
        }
    }
}

/// Where an action item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActionStatus {
    /// Still to be done.
    Open,
    /// Done.
    Done,
    /// Will not be done.
    Cancelled,
}

impl ActionStatus {
    /// The word of the front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One action item, from the front matter or from a list or table of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionItem {
    /// The whole item.
    pub span: Span,
    /// What is to be done, as plain text.
    pub text: String,
    /// What it is meant to do.
    pub kind: Option<Spanned<ActionKind>>,
    /// Who sees to it: a team or a role.
    pub owner: Option<Spanned<String>>,
    /// By when.
    pub due: Option<Spanned<Date>>,
    /// Where it stands; none when the document does not show it.
    pub status: Option<Spanned<ActionStatus>>,
    /// A ticket id or its URL.
    pub ticket: Option<Spanned<String>>,
    /// The cause it addresses.
    pub addresses: Option<Spanned<CauseId>>,
}

/// A contributing factor that was looked at and left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The factor as written.
    pub factor: Spanned<String>,
    /// The cause it means.
    pub cause: CauseId,
    /// Why it is left as it is; none when the document does not say.
    pub reason: Option<Spanned<String>>,
}

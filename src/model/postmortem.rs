//! One document, understood.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{
    Accepted, ActionItem, Body, CauseId, Known, Moment, Provenance, SectionKind, ServiceId, Slug, Timeline, TriggerId,
};
use crate::text::{RelPath, SourceId, Span, Spanned};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All values, in the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the front matter and of the export.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word; none when the word means nothing.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// Where a document stands.
    Status {
        /// Being written.
        Draft = "draft",
        /// Being read by others.
        Review = "review",
        /// Agreed.
        Final = "final",
        /// Taken back; kept so that links to it lead somewhere.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What a document is about.
    Kind {
        /// Something broke.
        Incident = "incident",
        /// Something nearly broke.
        NearMiss = "near-miss",
        /// Something was broken on purpose, to learn.
        Exercise = "exercise",
    }
}

words! {
    /// Who or what saw it first.
    Detection {
        /// A monitor that pages.
        Alert = "alert",
        /// A person looking at a graph.
        Dashboard = "dashboard",
        /// A colleague.
        InternalReport = "internal-report",
        /// A customer.
        CustomerReport = "customer-report",
        /// A vendor, a researcher, the press.
        ThirdParty = "third-party",
        /// A machine that also acted on it.
        Automated = "automated",
        /// Chance.
        Luck = "luck",
    }
}

words! {
    /// The family of templates a document was written from.
    Profile {
        /// Google's book and workbook on site reliability engineering.
        GoogleSre = "google-sre",
        /// PagerDuty's guide to incident response.
        PagerDuty = "pagerduty",
        /// Atlassian's handbook of incident management.
        Atlassian = "atlassian",
        /// Etsy's morgue.
        Etsy = "etsy",
        /// Azure's post incident reviews.
        Azure = "azure",
        /// Google's book without causes and impact, with a heading for each event.
        MyBinder = "mybinder",
        /// Issue summaries of hosted services, after Google's API infrastructure.
        GoogleApi = "google-api",
        /// Wikimedia's incident documents.
        Wikimedia = "wikimedia",
        /// Elastic's public postmortems.
        Elastic = "elastic",
        /// A few sections.
        Minimal = "minimal",
        /// No section whose meaning is known.
        Plain = "plain",
    }
}

impl Profile {
    /// The sections that documents of this template have, in the order of the template; none where it says nothing of
    /// sections.
    ///
    /// Sources: Google's "Site Reliability Engineering", appendix D; response.pagerduty.com; Atlassian's handbook of
    /// incident management; Etsy's morgue; Azure's status history; the reports of mybinder.org and of Google's API
    /// infrastructure; Wikimedia's and Elastic's published documents.
    pub fn sections(self) -> &'static [SectionKind] {
        use SectionKind::{
            ActionItems, Background, ContributingFactors, Detection, GotLucky, Impact, Lessons, Messaging, Metrics,
            People, Related, Resolution, Response, Summary, Supporting, Surprises, Timeline, Trigger, WentPoorly,
            WentWell,
        };
        #[rustfmt::skip]
        let sections: &[SectionKind] = match self {
            Self::GoogleSre => &[
                Summary, Impact, ContributingFactors, Trigger, Resolution, Detection, ActionItems, Lessons, WentWell,
                WentPoorly, GotLucky, Timeline, Supporting,
            ],
            Self::PagerDuty => &[
                Summary, ContributingFactors, Resolution, Impact, People, Timeline, Lessons, WentWell, WentPoorly,
                ActionItems, Messaging,
            ],
            Self::Atlassian => &[
                Summary, Background, Trigger, Impact, Detection, Response, Resolution, Timeline, ContributingFactors,
                Related, Lessons, ActionItems,
            ],
            Self::Etsy => &[Summary, Detection, Timeline, ContributingFactors, Surprises, ActionItems],
            Self::Azure => &[Summary, Impact, ContributingFactors, Response, ActionItems],
            Self::MyBinder => &[Summary, Timeline, Lessons, WentWell, WentPoorly, GotLucky, ActionItems],
            Self::GoogleApi => &[Summary, Timeline, ContributingFactors, Resolution, ActionItems],
            Self::Wikimedia => &[
                Summary, Impact, Timeline, Detection, Lessons, WentWell, WentPoorly, GotLucky, ActionItems, Metrics,
            ],
            Self::Elastic => &[
                Background, Summary, Impact, Timeline, ContributingFactors, Resolution, ActionItems,
            ],
            Self::Minimal => &[Summary, ActionItems],
            Self::Plain => &[],
        };
        sections
    }

    /// Whether it is a template that somebody published; a document can also have few sections, or none.
    pub fn is_template(self) -> bool {
        !matches!(self, Self::Minimal | Self::Plain)
    }
}

words! {
    /// Who may read it.
    Visibility {
        /// The organisation.
        Internal = "internal",
        /// Everyone.
        Public = "public",
    }
}

words! {
    /// The points of an incident that durations are measured between.
    Milestone {
        /// The impact began.
        Started = "started",
        /// It was first seen.
        Detected = "detected",
        /// Somebody took it up.
        Acknowledged = "acknowledged",
        /// The impact ended or became bearable.
        Mitigated = "mitigated",
        /// It was over.
        Resolved = "resolved",
    }
}

/// The known milestones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Milestones {
    /// The impact began.
    pub started: Option<Known<Moment>>,
    /// It was first seen.
    pub detected: Option<Known<Moment>>,
    /// Somebody took it up.
    pub acknowledged: Option<Known<Moment>>,
    /// The impact ended or became bearable.
    pub mitigated: Option<Known<Moment>>,
    /// It was over.
    pub resolved: Option<Known<Moment>>,
}

impl Milestones {
    /// The moment of a milestone.
    pub fn get(&self, milestone: Milestone) -> Option<&Known<Moment>> {
        match milestone {
            Milestone::Started => self.started.as_ref(),
            Milestone::Detected => self.detected.as_ref(),
            Milestone::Acknowledged => self.acknowledged.as_ref(),
            Milestone::Mitigated => self.mitigated.as_ref(),
            Milestone::Resolved => self.resolved.as_ref(),
        }
    }

    /// The place to write a milestone to.
    pub fn get_mut(&mut self, milestone: Milestone) -> &mut Option<Known<Moment>> {
        match milestone {
            Milestone::Started => &mut self.started,
            Milestone::Detected => &mut self.detected,
            Milestone::Acknowledged => &mut self.acknowledged,
            Milestone::Mitigated => &mut self.mitigated,
            Milestone::Resolved => &mut self.resolved,
        }
    }

    /// The known ones, in their usual order.
    pub fn iter(&self) -> impl Iterator<Item = (Milestone, &Known<Moment>)> {
        Milestone::ALL.iter().filter_map(|milestone| Some((*milestone, self.get(*milestone)?)))
    }

    /// Minutes between two milestones, where both are known to the minute.
    pub fn minutes(&self, from: Milestone, to: Milestone) -> Option<i64> {
        self.get(from)?.value.minutes_until(&self.get(to)?.value)
    }
}

/// How much it hurt, as far as the document counts it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Impact {
    /// People affected.
    pub users: Option<u64>,
    /// Requests that got an error.
    pub requests_failed: Option<u64>,
    /// As stated, in minutes.
    pub minutes: Option<Spanned<i64>>,
    /// `availability`, `latency`, `data-loss` …
    pub types: Vec<String>,
    /// In a sentence.
    pub summary: Option<String>,
}

/// A key of the front matter that means nothing here, kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    /// The key.
    pub key: Spanned<String>,
    /// The value as it is written.
    pub value: Spanned<String>,
}

/// Somebody who took part. Shown as the role, never as the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name: for checking, never for publishing.
    pub name: Spanned<String>,
    /// What they did in the incident.
    pub role: Option<String>,
}

/// A link given in the front matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLink {
    /// What it is.
    pub title: String,
    /// Where it leads.
    pub url: Spanned<String>,
}

/// One postmortem: everything its document says, typed. Where its document lies is not part of the stored form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Postmortem {
    /// The file it was read from.
    #[serde(skip)]
    pub source: SourceId,
    /// Its path in the archive.
    #[serde(skip)]
    pub path: RelPath,
    /// The last part of its URL, before collisions are resolved by the archive.
    pub slug: Slug,
    /// The front matter in the source, its fences included; none when there is none.
    pub front_matter: Option<Span>,
    /// What it is called.
    pub title: Known<String>,
    /// The organisation's number for it.
    pub id: Option<Known<String>>,
    /// The day it began.
    pub date: Option<Known<Date>>,
    /// Where the document stands.
    pub status: Option<Known<Status>>,
    /// What it is about.
    pub kind: Option<Known<Kind>>,
    /// As a name of the configured scale; a word that is not on it is kept as written.
    pub severity: Option<Known<String>>,
    /// The word of the text for its severity, where only the built-in scale makes a step of it.
    pub severity_word: Option<String>,
    /// The services it touched, without repetition, each with its name as written.
    pub services: Vec<Known<(ServiceId, String)>>,
    /// What made it possible, without repetition, aliases resolved.
    pub causes: Vec<Known<CauseId>>,
    /// Causes as written that mean a person's slip (`human-error` and its like): refused, with guidance.
    pub refused_causes: Vec<Spanned<String>>,
    /// Causes that are left as they are, each with the reason.
    pub accepted: Vec<Accepted>,
    /// What changed just before.
    pub trigger: Option<Known<TriggerId>>,
    /// Who or what saw it first.
    pub detection: Option<Known<Detection>>,
    /// When things happened.
    pub milestones: Milestones,
    /// The stated length in minutes.
    pub duration: Option<Known<i64>>,
    /// For clock times without a zone: an IANA name or an offset, as written.
    pub timezone: Option<Known<String>>,
    /// How much it hurt.
    pub impact: Impact,
    /// The one accountable team or role; several are a finding.
    pub owner: Option<Known<String>>,
    /// All owners that were written, when there are several.
    pub owners: Vec<Spanned<String>>,
    /// Who wrote it.
    pub authors: Vec<Known<String>>,
    /// Who took part.
    pub people: Vec<Person>,
    /// Free words.
    pub tags: Vec<Known<String>>,
    /// Other postmortems named in the front matter, else by a label: slugs, ids or paths.
    pub related: Vec<Spanned<String>>,
    /// Links given in the front matter.
    pub links: Vec<NamedLink>,
    /// Who may read it.
    pub visibility: Option<Known<Visibility>>,
    /// Old paths that lead here.
    pub aliases: Vec<Spanned<String>>,
    /// A BCP 47 tag.
    pub lang: Option<Known<String>>,
    /// Keys of the front matter without a meaning, and those of other tools.
    pub extra: Vec<Extra>,
    /// The family of templates it was written from; none when it has many sections and is of no known family.
    pub profile: Option<Profile>,
    /// Whether the site owner named it; else the headings show it.
    pub profile_is_named: bool,
    /// The timeline.
    pub timeline: Timeline,
    /// The action items, of the front matter first.
    pub action_items: Vec<ActionItem>,
    /// The running text.
    pub body: Body,
}

impl Postmortem {
    /// The keys of the front matter whose values remember how they are known, in the order of the format.
    pub const FIELDS: &'static [&'static str] = &[
        "title",
        "id",
        "date",
        "status",
        "kind",
        "severity",
        "services",
        "causes",
        "trigger",
        "detection",
        "started",
        "detected",
        "acknowledged",
        "mitigated",
        "resolved",
        "timezone",
        "duration",
        "owner",
        "authors",
        "tags",
        "visibility",
        "lang",
    ];

    /// Whether a value was stated in the front matter at all.
    pub fn is_all_inferred(&self) -> bool {
        self.front_matter.is_none()
    }

    /// Minutes from start to resolution, else as stated. What is stated goes before milestones that are only read
    /// from running text.
    pub fn duration_minutes(&self) -> Option<i64> {
        let measured = self
            .milestones
            .minutes(Milestone::Started, Milestone::Resolved)
            // An end before the start is a finding, not a length.
            .filter(|minutes| *minutes >= 0);
        let is_read = |milestone: Milestone| {
            self.milestones.get(milestone).is_some_and(|known| known.provenance == Provenance::Body)
        };
        let stated = self
            .duration
            .as_ref()
            .map(|known| known.value)
            .or_else(|| self.impact.minutes.as_ref().map(|minutes| minutes.value));
        if is_read(Milestone::Started) || is_read(Milestone::Resolved) {
            stated.or(measured)
        } else {
            measured.or(stated)
        }
    }

    /// How each value of [`Self::FIELDS`] is known that is known at all, in that order. A list is known as its first
    /// entry is.
    pub fn provenance(&self) -> Vec<(&'static str, Provenance)> {
        fn of<T>(known: Option<&Known<T>>) -> Option<Provenance> {
            known.map(|known| known.provenance)
        }
        let milestone = |milestone| (Milestone::as_str(milestone), of(self.milestones.get(milestone)));
        let all = [
            ("title", Some(self.title.provenance)),
            ("id", of(self.id.as_ref())),
            ("date", of(self.date.as_ref())),
            ("status", of(self.status.as_ref())),
            ("kind", of(self.kind.as_ref())),
            ("severity", of(self.severity.as_ref())),
            ("services", of(self.services.first())),
            ("causes", of(self.causes.first())),
            ("trigger", of(self.trigger.as_ref())),
            ("detection", of(self.detection.as_ref())),
            milestone(Milestone::Started),
            milestone(Milestone::Detected),
            milestone(Milestone::Acknowledged),
            milestone(Milestone::Mitigated),
            milestone(Milestone::Resolved),
            ("timezone", of(self.timezone.as_ref())),
            ("duration", of(self.duration.as_ref())),
            ("owner", of(self.owner.as_ref())),
            ("authors", of(self.authors.first())),
            ("tags", of(self.tags.first())),
            ("visibility", of(self.visibility.as_ref())),
            ("lang", of(self.lang.as_ref())),
        ];
        all.into_iter().filter_map(|(key, known)| Some((key, known?))).collect()
    }

    /// The status, `final` when none is given.
    pub fn status_or_default(&self) -> Status {
        self.status.as_ref().map_or(Status::Final, |known| known.value)
    }

    /// The kind, `incident` when none is given.
    pub fn kind_or_default(&self) -> Kind {
        self.kind.as_ref().map_or(Kind::Incident, |known| known.value)
    }
}

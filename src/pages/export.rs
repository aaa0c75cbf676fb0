//! The archive as JSON, for other programs: `archive.json`, the JSON of a service and of a postmortem, and
//! `afterword export`.
//!
//! The form is a contract (version 1): fields are added, never renamed, and a change of meaning raises the
//! version. Unknown is `null`, never a guess. Times are RFC 3339 where an offset is known, local without one, and a
//! day alone where no more is known. People appear as owner and authors only; who took part is not exported.

use std::collections::BTreeMap;
use std::io;

use serde::{Serialize, Serializer};

use crate::archive::{Archive, PmIdx, Reason, Related};
use crate::model::{
    ActionItem, CauseId, Known, Moment, NamedLink, Postmortem, Section, ServiceId, Status, TimelineEntry,
};
use crate::pages::Site;
use crate::pages::views::{cause_title, service_title};
use crate::text::{self, LineIndex, Span};
use crate::urls;

/// The version of the form.
pub const VERSION: u32 = 1;

/// The whole archive.
#[derive(Debug, Serialize)]
pub struct ArchiveExport<'a> {
    version: u32,
    site: SiteExport<'a>,
    postmortems: Postmortems<'a>,
    services: Vec<ServiceExport<'a>>,
    causes: Vec<CauseExport<'a>>,
}

/// One service and its postmortems.
#[derive(Debug, Serialize)]
pub struct OneServiceExport<'a> {
    version: u32,
    site: SiteExport<'a>,
    service: ServiceExport<'a>,
    postmortems: Postmortems<'a>,
}

/// One postmortem.
#[derive(Debug, Serialize)]
pub struct OnePostmortemExport<'a> {
    version: u32,
    site: SiteExport<'a>,
    postmortem: PostmortemExport<'a>,
}

/// Postmortems, each made when it is written: an archive of them would be large.
#[derive(Debug)]
struct Postmortems<'a> {
    site: Site<'a>,
    indices: Vec<PmIdx>,
}

impl Serialize for Postmortems<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.indices.iter().map(|index| one(self.site, *index)))
    }
}

#[derive(Debug, Serialize)]
struct SiteExport<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    base_url: Option<&'a str>,
    generator: &'static str,
}

/// A postmortem. The fields of the contract, in its order.
#[derive(Debug, Serialize)]
struct PostmortemExport<'a> {
    id: &'a str,
    path: &'a str,
    url: String,
    title: &'a str,
    date: Option<String>,
    status: Option<&'static str>,
    kind: Option<&'static str>,
    severity: Option<&'a str>,
    services: Vec<&'a str>,
    causes: Vec<&'a str>,
    trigger: Option<&'a str>,
    detection: Option<&'static str>,
    started: Option<String>,
    detected: Option<String>,
    acknowledged: Option<String>,
    mitigated: Option<String>,
    resolved: Option<String>,
    duration_minutes: Option<i64>,
    owner: Option<&'a str>,
    authors: Vec<&'a str>,
    tags: Vec<&'a str>,
    visibility: Option<&'static str>,
    summary: Option<&'a str>,
    sections: Vec<SectionExport<'a>>,
    timeline: Vec<TimelineExport<'a>>,
    action_items: Vec<ActionExport<'a>>,
    links: Vec<LinkExport<'a>>,
    related: Vec<RelatedExport<'a>>,
    provenance: BTreeMap<&'static str, &'static str>,
}

#[derive(Debug, Serialize)]
struct SectionExport<'a> {
    heading: &'a str,
    level: u8,
    line: usize,
    kind: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct TimelineExport<'a> {
    line: usize,
    time: Option<&'a str>,
    at: Option<String>,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct ActionExport<'a> {
    line: usize,
    text: &'a str,
    kind: Option<&'static str>,
    owner: Option<&'a str>,
    due: Option<String>,
    status: Option<&'static str>,
    ticket: Option<&'a str>,
    addresses: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LinkExport<'a> {
    title: &'a str,
    url: &'a str,
}

#[derive(Debug, Serialize)]
struct RelatedExport<'a> {
    id: &'a str,
    score: f64,
    reasons: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ServiceExport<'a> {
    id: &'a str,
    title: String,
    url: String,
    description: Option<&'a str>,
    owner: Option<&'a str>,
    declared: bool,
    postmortems: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct CauseExport<'a> {
    id: &'a str,
    title: String,
    url: String,
    definition: Option<&'a str>,
    family: &'a str,
    postmortems: Vec<&'a str>,
}

/// The whole archive, in its own order: oldest first, undated last.
pub fn archive(site: Site<'_>) -> ArchiveExport<'_> {
    ArchiveExport {
        version: VERSION,
        site: about(site),
        postmortems: Postmortems { site, indices: site.archive.iter().map(|(index, _)| index).collect() },
        services: site.archive.by_service.keys().map(|id| about_service(site, id)).collect(),
        causes: site.archive.by_cause.keys().map(|id| about_cause(site, id)).collect(),
    }
}

/// One service and its postmortems, oldest first. A service that no postmortem names has none.
pub fn service<'a>(site: Site<'a>, id: &'a ServiceId) -> OneServiceExport<'a> {
    OneServiceExport {
        version: VERSION,
        site: about(site),
        service: about_service(site, id),
        postmortems: Postmortems { site, indices: site.archive.by_service.get(id).cloned().unwrap_or_default() },
    }
}

/// One postmortem.
pub fn postmortem(site: Site<'_>, index: PmIdx) -> OnePostmortemExport<'_> {
    OnePostmortemExport { version: VERSION, site: about(site), postmortem: one(site, index) }
}

/// Compact JSON with a line end. The types here have text keys and finite numbers only, which is all that serialising
/// could refuse.
pub fn to_json(value: &impl Serialize) -> String {
    text::to_json(value) + "\n"
}

/// Writes the same to `out`.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    text::write_json(value, &mut *out)?;
    out.write_all(b"\n")
}

fn about(site: Site<'_>) -> SiteExport<'_> {
    let settings = &site.settings.site;
    SiteExport {
        title: &settings.title,
        description: &settings.description,
        language: &settings.language,
        base_url: settings.base_url.as_deref(),
        generator: concat!("Afterword ", env!("CARGO_PKG_VERSION")),
    }
}

fn one(site: Site<'_>, index: PmIdx) -> PostmortemExport<'_> {
    let postmortem = site.archive.get(index);
    let lines = site.sources.get(postmortem.source).line_index();
    let milestone = |known: &Option<Known<Moment>>| known.as_ref().map(|known| known.value.to_string());
    let milestones = &postmortem.milestones;
    PostmortemExport {
        id: site.archive.id(index),
        path: postmortem.path.as_str(),
        url: urls::postmortem(site.archive.slug(index)).to_string(),
        title: &postmortem.title.value,
        date: postmortem.date.as_ref().map(|date| date.value.to_string()),
        status: postmortem.status.as_ref().map(|known| known.value.as_str()),
        kind: postmortem.kind.as_ref().map(|known| known.value.as_str()),
        severity: severity(postmortem),
        services: postmortem.services.iter().map(|service| service.value.0.as_str()).collect(),
        causes: postmortem.causes.iter().map(|cause| cause.value.as_str()).collect(),
        trigger: postmortem.trigger.as_ref().map(|known| known.value.as_str()),
        detection: postmortem.detection.as_ref().map(|known| known.value.as_str()),
        started: milestone(&milestones.started),
        detected: milestone(&milestones.detected),
        acknowledged: milestone(&milestones.acknowledged),
        mitigated: milestone(&milestones.mitigated),
        resolved: milestone(&milestones.resolved),
        duration_minutes: postmortem.duration_minutes(),
        owner: postmortem.owner.as_ref().map(|owner| owner.value.as_str()),
        authors: postmortem.authors.iter().map(|author| author.value.as_str()).collect(),
        tags: postmortem.tags.iter().map(|tag| tag.value.as_str()).collect(),
        visibility: postmortem.visibility.as_ref().map(|known| known.value.as_str()),
        summary: postmortem.body.summary.as_deref(),
        sections: postmortem.body.sections.iter().map(|section| about_section(section, &lines)).collect(),
        timeline: postmortem.timeline.entries.iter().map(|entry| about_event(entry, &lines)).collect(),
        action_items: postmortem.action_items.iter().map(|item| about_action(item, &lines)).collect(),
        links: postmortem.links.iter().map(about_link).collect(),
        related: related(site.archive, index),
        provenance: provenance(postmortem),
    }
}

/// A step of the scale. A word of the text that only the built-in scale makes a step of is given as it stands: what
/// "Major" counts for in another house is a guess, and no guess is exported.
fn severity(postmortem: &Postmortem) -> Option<&str> {
    let step = || postmortem.severity.as_ref().map(|known| known.value.as_str());
    postmortem.severity_word.as_deref().or_else(step)
}

fn line_of(span: Span, lines: &LineIndex) -> usize {
    lines.line(span.start)
}

fn about_section<'a>(section: &'a Section, lines: &LineIndex) -> SectionExport<'a> {
    SectionExport {
        heading: &section.heading,
        level: section.level,
        line: line_of(section.span, lines),
        kind: section.kind.map(crate::model::SectionKind::as_str),
    }
}

fn about_event<'a>(entry: &'a TimelineEntry, lines: &LineIndex) -> TimelineExport<'a> {
    TimelineExport {
        line: line_of(entry.span, lines),
        time: entry.time.as_ref().map(|time| time.value.as_str()),
        at: entry.at.map(|at| at.to_string()),
        text: &entry.text,
    }
}

fn about_action<'a>(item: &'a ActionItem, lines: &LineIndex) -> ActionExport<'a> {
    ActionExport {
        line: line_of(item.span, lines),
        text: &item.text,
        kind: item.kind.as_ref().map(|kind| kind.value.as_str()),
        owner: item.owner.as_ref().map(|owner| owner.value.as_str()),
        due: item.due.as_ref().map(|due| due.value.to_string()),
        status: item.status.as_ref().map(|status| status.value.as_str()),
        ticket: item.ticket.as_ref().map(|ticket| ticket.value.as_str()),
        addresses: item.addresses.as_ref().map(|cause| cause.value.as_str()),
    }
}

fn about_link(link: &NamedLink) -> LinkExport<'_> {
    LinkExport { title: &link.title, url: &link.url.value }
}

fn related(archive: &Archive, index: PmIdx) -> Vec<RelatedExport<'_>> {
    let related = archive.related.get(index.0 as usize).map_or(&[][..], Vec::as_slice);
    let about = |related: &Related| RelatedExport {
        id: archive.id(related.postmortem),
        score: related.score,
        reasons: related.reasons.iter().map(reason).collect(),
    };
    related.iter().map(about).collect()
}

/// `linked`, `service:checkout`, `cause:change/rollout-strategy`, `trigger:config-change`, `terms:slots,pool`.
fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Linked => "linked".to_owned(),
        Reason::Service(id) => format!("service:{id}"),
        Reason::Cause(id) => format!("cause:{id}"),
        Reason::Trigger(id) => format!("trigger:{id}"),
        Reason::Terms(terms) => format!("terms:{}", terms.join(",")),
    }
}

/// Where each known value comes from. A list has one source: that of its first entry.
fn provenance(postmortem: &Postmortem) -> BTreeMap<&'static str, &'static str> {
    postmortem.provenance().into_iter().map(|(key, provenance)| (key, provenance.as_str())).collect()
}

fn about_service<'a>(site: Site<'a>, id: &'a ServiceId) -> ServiceExport<'a> {
    let declared = site.settings.catalog.services.get(id);
    ServiceExport {
        id: id.as_str(),
        title: service_title(site, id),
        url: urls::service(id).to_string(),
        description: declared.and_then(|service| service.description.as_deref()),
        owner: declared.and_then(|service| service.owner.as_deref()),
        declared: declared.is_some(),
        postmortems: ids(site.archive, site.archive.by_service.get(id)),
    }
}

fn about_cause<'a>(site: Site<'a>, id: &'a CauseId) -> CauseExport<'a> {
    CauseExport {
        id: id.as_str(),
        title: cause_title(site, id),
        url: urls::cause(id).to_string(),
        definition: site.settings.catalog.causes.get(id).map(|cause| cause.definition.as_str()),
        family: id.family(),
        postmortems: ids(site.archive, site.archive.by_cause.get(id)),
    }
}

/// The ids of postmortems that were not withdrawn, oldest first.
fn ids<'a>(archive: &'a Archive, indices: Option<&Vec<PmIdx>>) -> Vec<&'a str> {
    let stands = |index: &&PmIdx| archive.get(**index).status_or_default() != Status::Withdrawn;
    indices.into_iter().flatten().filter(stands).map(|index| archive.id(*index)).collect()
}

//! Makes the small pieces: links, dates, entries, action items.

use jiff::civil::Date;

use super::{
    ActionCounts, ActionView, AmountView, CauseRef, Count, DateView, DurationView, EntryView, Fact, Html, Link,
    MomentView, PostmortemRef, SeverityView, TicketView,
};
use crate::archive::PmIdx;
use crate::model::{
    ActionItem, ActionStatus, CauseId, Kind, Known, Moment, Postmortem, Precision, Provenance, ServiceId,
};
use crate::pages::html;
use crate::pages::words::{self, Words};
use crate::pages::{PageKind, Site};
use crate::urls::{self, UrlPath};

/// What every piece is made with: the site, and the page it will stand on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Make<'a> {
    pub(super) site: Site<'a>,
    pub(super) at: &'a UrlPath,
    pub(super) words: Words<'a>,
    /// What links begin with instead of leading there from the page: the address of the site.
    base: Option<&'a str>,
}

impl<'a> Make<'a> {
    pub(super) fn new(site: Site<'a>, at: &'a UrlPath, kind: &PageKind) -> Self {
        // A server shows the page for a missing address at that address, so no relative link would hold.
        let base = if *kind == PageKind::NotFound { site.settings.site.base_url.as_deref() } else { None };
        Self { site, at, words: Words::new(site.typesetter), base }
    }

    pub(super) fn postmortem(self, index: PmIdx) -> &'a Postmortem {
        self.site.archive.get(index)
    }

    pub(super) fn href(self, to: &UrlPath) -> String {
        match self.base {
            Some(base) => to.absolute(base),
            None => to.relative_to(self.at),
        }
    }

    /// What a path below the site's root is led to by.
    pub(super) fn root(self) -> String {
        self.base.map_or_else(|| self.at.to_root(), str::to_owned)
    }

    pub(super) fn date(self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.words.date(date), short: self.words.date_short(date) }
    }

    pub(super) fn date_of(self, postmortem: &Postmortem) -> Option<DateView> {
        postmortem.date.as_ref().map(|date| self.date(date.value))
    }

    pub(super) fn moment(self, moment: &Moment) -> MomentView {
        MomentView {
            iso: moment.to_string(),
            date: self.date(moment.date()),
            clock: words::clock(moment),
            zone: if moment.precision == Precision::Day { None } else { zone(moment) },
            approximate: moment.approximate,
        }
    }

    /// A length of time; none for a negative one, which is a fault of the document.
    pub(super) fn duration(self, minutes: i64) -> Option<DurationView> {
        (minutes >= 0).then(|| DurationView { minutes, text: self.words.duration(minutes), iso: iso_duration(minutes) })
    }

    pub(super) fn number(self, value: u64) -> AmountView {
        AmountView { value, text: self.words.number(value) }
    }

    pub(super) fn fact<T, U>(self, known: &Known<T>, value: U) -> Fact<U> {
        Fact { value, inferred: self.words.inferred(known.provenance) }
    }

    /// A heading is where a title is stated.
    pub(super) fn title(self, postmortem: &Postmortem) -> Fact<String> {
        let title = &postmortem.title;
        let stated = title.provenance == Provenance::Heading;
        let inferred = if stated { None } else { self.words.inferred(title.provenance) };
        Fact { value: title.value.clone(), inferred }
    }

    pub(super) fn severity(self, name: &str) -> SeverityView {
        let scale = &self.site.settings.catalog.severities;
        let rank = scale.iter().position(|step| step.name == name);
        SeverityView {
            name: name.to_owned(),
            title: severity_title(name),
            href: self.href(&urls::severity(name)),
            description: rank
                .and_then(|rank| scale.get(rank))
                .map(|step| step.description.clone())
                .filter(|description| !description.is_empty()),
            mark: rank.map_or(0, |rank| u8::try_from(rank + 1).unwrap_or(u8::MAX).min(4)),
        }
    }

    /// `Near misses`.
    pub(super) fn kind_title(self, kind: Kind) -> String {
        let key = match kind {
            Kind::Incident => "view_kind_incidents",
            Kind::NearMiss => "view_kind_near_misses",
            Kind::Exercise => "view_kind_exercises",
        };
        self.words.get(key).to_owned()
    }

    pub(super) fn service_title(self, id: &ServiceId) -> String {
        service_title(self.site, id)
    }

    pub(super) fn service_link(self, id: &ServiceId) -> Link {
        Link { title: self.service_title(id), href: self.href(&urls::service(id)) }
    }

    /// Whether a cause or family has a page.
    pub(super) fn occurs(self, id: &CauseId) -> bool {
        self.site.archive.by_cause.contains_key(id) || self.site.archive.by_family.contains_key(id)
    }

    pub(super) fn cause_ref(self, id: &CauseId) -> CauseRef {
        let family = family_of(id).filter(|family| self.occurs(family));
        CauseRef {
            id: id.to_string(),
            title: self.cause_title(id),
            href: self.occurs(id).then(|| self.href(&urls::cause(id))),
            family: family
                .map(|family| Link { title: self.cause_title(&family), href: self.href(&urls::cause(&family)) }),
        }
    }

    pub(super) fn cause_title(self, id: &CauseId) -> String {
        cause_title(self.site, id)
    }

    /// What a cause or family means, when the taxonomy says it.
    pub(super) fn definition(self, id: &CauseId) -> Option<String> {
        let catalog = &self.site.settings.catalog;
        let family = || catalog.families.iter().find(|family| family.id == *id).map(|family| &family.definition);
        catalog
            .causes
            .get(id)
            .map(|cause| &cause.definition)
            .or_else(family)
            .filter(|definition| !definition.is_empty())
            .cloned()
    }

    pub(super) fn service_count(self, id: &ServiceId, count: usize) -> Count {
        let Link { title, href } = self.service_link(id);
        Count { id: id.to_string(), title, href, count }
    }

    pub(super) fn cause_count(self, id: &CauseId, count: usize) -> Count {
        Count { id: id.to_string(), title: self.cause_title(id), href: self.href(&urls::cause(id)), count }
    }

    pub(super) fn entry(self, index: PmIdx) -> EntryView {
        let postmortem = self.postmortem(index);
        EntryView {
            id: self.site.archive.id(index).to_owned(),
            title: postmortem.title.value.clone(),
            href: self.href(&urls::postmortem(self.site.archive.slug(index))),
            date: self.date_of(postmortem),
            severity: postmortem.severity.as_ref().map(|severity| self.severity(&severity.value)),
            status: postmortem.status.as_ref().map(|status| status.value.as_str()),
            kind: postmortem.kind.as_ref().map(|kind| kind.value.as_str()),
            services: postmortem.services.iter().map(|service| self.service_link(&service.value.0)).collect(),
            summary: postmortem.body.summary.as_deref().map(|summary| clip(summary, 240)),
            why: Vec::new(),
        }
    }

    pub(super) fn postmortem_ref(self, index: PmIdx) -> PostmortemRef {
        let postmortem = self.postmortem(index);
        PostmortemRef {
            id: self.site.archive.id(index).to_owned(),
            title: postmortem.title.value.clone(),
            href: self.href(&urls::postmortem(self.site.archive.slug(index))),
            date: self.date_of(postmortem),
        }
    }

    pub(super) fn entries(self, indices: &[PmIdx]) -> Vec<EntryView> {
        indices.iter().map(|index| self.entry(*index)).collect()
    }

    pub(super) fn action(self, index: PmIdx, item: &ActionItem) -> ActionView {
        let front_matter = self.postmortem(index).front_matter;
        let is_markdown = front_matter.is_some_and(|front_matter| front_matter.contains(item.span));
        // What was read from the body is plain text already: its marks are no marks any more.
        let text = without_facts(item);
        let markdown = if is_markdown { text.to_owned() } else { literal(text) };
        ActionView {
            text: text.to_owned(),
            html: Html(html::inline(self.site, index, &markdown, self.at)),
            state: self.action_state(item),
            kind: item.kind.as_ref().map(|kind| kind.value.as_str()),
            owner: item.owner.as_ref().map(|owner| owner.value.clone()),
            due: item.due.as_ref().map(|due| self.date(due.value)),
            ticket: item.ticket.as_ref().map(|written| self.ticket(&written.value)),
            addresses: item.addresses.as_ref().map(|cause| self.cause_ref(&cause.value)),
            postmortem: None,
        }
    }

    /// `overdue` needs a known state, a known day and a known today.
    pub(super) fn action_state(self, item: &ActionItem) -> &'static str {
        match item.status.as_ref().map(|status| status.value) {
            None => "unknown",
            Some(ActionStatus::Open) => {
                let due = item.due.as_ref().map(|due| due.value).zip(self.site.settings.today);
                if due.is_some_and(|(due, today)| due < today) { "overdue" } else { "open" }
            }
            Some(status) => status.as_str(),
        }
    }

    pub(super) fn count_actions<'i>(self, items: impl IntoIterator<Item = &'i ActionItem>) -> ActionCounts {
        let mut counts = ActionCounts::default();
        for item in items {
            counts.total += 1;
            match self.action_state(item) {
                "open" => counts.open += 1,
                "overdue" => counts.overdue += 1,
                "done" => counts.done += 1,
                "cancelled" => counts.cancelled += 1,
                _ => counts.unknown += 1,
            }
        }
        counts
    }

    /// Items of several postmortems, with where they were agreed on.
    pub(super) fn actions_of(self, items: &[(PmIdx, &ActionItem)]) -> Vec<ActionView> {
        let action = |(index, item): &(PmIdx, &ActionItem)| ActionView {
            postmortem: Some(self.postmortem_ref(*index)),
            ..self.action(*index, item)
        };
        items.iter().map(action).collect()
    }

    /// A ticket: an address is shown by its last part.
    fn ticket(self, text: &str) -> TicketView {
        if !is_web(text) {
            return TicketView { text: text.to_owned(), href: self.site.typesetter.ticket(text) };
        }
        let name = text.split(['?', '#']).next().unwrap_or(text).trim_end_matches('/').rsplit('/').next();
        TicketView { text: name.unwrap_or(text).to_owned(), href: Some(text.to_owned()) }
    }
}

/// The text of an item without the brackets at its end, where they hold nothing but facts that stand beside it:
/// `(prevent; owner: payments; due 2026-04-01; PAY-812)`.
fn without_facts(item: &ActionItem) -> &str {
    let text = item.text.trim_end();
    let parted = text.strip_suffix('.').unwrap_or(text).strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let Some((deed, facts)) = parted.map(|(deed, facts)| (deed.trim_end(), facts)).filter(|(deed, _)| !deed.is_empty())
    else {
        return &item.text;
    };
    let known = [
        item.kind.as_ref().map(|kind| kind.value.as_str().to_owned()),
        item.owner.as_ref().map(|owner| owner.value.clone()),
        item.due.as_ref().map(|due| due.value.to_string()),
        item.status.as_ref().map(|status| status.value.as_str().to_owned()),
        item.ticket.as_ref().map(|ticket| ticket.value.clone()),
    ];
    let is_known = |fact: &str| known.iter().flatten().any(|value| value.eq_ignore_ascii_case(fact));
    let stands_beside = |fact: &str| {
        let fact = fact.trim();
        let labelled = fact.split_once([':', ' ']).filter(|(label, _)| FACT_LABELS.contains(&&*label.to_lowercase()));
        is_known(fact) || labelled.is_some_and(|(_, value)| is_known(value.trim()))
    };
    if facts.split([';', ',']).all(stands_beside) { deed } else { &item.text }
}

/// What may stand before a fact in brackets.
const FACT_LABELS: [&str; 6] = ["due", "kind", "owner", "state", "status", "ticket"];

/// Text as Markdown that means nothing but itself.
fn literal(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\`*_[]<>&!~|#".contains(c) {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

/// The title of a service: the declared one, else as the first postmortem writes it.
pub(in crate::pages) fn service_title(site: Site<'_>, id: &ServiceId) -> String {
    if let Some(service) = site.settings.catalog.services.get(id) {
        return service.title.clone();
    }
    let first = site.archive.by_service.get(id).and_then(|indices| indices.first());
    first
        .and_then(|index| site.archive.get(*index).services.iter().find(|service| service.value.0 == *id))
        .map_or_else(|| id.to_string(), |service| service.value.1.clone())
}

/// The title of a cause or family: the taxonomy's, else its id in plain words.
pub(in crate::pages) fn cause_title(site: Site<'_>, id: &CauseId) -> String {
    let catalog = &site.settings.catalog;
    if let Some(cause) = catalog.causes.get(id) {
        return cause.title.clone();
    }
    let family = catalog.families.iter().find(|family| family.id == *id);
    family.map_or_else(|| plain(id.leaf().unwrap_or(id.as_str())), |family| family.title.clone())
}

/// The family of a cause; none for a family itself.
pub(super) fn family_of(id: &CauseId) -> Option<CauseId> {
    id.leaf().and_then(|_| CauseId::new(id.family()))
}

/// Whether a link may be followed as it is: no other scheme is put into a page.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// `UTC`, `UTC+1`, `UTC+5:30`.
pub(super) fn zone(moment: &Moment) -> Option<String> {
    let seconds = moment.offset?.seconds();
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
    Some(match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    })
}

/// The first `most` characters or fewer, ending with a sentence if one ends in the second half, else with a word.
pub(super) fn clip(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = &text[..end];
    let sentence = head.char_indices().rfind(|(at, c)| {
        let after = head[at + c.len_utf8()..].chars().next();
        (matches!(c, '.' | '!' | '?') && after == Some(' ')) || matches!(c, '。' | '！' | '？')
    });
    if let Some((at, c)) = sentence.filter(|(at, _)| *at >= end / 2) {
        return head[..at + c.len_utf8()].to_owned();
    }
    let word = head.rfind(' ').filter(|at| *at >= end / 2).unwrap_or(end);
    format!("{}…", head[..word].trim_end_matches([' ', ',', ';', ':', '–', '-']))
}

/// `SEV2` for `sev2`; longer words stay as they are.
fn severity_title(name: &str) -> String {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let short = letters.len() <= 4 && letters.len() < name.len() && letters.chars().all(|c| c.is_ascii_alphabetic());
    if short { name.to_ascii_uppercase() } else { name.to_owned() }
}

/// An id in plain words, for what no vocabulary names: `rollout-strategy` as `Rollout strategy`.
pub(super) fn plain(slug: &str) -> String {
    let mut chars = slug.chars().map(|c| if c == '-' { ' ' } else { c });
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `PT2H5M`.
fn iso_duration(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_clipped_at_a_sentence_or_a_word() {
        #[track_caller]
        fn check(text: &str, most: usize, expected: &str) {
            assert_eq!(clip(text, most), expected);
        }
        check("Short.", 20, "Short.");
        check("One two three. Four five six.", 20, "One two three.");
        check("One. Two three four five six", 20, "One. Two three four…");
        check("注文が停止した。次の文はとても長い", 12, "注文が停止した。");
        check("aaaaaaaaaaaaaaaaaaaaaaaa", 10, "aaaaaaaaaa…");
        check("", 10, "");
    }

    #[test]
    fn facts_that_stand_beside_an_item_are_not_said_twice() {
        use crate::text::{Span, Spanned};

        #[track_caller]
        fn check(text: &str, expected: &str) {
            let at = |value: &str| Some(Spanned { value: value.to_owned(), span: Span::default() });
            let item = ActionItem {
                span: Span::default(),
                text: text.to_owned(),
                kind: None,
                owner: at("payments"),
                due: Some(Spanned { value: jiff::civil::date(2026, 4, 1), span: Span::default() }),
                status: Some(Spanned { value: ActionStatus::Done, span: Span::default() }),
                ticket: at("PAY-812"),
                addresses: None,
            };
            assert_eq!(without_facts(&item), expected);
        }
        check("Refuse it (owner: payments; due 2026-04-01; PAY-812)", "Refuse it");
        check("Refuse it (Owner Payments, done).", "Refuse it");
        check("Refuse it", "Refuse it");
        // A word that is said nowhere else stays, with those around it.
        check("Refuse it (payments, 19 of 31)", "Refuse it (payments, 19 of 31)");
        check("Refuse it (owner: checkout)", "Refuse it (owner: checkout)");
        check("Refuse it (takes over PAY-812)", "Refuse it (takes over PAY-812)");
        check("Refuse it ()", "Refuse it ()");
        check("(PAY-812)", "(PAY-812)");
        check("f(x) (g(PAY-812))", "f(x) (g(PAY-812))");
        check("完了する（担当）(payments)", "完了する（担当）");
    }

    #[test]
    fn only_the_web_and_mail_are_followed() {
        #[track_caller]
        fn check(url: &str, expected: bool) {
            assert_eq!(is_web(url), expected, "{url}");
        }
        check("https://a.example/x", true);
        check("MAILTO:a@b.example", true);
        check("javascript:alert(1)", false);
        check("//a.example", false);
        check("notes.md", false);
    }

    #[test]
    fn severities_of_letters_and_a_digit_are_shown_as_they_are_said() {
        assert_eq!(severity_title("sev2"), "SEV2");
        assert_eq!(severity_title("p1"), "P1");
        assert_eq!(severity_title("critical"), "critical");
        assert_eq!(severity_title("3"), "3");
    }

    #[test]
    fn a_slug_reads_as_words() {
        assert_eq!(plain("rollout-strategy"), "Rollout strategy");
        assert_eq!(plain(""), "");
    }
}

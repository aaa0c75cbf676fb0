//! The template a document was written from: by its headings, and what it says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Heading, Profile, SectionKind};
use crate::parse::blocks::Block;
use crate::parse::sections::phrase::Phrase;
use crate::parse::sections::table::Named;
use crate::parse::sections::{Outline, headings};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    headings: BTreeSet<String>,
    /// Headings that mean one thing here and another elsewhere.
    #[serde(default)]
    meanings: BTreeMap<String, Named>,
}

/// A template as the data has it, its headings normalised.
#[derive(Debug)]
struct Template {
    profile: Profile,
    headings: BTreeSet<String>,
    meanings: BTreeMap<String, SectionKind>,
}

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let mut families: BTreeMap<String, Family> = match toml::from_str(include_str!("profiles.toml")) {
        Ok(families) => families,
        // The data is part of the program; a test reads it.
        Err(error) => panic!("sections/profiles.toml: {error}"),
    };
    let words = |text: &String| Phrase::new(text).text();
    let template = |profile: &Profile| {
        let Family { headings, meanings } = families.remove(profile.as_str())?;
        Some(Template {
            profile: *profile,
            headings: headings.iter().map(words).collect(),
            meanings: meanings.iter().map(|(heading, kind)| (words(heading), kind.0)).collect(),
        })
    };
    Profile::ALL.iter().filter_map(template).collect()
});

/// So many headings of a template make a document one of it, and so great a part of them.
const ENOUGH: usize = 3;
const PART: f64 = 0.4;

/// A document of a few sections that is of no template is minimal.
const FEW: usize = 4;

/// The template that the headings of a document show.
pub(crate) fn template(blocks: &[Block]) -> Option<Profile> {
    let words: BTreeSet<String> =
        headings(blocks).map(|(index, ..)| Phrase::new(&blocks[index].prose.line()).text()).collect();
    #[expect(clippy::cast_precision_loss, reason = "a few headings")]
    let part = |matched: usize, all: usize| matched as f64 / all as f64;
    let mut best: Option<(Profile, f64)> = None;
    for Template { profile, headings, .. } in TEMPLATES.iter() {
        let matched = headings.intersection(&words).count();
        let share = part(matched, headings.len());
        if matched >= ENOUGH && share >= PART && best.is_none_or(|(_, other)| share > other) {
            best = Some((*profile, share));
        }
    }
    best.map(|(profile, _)| profile)
}

/// What a document is that shows no template: nothing that has a name when it has many sections.
pub(crate) fn otherwise(outline: &Outline) -> Option<Profile> {
    let own = outline.sections.iter().filter(|section| section.own_kind);
    let kinds: BTreeSet<_> = own.map(|section| section.kind).collect();
    match kinds.len() {
        0 if outline.sections.iter().all(|section| section.form != Heading::Item) => Some(Profile::Plain),
        0..=FEW => Some(Profile::Minimal),
        _ => None,
    }
}

/// What headings mean besides the usual: to this archive, then to the template.
pub(crate) fn meanings(
    template: Option<Profile>,
    aliases: &BTreeMap<String, SectionKind>,
) -> BTreeMap<String, SectionKind> {
    let of_template = TEMPLATES.iter().find(|known| Some(known.profile) == template).map(|known| &known.meanings);
    let mut meanings = of_template.cloned().unwrap_or_default();
    // Each is spelt its own way; normalised, one of the archive takes the place of one of the template.
    meanings.extend(aliases.iter().map(|(heading, kind)| (Phrase::new(heading).text(), *kind)));
    meanings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{blocks, sections};

    #[track_caller]
    fn check(headings: &str, expected: Option<Profile>) {
        let text = format!("# Queue stuck\n\n## {}\n\nx\n", headings.replace(", ", "\n\nx\n\n## "));
        let blocks = blocks::read(&text, 0).blocks;
        let outline = sections::outline(&blocks, u32::MAX, &BTreeMap::new());
        assert_eq!(template(&blocks).or_else(|| otherwise(&outline)), expected, "{headings}");
    }

    #[test]
    fn families() {
        check(
            "Impact, Root Causes, Trigger, Resolution, Detection, Action Items, What went well, Timeline",
            Some(Profile::GoogleSre),
        );
        check(
            "Overview, What Happened, Resolution, Impact, Responders, Timeline, How'd We Do?",
            Some(Profile::PagerDuty),
        );
        check("Incident summary, Leadup, Fault, Impact, Detection, Response, Recovery", Some(Profile::Atlassian));
        check("TL;DR, What happened, Contributing factors, Why were we surprised?", Some(Profile::Etsy));
        check("What happened?, What went wrong and why?, How did we respond?", Some(Profile::Azure));
        check(
            "Summary, Timeline, Lessons learnt, What went well, What went wrong, Where we got lucky, Action items",
            Some(Profile::MyBinder),
        );
        check("Issue Summary, Timeline, Root Cause, Resolution and recovery", Some(Profile::GoogleApi));
    }

    #[test]
    fn of_no_family() {
        check("Timeline, Next steps", Some(Profile::Minimal));
        check("The morning, The evening", Some(Profile::Plain));
        check("Summary, Background, Scope, Detection, Fix, Who, Open questions", None);
    }

    #[test]
    fn a_template_says_what_its_headings_mean() {
        let text = "# Queue stuck\n\n## What went wrong?\n\nx\n";
        let blocks = blocks::read(text, 0).blocks;
        let kind = |template, aliases: &BTreeMap<String, SectionKind>| {
            let outline = sections::outline(&blocks, u32::MAX, &meanings(template, aliases));
            outline.sections[1].kind.map(|kind| (kind, outline.sections[1].ambiguous.is_some()))
        };
        let none = BTreeMap::new();
        assert_eq!(kind(None, &none), Some((SectionKind::WentPoorly, true)));
        assert_eq!(kind(Some(Profile::GoogleSre), &none), Some((SectionKind::WentPoorly, false)));
        assert_eq!(kind(Some(Profile::Azure), &none), Some((SectionKind::ContributingFactors, false)));
        let own = BTreeMap::from([("what-went-wrong".to_owned(), SectionKind::Lessons)]);
        assert_eq!(kind(Some(Profile::Azure), &own), Some((SectionKind::Lessons, false)));
    }

    #[test]
    fn the_data_is_sound() {
        let families: BTreeMap<String, Family> = toml::from_str(include_str!("profiles.toml")).unwrap();
        for (name, Family { headings, meanings: own }) in &families {
            let profile = Profile::from_word(name).unwrap_or_else(|| panic!("{name}"));
            assert!(headings.len() > ENOUGH, "{name}");
            // What the headings of a template mean are its sections, and nothing is said twice.
            let meanings = meanings(Some(profile), &BTreeMap::new());
            for heading in headings {
                let kind = sections::kind_of(&Phrase::new(heading), None, &meanings).map(|meaning| meaning.kind);
                assert!(kind.is_none_or(|kind| profile.sections().contains(&kind)), "{name}: `{heading}` is {kind:?}");
            }
            for (heading, kind) in own {
                let usual = sections::kind_of(&Phrase::new(heading), None, &BTreeMap::new());
                let says_more = usual.is_none_or(|usual| usual.kind != kind.0 || usual.other.is_some());
                assert!(says_more, "{name}: `{heading}` means that everywhere");
            }
        }
        let without = Profile::ALL.iter().filter(|profile| !families.contains_key(profile.as_str()));
        assert_eq!(without.copied().collect::<Vec<_>>(), [Profile::Minimal, Profile::Plain]);
    }
}

//! The family of templates a document was written from, by its headings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Heading, Profile};
use crate::parse::sections::Outline;
use crate::parse::sections::phrase::Phrase;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    headings: BTreeSet<String>,
}

static FAMILIES: LazyLock<Vec<(Profile, BTreeSet<String>)>> = LazyLock::new(|| {
    let families: BTreeMap<String, Family> = match toml::from_str(include_str!("profiles.toml")) {
        Ok(families) => families,
        // The data is part of the program; a test reads it.
        Err(error) => panic!("sections/profiles.toml: {error}"),
    };
    let words = |texts: &BTreeSet<String>| texts.iter().map(|text| Phrase::new(text).text()).collect();
    Profile::ALL
        .iter()
        .filter_map(|profile| Some((*profile, words(&families.get(profile.as_str())?.headings))))
        .collect()
});

/// So many headings of a family make a document one of it, and so great a part of them.
const ENOUGH: usize = 3;
const PART: f64 = 0.4;

/// A document of a few sections that is of no family is minimal.
const FEW: usize = 4;

/// The family of a document; none when it has many sections and is of no family that is known.
pub(crate) fn profile(outline: &Outline) -> Option<Profile> {
    let words: BTreeSet<String> = outline.sections.iter().map(|section| Phrase::new(&section.heading).text()).collect();
    #[expect(clippy::cast_precision_loss, reason = "a few headings")]
    let part = |matched: usize, all: usize| matched as f64 / all as f64;
    let mut best: Option<(Profile, f64)> = None;
    for (profile, headings) in FAMILIES.iter() {
        let matched = headings.intersection(&words).count();
        let share = part(matched, headings.len());
        if matched >= ENOUGH && share >= PART && best.is_none_or(|(_, other)| share > other) {
            best = Some((*profile, share));
        }
    }
    let kinds: BTreeSet<_> =
        outline.sections.iter().filter(|section| section.own_kind).map(|section| section.kind).collect();
    let rest = || match kinds.len() {
        0 if outline.sections.iter().all(|section| section.form != Heading::Item) => Some(Profile::Plain),
        0..=FEW => Some(Profile::Minimal),
        _ => None,
    };
    best.map(|(profile, _)| profile).or_else(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{blocks, sections};

    #[track_caller]
    fn check(headings: &str, expected: Option<Profile>) {
        let text = format!("# Queue stuck\n\n## {}\n\nx\n", headings.replace(", ", "\n\nx\n\n## "));
        let blocks = blocks::read(&text, 0).blocks;
        assert_eq!(profile(&sections::outline(&blocks, u32::MAX, &BTreeMap::new())), expected, "{headings}");
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
    fn the_data_is_sound() {
        let families: BTreeMap<String, Family> = toml::from_str(include_str!("profiles.toml")).unwrap();
        for (name, Family { headings }) in &families {
            assert!(Profile::from_word(name).is_some(), "{name}");
            assert!(headings.len() > ENOUGH, "{name}");
        }
        let without = Profile::ALL.iter().filter(|profile| !families.contains_key(profile.as_str()));
        assert_eq!(without.copied().collect::<Vec<_>>(), [Profile::Minimal, Profile::Plain]);
    }
}

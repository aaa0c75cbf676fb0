//! Identities: each a type of its own, so that no text plays two roles.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// The last part of a postmortem's URL; see [`slugify`].
    Slug
}
id! {
    /// A service, as its URL names it.
    ServiceId
}
id! {
    /// A contributing factor: `family/leaf`, or a family alone.
    CauseId
}
id! {
    /// What changed just before: the other axis beside causes.
    TriggerId
}

impl Slug {
    /// Makes any text a safe slug; a text without a letter or digit gives `postmortem`.
    pub fn new(text: &str) -> Self {
        let slug = slugify(text);
        Self(if slug.is_empty() { "postmortem".into() } else { slug.into() })
    }
}

impl ServiceId {
    /// The id of a service by any of its spellings; none when no letter or digit is left.
    pub fn new(name: &str) -> Option<Self> {
        let slug = slugify(name);
        (!slug.is_empty()).then(|| Self(slug.into()))
    }
}

impl TriggerId {
    /// The id of a trigger by any of its spellings; none when no letter or digit is left.
    pub fn new(name: &str) -> Option<Self> {
        let slug = slugify(name);
        (!slug.is_empty()).then(|| Self(slug.into()))
    }
}

impl CauseId {
    /// The id of a cause, `family/leaf` or `family`; each part is slugified. None when nothing is left.
    pub fn new(name: &str) -> Option<Self> {
        let (family, leaf) = name.split_once('/').unwrap_or((name, ""));
        let (family, leaf) = (slugify(family), slugify(leaf));
        match (family.is_empty(), leaf.is_empty()) {
            (true, true) => None,
            (true, false) => Some(Self(leaf.into())),
            (false, true) => Some(Self(family.into())),
            (false, false) => Some(Self(format!("{family}/{leaf}").into())),
        }
    }

    /// The part before the slash.
    pub fn family(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The part after the slash; none for a family.
    pub fn leaf(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, leaf)| leaf)
    }
}

/// Names that Windows keeps for devices: a folder of that name cannot be made there.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt0",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Lower case, letters and digits of any script, runs of anything else as one hyphen; accents of Latin
/// letters go. Safe as a file name on every system, and idempotent. At most 100 characters.
pub fn slugify(text: &str) -> String {
    let mut slug = if text.is_ascii() { ascii_slug(text) } else { unicode_slug(text) };
    if let Some((end, _)) = slug.char_indices().nth(100) {
        slug.truncate(end);
        slug.truncate(slug.trim_end_matches('-').len());
    }
    if RESERVED.contains(&slug.as_str()) {
        slug.push_str("-1");
    }
    slug
}

/// The same as [`unicode_slug`], which has nothing to normalise here.
fn ascii_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else {
            gap = true;
        }
    }
    slug
}

fn unicode_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !is_latin_mark(*c)).nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(c);
        } else {
            gap = true;
        }
    }
    slug.nfc().collect()
}

/// Combining accents as they are split from Latin, Greek and Cyrillic letters. Marks of other scripts stay.
fn is_latin_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(slugify(text), expected);
        assert_eq!(
            slugify(expected),
            if RESERVED.contains(&expected) { slugify(expected) } else { expected.to_owned() }
        );
    }

    #[test]
    fn keeps_letters_of_any_script() {
        check("PM2019-009 - Kubernetes network", "pm2019-009-kubernetes-network");
        check("Größe & Übermaß", "große-ubermaß");
        check("障害レポート 2024", "障害レポート-2024");
    }

    #[test]
    fn never_leads_out_of_the_folder() {
        check("../../etc/passwd", "etc-passwd");
        check("..", "");
        check("a/b\\c", "a-b-c");
    }

    #[test]
    fn reserved_names_get_a_number() {
        check("CON", "con-1");
        check("nul", "nul-1");
    }

    #[test]
    fn causes_keep_one_slash() {
        assert_eq!(
            CauseId::new("Change / Rollout Strategy").map(|id| id.to_string()).as_deref(),
            Some("change/rollout-strategy")
        );
        assert_eq!(CauseId::new("/").map(|id| id.to_string()), None);
    }
}

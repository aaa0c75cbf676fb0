//! What a template cannot have without end: pages, and templates in templates.
//!
//! Tera itself ends circles, long ranges and deep nesting within one template. Loops in loops it does not, and a
//! library cannot tell the time; the command line watches over that.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// Longer pages are not rendered to their end. Bytes. The list of 100,000 postmortems has a tenth of it.
pub(super) const LONGEST: usize = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// How deep templates may include each other: each level takes room on the stack.
pub(super) const DEEPEST: usize = 32;

/// A page that is being written.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    /// Whether it was to be longer than [`LONGEST`].
    pub(super) is_full: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self { bytes: Vec::with_capacity(16 * 1024), is_full: false }
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > LONGEST {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The first template that is included over more than [`DEEPEST`] others, after the one that includes it. Templates go
/// by layer and name (`site/x.html`); `layers` are tried for a bare name in this order. There is no circle.
pub(super) fn too_deep(templates: &BTreeMap<String, &str>, layers: &[&str]) -> Option<(String, String)> {
    let resolved = |name: &str| {
        let candidates = layers.iter().map(|layer| format!("{layer}/{name}"));
        std::iter::once(name.to_owned()).chain(candidates).find(|name| templates.contains_key(name))
    };
    let includes: BTreeMap<&str, Vec<String>> =
        templates.iter().map(|(name, text)| (name.as_str(), included(text).filter_map(resolved).collect())).collect();
    // All templates of one depth at once; each step goes one deeper.
    let mut level: BTreeMap<String, String> = includes
        .iter()
        .flat_map(|(name, others)| others.iter().map(|other| (other.clone(), (*name).to_owned())))
        .collect();
    for _ in 0..DEEPEST {
        level = level
            .keys()
            .flat_map(|name| {
                includes.get(name.as_str()).into_iter().flatten().map(|other| (other.clone(), name.clone()))
            })
            .collect();
    }
    level.into_iter().next().map(|(other, template)| (template, other))
}

/// The names that a template includes.
fn included(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).filter_map(|tag| {
        let rest = tag.trim_start_matches('-').trim_start().strip_prefix("include")?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest[1..].split(quote).next()
    })
}

//! Layers of named bytes: the built-in theme, a theme folder, the archive's own templates and assets.
//!
//! The entry point is [`Theme::new`]. All layers are resolved to one map before a template is read: a name gives
//! the bytes of the highest layer that has it. Each layer's templates are also there as `<layer>/<name>`, so that
//! a template can extend what it shadows. Nothing is rendered here; that is `render`.

mod assets;
mod embedded;
pub mod fs;
mod strings;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::error::{Error, Located};

pub use assets::Asset;

/// The version of what templates see. It rises when a variable goes or changes its meaning.
pub const CONTEXT_VERSION: u32 = 1;

/// One layer: its name (`default`, `theme`, `site`) and its files by name (`templates/base.html`).
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// How templates name it.
    pub name: &'static str,
    /// Where it comes from, for messages: the folder of a layer on disk.
    pub origin: String,
    /// Its files.
    pub files: BTreeMap<String, Cow<'static, [u8]>>,
    /// Files that are too large to be part of a look, for the message when one is asked for.
    pub left_out: BTreeSet<String>,
}

impl Layer {
    /// The path of one of its files, for messages.
    pub fn path_of(&self, file: &str) -> String {
        if self.origin.is_empty() { format!("{}/{file}", self.name) } else { format!("{}/{file}", self.origin) }
    }
}

/// A resolved stack of layers.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    layers: Vec<Layer>,
    assets: BTreeMap<String, Asset>,
    published: BTreeMap<String, String>,
}

/// What `theme.toml` says.
#[derive(Debug, Deserialize)]
struct Manifest {
    /// The [`CONTEXT_VERSION`] the theme was written for.
    context: u32,
}

impl Theme {
    /// Puts `upper` layers (lowest first) on the built-in one.
    ///
    /// # Errors
    /// When a `theme.toml` cannot be read or wants another [`CONTEXT_VERSION`].
    pub fn new(upper: Vec<Layer>) -> Result<Self, Error> {
        let mut layers = vec![embedded::layer()];
        layers.extend(upper);
        for layer in &layers {
            check_manifest(layer)?;
        }
        let assets = assets::resolve(&layers);
        let published = assets.iter().map(|(name, asset)| (name.clone(), asset.published.clone())).collect();
        Ok(Self { layers, assets, published })
    }

    /// The layers, lowest first; the first is the built-in one.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The templates as `<layer>/<name>`, each with its layer and its file in it.
    pub fn templates(&self) -> impl Iterator<Item = Template<'_>> {
        self.layers.iter().flat_map(|layer| {
            layer.files.iter().filter_map(|(file, bytes)| {
                let name = file.strip_prefix("templates/").filter(|name| is_template(name))?;
                Some(Template { name: format!("{}/{name}", layer.name), layer, file, bytes })
            })
        })
    }

    /// The assets by name, with the name of the highest layer's bytes.
    pub fn assets(&self) -> &BTreeMap<String, Asset> {
        &self.assets
    }

    /// Names of assets (`css/site.css`) to the names they are published under (`css/site.3f9a2c1b.css`).
    pub fn published(&self) -> &BTreeMap<String, String> {
        &self.published
    }

    /// The words of the interface in `language` (a BCP 47 tag), English where a language has none.
    ///
    /// # Errors
    /// When a file of words is no TOML of texts.
    pub fn strings(&self, language: &str) -> Result<BTreeMap<String, String>, Error> {
        strings::resolve(&self.layers, language)
    }
}

/// A template of a layer.
#[derive(Debug, Clone)]
pub struct Template<'a> {
    /// `<layer>/<name>`.
    pub name: String,
    /// Its layer.
    pub layer: &'a Layer,
    /// Its file in the layer.
    pub file: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Other files may lie in a `templates` folder: a document template is Markdown.
fn is_template(name: &str) -> bool {
    [".html", ".xml", ".svg", ".txt"].iter().any(|suffix| name.ends_with(suffix))
}

fn check_manifest(layer: &Layer) -> Result<(), Error> {
    let Some(bytes) = layer.files.get("theme.toml") else { return Ok(()) };
    let path = layer.path_of("theme.toml");
    let manifest: Manifest = read_toml(&path, bytes)?;
    if manifest.context == CONTEXT_VERSION {
        return Ok(());
    }
    let message = format!(
        "the theme is written for version {} of what templates see, this is version {CONTEXT_VERSION}",
        manifest.context
    );
    Err(Error::config(path, Located { message, ..Located::default() })
        .hinted("is there a newer version of the theme? `docs/templates.md` lists what changed"))
}

/// Reads TOML, with the place of what is wrong.
fn read_toml<T: serde::de::DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, Error> {
    let text = str::from_utf8(bytes)
        .map_err(|error| Error::config(path, Located { message: error.to_string(), ..Located::default() }))?;
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map(|span| span.start);
        let located = offset.map_or_else(Located::default, |offset| locate(text, offset));
        Error::config(path, Located { message: error.message().trim().to_owned(), ..located })
    })
}

/// The place of a byte.
fn locate(text: &str, offset: usize) -> Located {
    let index = crate::text::LineIndex::new(text);
    let position = index.position(u32::try_from(offset).unwrap_or(u32::MAX), text);
    let line = &text[index.line_span(position.line, text).range()];
    Located {
        line: position.line,
        column: position.column,
        text: line.trim_end_matches(['\r', '\n']).to_owned(),
        ..Located::default()
    }
}

//! Views and templates to bytes.
//!
//! The entry point is [`Renderer`], made once per theme. Templates see a view, the words of the interface (`t`)
//! and the tool (`build`); no function or filter reaches the archive, the disk or the network, so that the same view
//! gives the same bytes.

mod functions;
mod limits;
mod located;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera};

use crate::error::{Error, Located};
use crate::text;
use crate::theme::{Asset, CONTEXT_VERSION, Theme};

use self::located::Sources;

/// The templates of a theme, parsed, and its assets.
pub struct Renderer {
    tera: Tera,
    sources: Sources,
    assets: Arc<BTreeMap<String, Asset>>,
}

/// What made the site.
#[derive(Debug, Serialize)]
struct Build {
    name: &'static str,
    version: &'static str,
    context: u32,
}

impl Renderer {
    /// Parses all templates of `theme`; `words` are the words of the interface.
    ///
    /// # Errors
    /// When a template cannot be parsed, or refers to a template, block, filter or function that does not exist.
    pub fn new(theme: &Theme, words: &BTreeMap<String, String>) -> Result<Self, Error> {
        let mut texts = BTreeMap::new();
        let mut sources = Sources::default();
        for template in theme.templates() {
            let path = template.layer.path_of(template.file);
            let text = str::from_utf8(template.bytes).map_err(|error| {
                Error::template(&path, Located { message: error.to_string(), ..Located::default() })
            })?;
            sources.insert(template.name.clone(), path, text);
            texts.insert(template.name, text);
        }
        let mut tera = Tera::new();
        // A bare name is that of the highest layer; tera knows each template once, by its layer.
        let prefixes = theme.layers().iter().rev().map(|layer| format!("{}/", layer.name));
        tera.set_fallback_prefixes(prefixes).map_err(|error| sources.error(&error))?;
        tera.autoescape_on([".html", ".xml", ".svg"]);
        tera.set_escape_fn(escape);
        let left_out = theme.layers().iter().flat_map(|layer| &layer.left_out).cloned().collect();
        functions::register(&mut tera, left_out);
        let context = tera.global_context();
        context.insert("t", words);
        let build =
            Build { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION"), context: CONTEXT_VERSION };
        context.insert("build", &build);
        tera.add_raw_templates(texts.clone()).map_err(|error| sources.error(&error))?;
        let layers: Vec<&str> = theme.layers().iter().rev().map(|layer| layer.name).collect();
        if let Some((template, other)) = limits::too_deep(&texts, &layers) {
            return Err(sources.nested_too_deep(&template, &other, limits::DEEPEST));
        }
        Ok(Self { tera, sources, assets: Arc::new(theme.assets().clone()) })
    }

    /// Renders a template (`postmortem.html`) with what it sees.
    ///
    /// # Errors
    /// When the template does not exist or cannot be rendered with this view.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<Vec<u8>, Error> {
        let context = Context::from_serialize(view).map_err(|error| self.sources.error(&error))?;
        let mut page = limits::Page::default();
        match self.tera.render_to(template, &context, &mut page) {
            Ok(()) => Ok(page.bytes),
            Err(_) if page.is_full => Err(self.sources.too_long(template, limits::LONGEST)),
            Err(error) => Err(self.sources.error_in(template, &error)),
        }
    }

    /// The published bytes of an asset.
    pub fn asset(&self, name: &str) -> Option<&[u8]> {
        self.assets.get(name).map(|asset| &*asset.bytes)
    }
}

/// What stands in a template's place is a text of its own: it ends with its marks of direction closed.
fn escape(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    tera::escape_html(text, out)?;
    out.write_all(text::closing(text).as_bytes())
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("templates", &self.sources).finish_non_exhaustive()
    }
}

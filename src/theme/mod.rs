//! Layers of named bytes: the built-in theme, a theme folder, the archive's own templates and assets.
//!
//! All layers are resolved to one map before a template is read: a logical name gives the bytes of the highest
//! layer. Each layer's files are also there as `<layer>/<name>`, so that a template can extend what it shadows.

use std::collections::BTreeMap;

/// One layer: its name (`default`, `theme`, `site`) and its files by name (`templates/base.html`).
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// How templates name it.
    pub name: String,
    /// Where it comes from, for messages; the folder of a layer on disk.
    pub origin: String,
    /// Its files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A resolved stack of layers.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// Lowest first; the first is the built-in one.
    pub layers: Vec<Layer>,
}

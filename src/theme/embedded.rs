//! The built-in theme: `themes/default`, compiled in.

use std::borrow::Cow;

use include_dir::{Dir, include_dir};

use super::Layer;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The built-in layer.
pub(super) fn layer() -> Layer {
    let mut layer = Layer { name: "default", ..Layer::default() };
    let mut folders = vec![&DEFAULT];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let name = file.path().to_string_lossy().replace('\\', "/");
            layer.files.insert(name, Cow::Borrowed(file.contents()));
        }
    }
    layer
}

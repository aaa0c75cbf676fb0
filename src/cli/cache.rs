//! Where this system keeps what can be made again.

use std::path::PathBuf;

use super::args::CacheArgs;

impl CacheArgs {
    /// The folder for it; none when nothing is to be kept, or this system has no place for such things.
    pub(super) fn folder(self) -> Option<PathBuf> {
        let Self { cache_dir, no_cache } = self;
        if no_cache { None } else { cache_dir.or_else(default) }
    }
}

fn default() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(chosen) = std::env::var_os("AFTERWORD_CACHE_DIR").filter(|chosen| !chosen.is_empty()) {
        return Some(chosen.into());
    }
    let caches = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    Some(caches?.join("afterword"))
}

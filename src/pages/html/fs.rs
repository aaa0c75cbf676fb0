//! The edge that looks at the images of an archive.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;

use super::drawing;
use super::images::size;
use crate::archive::{Archive, Resolved};
use crate::config::Settings;
use crate::error::Error;
use crate::text::RelPath;

/// How much of a file is read: a photograph may have a long preface. Bytes.
const HEAD: u64 = 256 * 1024;

/// The sizes in pixels of the images that the documents of the archive at `root` show. A file that cannot be read
/// has none here; it is an error when it is copied.
pub fn image_sizes(root: &Path, archive: &Archive) -> BTreeMap<RelPath, (u32, u32)> {
    let mut images: Vec<&RelPath> = archive
        .iter()
        .zip(&archive.links)
        .flat_map(|((_, postmortem), resolved)| postmortem.body.links.iter().zip(resolved))
        .filter_map(|(link, resolved)| match resolved {
            Resolved::File(path) if link.image => Some(path),
            _ => None,
        })
        .collect();
    images.sort();
    images.dedup();
    images
        .into_par_iter()
        .filter_map(|path| {
            let mut head = Vec::new();
            File::open(root.join(path.as_str())).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
            Some((path.clone(), size(&head)?))
        })
        .collect()
}

/// A file of the archive as it is published, where that is not byte for byte: a drawing (SVG) without what could act.
/// None for all others, and where the archive's HTML is trusted.
///
/// # Errors
/// When the file cannot be read.
pub fn rewritten(root: &Path, path: &RelPath, settings: &Settings) -> Result<Option<Vec<u8>>, Error> {
    if settings.theme.trust_html || !is_drawing(path) {
        return Ok(None);
    }
    let file = root.join(path.as_str());
    let bytes = std::fs::read(&file).map_err(|error| Error::io("read", &file, error))?;
    Ok(Some(drawing::clean(&String::from_utf8_lossy(&bytes)).into_bytes()))
}

fn is_drawing(path: &RelPath) -> bool {
    path.file_name().rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("svg"))
}

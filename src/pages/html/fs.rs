//! The edge that looks at the images of an archive.
#![expect(clippy::disallowed_methods, reason = "I/O edge")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;

use super::images::size;
use crate::archive::{Archive, Resolved};
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

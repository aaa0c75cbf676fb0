//! The index of one archive: one tantivy segment, documents in the archive's order.
//!
//! [`Index::build`] makes it in memory; [`fs`](super::fs) keeps it on the disk. What stands beside the segment
//! (versions, spellings of facet values) is in the [`Header`].

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use tantivy::directory::RamDirectory;
use tantivy::index::{IndexSettings, SegmentComponent, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::store::{Compressor, StoreReader};
use tantivy::{Directory, DocSet, InvertedIndexReader, TantivyDocument};

use super::analysis::{StemPool, Stems};
use super::content::{each_form, facet_values};
use super::doc::SearchDoc;
use super::schema::{self, Facet, Fields, TextField, push_line};
use crate::error::Error;
use crate::model::{Catalog, slugify};

/// The version of schema, analyzer and header. An index of another version is rebuilt.
pub const FORMAT: u32 = 3;

/// Analysed at once, in parallel, before one thread indexes them.
const BATCH: usize = 256;
/// Of these, so many at least with the same stems.
const READ_BY_ONE: usize = 32;
/// What tantivy sizes its first hash table for. Bytes.
const MEMORY: usize = 12_000_000;
/// Blocks of stored documents kept while one search reads them.
const STORE_CACHE: usize = 8;

/// The files of a segment.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];

/// Holds the [`Header`].
const HEADER: &str = "afterword.json";
/// The files whose bytes tantivy does not check itself.
pub(super) const UNCHECKED: [&str; 2] = ["meta.json", HEADER];

/// How else values of facets are written: spelling, slugified, to the value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spellings(BTreeMap<String, BTreeMap<String, String>>);

impl Spellings {
    /// The spellings that a catalog knows.
    pub fn new(catalog: &Catalog) -> Self {
        let mut spellings = BTreeMap::new();
        let mut add = |facet: Facet, known: BTreeMap<String, String>| spellings.insert(facet.name().to_owned(), known);
        let ids = |(spelling, id): (&String, &dyn ToString)| (spelling.clone(), id.to_string());
        add(Facet::Service, catalog.service_aliases.iter().map(|(s, id)| ids((s, id))).collect());
        add(Facet::Cause, catalog.cause_aliases.iter().map(|(s, id)| ids((s, id))).collect());
        add(Facet::Trigger, catalog.trigger_aliases.iter().map(|(s, id)| ids((s, id))).collect());
        add(Facet::Severity, catalog.severity_aliases.clone());
        Self(spellings)
    }

    /// The spellings of a facet's values, slugified, each with its value.
    pub(super) fn of(&self, facet: Facet) -> impl Iterator<Item = (&String, &String)> {
        self.0.get(facet.name()).into_iter().flatten()
    }

    /// The value that `written` means: itself when no other is known for it. Slugified, slashes kept.
    pub(super) fn value(&self, facet: Facet, written: &str) -> String {
        let slug = facet_slug(written);
        let known = self.0.get(facet.name());
        known
            .and_then(|known| known.get(&slug).or_else(|| known.get(&slugify(written))))
            .map_or(slug, |value| facet_slug(value))
    }
}

/// A facet value as it is compared: each part between slashes slugified.
pub(super) fn facet_slug(value: &str) -> String {
    value.split('/').map(slugify).collect::<Vec<_>>().join("/")
}

/// What stands beside the segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: u32,
    pub(super) spellings: Spellings,
}

/// A searchable archive.
pub struct Index {
    header: Header,
    fields: Fields,
    segment: Option<SegmentReader>,
    /// The names of its files.
    files: Vec<PathBuf>,
    /// Holds the files of an index made in memory.
    memory: Option<RamDirectory>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("documents", &self.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// Indexes documents in memory, in their order.
    ///
    /// # Errors
    /// When tantivy cannot write, which in memory it can.
    pub fn build(documents: impl IntoIterator<Item = SearchDoc>, spellings: Spellings) -> Result<Self, Error> {
        let (schema, fields) = schema::schema();
        let memory = RamDirectory::create();
        let header = Header { format: FORMAT, spellings };
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        // Hidden from tantivy's documentation, but the only writer that needs no threads and no lock, and
        // promises one segment in the order of insertion.
        let mut writer = tantivy::Index::builder()
            .schema(schema)
            .tokenizers(schema::tokenizers())
            .settings(settings)
            .single_segment_index_writer(memory.clone(), MEMORY)
            .map_err(build_error)?;
        let pool = StemPool::default();
        let mut documents = documents.into_iter();
        loop {
            let batch: Vec<SearchDoc> = documents.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let analysed: Vec<_> = batch
                .par_iter()
                .with_min_len(READ_BY_ONE)
                .map_init(|| pool.lend(), |lent, document| analysed(document, &fields, lent.stems()))
                .collect();
            for document in analysed {
                writer.add_document(document).map_err(build_error)?;
            }
        }
        writer.finalize().map_err(build_error)?;
        let bytes = serde_json::to_vec(&header).map_err(|error| Error::index("build", error))?;
        memory.atomic_write(Path::new(HEADER), &bytes).map_err(|error| Error::index("build", error))?;
        let mut index = Self::open(memory.clone())?;
        index.memory = Some(memory);
        Ok(index)
    }

    /// Opens an index that [`build`](Self::build) made.
    ///
    /// # Errors
    /// When files are missing or damaged, or of another version.
    pub(super) fn open(directory: impl Into<Box<dyn Directory>>) -> Result<Self, Error> {
        let mut tantivy = tantivy::Index::open(directory).map_err(open_error)?;
        tantivy.set_tokenizers(schema::tokenizers());
        let bytes = tantivy.directory().atomic_read(Path::new(HEADER)).map_err(open_error)?;
        let header: Header = serde_json::from_slice(&bytes).map_err(open_error)?;
        let (schema, fields) = schema::schema();
        if header.format != FORMAT || tantivy.schema() != schema {
            return Err(Error::index("open", "it is of another version"));
        }
        let segments = tantivy.searchable_segments().map_err(open_error)?;
        let [segment] = segments.as_slice() else {
            return Err(Error::index("open", "it has not one segment"));
        };
        let mut files: Vec<PathBuf> = COMPONENTS.map(|component| segment.relative_path(component)).into();
        for file in &files {
            // tantivy's readers trust what they read.
            if !tantivy.directory().validate_checksum(file).map_err(open_error)? {
                return Err(Error::index("open", "a file of it is damaged"));
            }
        }
        files.extend(UNCHECKED.map(PathBuf::from));
        let segment = SegmentReader::open(segment).map_err(open_error)?;
        let segment = (segment.max_doc() > 0).then_some(segment);
        Ok(Self { header, fields, segment, files, memory: None })
    }

    /// The files of an index that was made in memory; none for one that was opened from elsewhere.
    pub(super) fn files(&self) -> Result<Vec<(&Path, Vec<u8>)>, Error> {
        let Some(memory) = &self.memory else { return Ok(Vec::new()) };
        let read = |file: &PathBuf| memory.atomic_read(file).map_err(read_error);
        self.files.iter().map(|file| Ok((file.as_path(), read(file)?))).collect()
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.segment.as_ref().map_or(0, |segment| segment.max_doc() as usize)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is read by a search; none when there is no document.
    pub(super) fn reader(&self) -> Result<Option<Reader<'_>>, Error> {
        let Some(segment) = &self.segment else { return Ok(None) };
        let store = segment.get_store_reader(STORE_CACHE).map_err(read_error)?;
        Ok(Some(Reader { segment, fields: &self.fields, store, spellings: &self.header.spellings }))
    }
}

/// One search's view of the index.
pub(super) struct Reader<'a> {
    pub(super) segment: &'a SegmentReader,
    fields: &'a Fields,
    store: StoreReader,
    pub(super) spellings: &'a Spellings,
}

impl Reader<'_> {
    /// The number of documents.
    pub(super) fn len(&self) -> usize {
        self.segment.max_doc() as usize
    }

    /// The number of documents as tantivy counts them.
    pub(super) fn documents(&self) -> u32 {
        self.segment.max_doc()
    }

    /// The postings of a text field.
    pub(super) fn text(&self, field: TextField) -> Result<Arc<InvertedIndexReader>, Error> {
        self.segment.inverted_index(self.fields.text[field as usize]).map_err(read_error)
    }

    /// The lexicon: word forms and the documents they stand in.
    pub(super) fn lexicon(&self) -> Result<Arc<InvertedIndexReader>, Error> {
        self.segment.inverted_index(self.fields.form).map_err(read_error)
    }

    /// The field of the lexicon.
    pub(super) fn form(&self) -> Field {
        self.fields.form
    }

    /// The ids and the documents that have them.
    pub(super) fn ids(&self) -> Result<Arc<InvertedIndexReader>, Error> {
        self.segment.inverted_index(self.fields.id).map_err(read_error)
    }

    /// The document at a path of the archive.
    pub(super) fn by_path(&self, path: &str) -> Result<Option<u32>, Error> {
        let paths = self.segment.inverted_index(self.fields.path).map_err(read_error)?;
        let Some(info) = paths.terms().get(path).map_err(read_error)? else { return Ok(None) };
        let list = paths.read_postings_from_terminfo(&info, IndexRecordOption::Basic).map_err(read_error)?;
        Ok(Some(list.doc()).filter(|doc| *doc != tantivy::TERMINATED))
    }

    /// The lengths of a text field, as tantivy rounds them.
    pub(super) fn lengths(&self, field: TextField) -> Result<tantivy::fieldnorm::FieldNormReader, Error> {
        self.segment.get_fieldnorms_reader(self.fields.text[field as usize]).map_err(read_error)
    }

    /// A stored document.
    pub(super) fn document(&self, doc: u32) -> Result<SearchDoc, Error> {
        let stored: TantivyDocument = self.store.get(doc).map_err(read_error)?;
        let json = stored.get_first(self.fields.document).and_then(|value| value.as_str()).unwrap_or_default();
        serde_json::from_str(json).map_err(read_error)
    }
}

/// Everything about a document that tantivy is given.
fn analysed(document: &SearchDoc, fields: &Fields, stems: &mut Stems) -> TantivyDocument {
    let mut forms: FxHashSet<String> = FxHashSet::default();
    let mut lexicon = String::new();
    let mut text = [const { String::new() }; 3];
    each_form(document, |field, position, form| {
        push_line(&mut text[field as usize], position, stems.of(&form));
        if !forms.contains(&*form) {
            push_line(&mut lexicon, 0, &form);
            forms.insert(form.into_owned());
        }
    });
    let mut entry = TantivyDocument::default();
    for (field, value) in fields.text.iter().zip(text) {
        entry.add_text(*field, value);
    }
    entry.add_text(fields.form, lexicon);
    for (facet, field) in Facet::ALL.into_iter().zip(fields.facets) {
        for value in facet_values(document, facet) {
            entry.add_text(field, value);
        }
    }
    if let Some(day) = document.date {
        entry.add_u64(fields.date, u64::from(day.0));
    }
    entry.add_text(fields.id, &document.id);
    entry.add_text(fields.path, &document.path);
    // A document of strings always has a JSON form.
    entry.add_text(fields.document, serde_json::to_string(document).unwrap_or_default());
    entry
}

fn build_error(error: tantivy::TantivyError) -> Error {
    Error::index("build", error)
}

fn open_error(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::index("open", error)
}

pub(super) fn read_error(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::index("read", error)
}

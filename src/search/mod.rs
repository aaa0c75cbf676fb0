//! Finding postmortems: a tantivy index of an archive, and queries on it.

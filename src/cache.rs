//! What a run keeps for the next one, so that what was made from the same need not be made again.
//!
//! A [`Cache`] has bytes by name. It only ever saves work: whoever asks has to be able to make what is not there, names
//! it after everything it is made from, or says in it what that was. What is in the bytes is not known here. Nothing
//! that anyone needs is kept in one, and nothing that is published.

pub mod fs;

#[cfg(test)]
use std::collections::BTreeMap;
use std::fmt::Debug;
#[cfg(test)]
use std::sync::Mutex;

/// Bytes by name, which may be gone the next time.
pub trait Cache: Debug + Sync {
    /// What was kept under a name, whole and unchanged; none otherwise.
    fn get(&self, name: &str) -> Option<Vec<u8>>;

    /// Keeps bytes under a name (letters, digits and hyphens) if that is possible.
    fn put(&self, name: &str, bytes: &[u8]);
}

/// A cache that gives nothing of what is in it, so that all is made again and kept.
#[derive(Debug, Clone, Copy)]
pub struct Emptied<'a>(pub &'a dyn Cache);

impl Cache for Emptied<'_> {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        self.0.put(name, bytes);
    }
}

/// A cache that keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct NoCache;

impl Cache for NoCache {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &str, _: &[u8]) {}
}

/// A cache in memory, for tests.
#[cfg(test)]
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// What it has.
    pub(crate) kept: Mutex<BTreeMap<String, Vec<u8>>>,
    put: Mutex<Vec<String>>,
}

#[cfg(test)]
impl Memory {
    /// The names that were put since this was last asked, sorted.
    pub(crate) fn news(&self) -> Vec<String> {
        let mut news = std::mem::take(&mut *self.put.lock().unwrap());
        news.sort();
        news
    }
}

#[cfg(test)]
impl Cache for Memory {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.kept.lock().unwrap().get(name).cloned()
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        self.put.lock().unwrap().push(name.to_owned());
        self.kept.lock().unwrap().insert(name.to_owned(), bytes.to_vec());
    }
}

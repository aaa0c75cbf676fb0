//! What a run keeps for the next one, so that what was made from the same need not be made again.
//!
//! A [`Cache`] has bytes by name. It only ever saves work: whoever asks has to be able to make what is not there, names
//! it after everything it is made from, or says in it what that was. What is in the bytes is not known here. Nothing
//! that anyone needs is kept in one, and nothing that is published.

pub mod fs;

#[cfg(test)]
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes by name, which may be gone the next time.
pub trait Cache: Debug + Sync {
    /// What was kept under a name, whole and unchanged; none otherwise.
    fn get(&self, name: &str) -> Option<Vec<u8>>;

    /// Keeps bytes under a name (letters, digits and hyphens) if that is possible; whether it was.
    fn put(&self, name: &str, bytes: &[u8]) -> bool;
}

/// A cache that gives nothing of what was in it before, so that all is made again and kept.
#[derive(Debug)]
pub struct Emptied<'a> {
    cache: &'a dyn Cache,
    /// What was put since.
    put: Mutex<BTreeSet<String>>,
}

impl<'a> Emptied<'a> {
    /// The cache, from now on.
    pub fn new(cache: &'a dyn Cache) -> Self {
        Self { cache, put: Mutex::default() }
    }

    fn names(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.put.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cache for Emptied<'_> {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        let is_new = self.names().contains(name);
        if is_new { self.cache.get(name) } else { None }
    }

    fn put(&self, name: &str, bytes: &[u8]) -> bool {
        let is_kept = self.cache.put(name, bytes);
        if is_kept {
            self.names().insert(name.to_owned());
        }
        is_kept
    }
}

/// A cache that keeps nothing.
#[derive(Debug, Clone, Copy)]
pub struct NoCache;

impl Cache for NoCache {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &str, _: &[u8]) -> bool {
        false
    }
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

    fn put(&self, name: &str, bytes: &[u8]) -> bool {
        self.put.lock().unwrap().push(name.to_owned());
        self.kept.lock().unwrap().insert(name.to_owned(), bytes.to_vec());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_cache_has_what_was_put_since() {
        let cache = Memory::default();
        cache.put("old", b"1");
        cache.put("again", b"1");
        let emptied = Emptied::new(&cache);
        assert!(emptied.put("again", b"2") && emptied.put("new", b"2"));
        assert_eq!(["old", "again", "new"].map(|name| emptied.get(name)), [None, Some(b"2".into()), Some(b"2".into())]);
        assert!(!Emptied::new(&NoCache).put("new", b"2"));
        assert_eq!(cache.get("old"), Some(b"1".into()));
    }
}

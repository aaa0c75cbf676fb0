//! What the last build was made from, kept beside its manifest.
//!
//! It only ever saves work: a memory that is missing, damaged, or of another manifest than the one beside it is none.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a build was made from, and what it had to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Memory<T> {
    /// A hash of what it was made from.
    pub(super) basis: String,
    /// The hash of the manifest that it wrote.
    pub(super) manifest: String,
    /// What it had to say.
    pub(super) told: T,
}

impl<T: DeserializeOwned> Memory<T> {
    /// Reads a memory; none when it is damaged.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }
}

impl<T: Serialize> Memory<T> {
    /// The memory as it is stored.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

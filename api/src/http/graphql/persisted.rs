//! Automatic persisted queries: a document is sent once and named by its hash from then on.
//!
//! A hash is believed only with its document and only when it is that document's; what did not pass
//! validation is never kept; the store is bounded in bytes and forgets the least used.

use std::sync::Arc;

use moka::sync::Cache;
use sha2::{Digest, Sha256};

/// Bytes of documents kept.
const CAPACITY: u64 = 16 * 1024 * 1024;

/// Documents by the SHA-256 of their source.
#[derive(Clone, Debug)]
pub struct PersistedQueries {
    documents: Cache<Hash, Arc<str>>,
}

impl Default for PersistedQueries {
    fn default() -> Self {
        let weigh = |_: &Hash, document: &Arc<str>| u32::try_from(document.len() + 64).unwrap_or(u32::MAX);
        Self { documents: Cache::builder().max_capacity(CAPACITY).weigher(weigh).build() }
    }
}

/// A SHA-256 in hexadecimal, as clients write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// `None` unless it is 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|n| u8::try_from(n).ok());
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }

    pub fn of(document: &str) -> Self {
        Self(Sha256::digest(document.as_bytes()).into())
    }

    pub fn matches(self, document: &str) -> bool {
        Self::of(document) == self
    }
}

impl PersistedQueries {
    pub fn get(&self, hash: Hash) -> Option<Arc<str>> {
        self.documents.get(&hash)
    }

    /// Keeps a document that has passed validation under the hash that was verified.
    pub fn keep(&self, hash: Hash, document: &str) {
        if !self.documents.contains_key(&hash) {
            self.documents.insert(hash, document.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_stays_within_its_bytes_whatever_is_sent() {
        let store = PersistedQueries::default();
        for number in 0..5_000_u32 {
            let document = format!("{{ a{number}: __typename {} }}", " ".repeat(8_000));
            store.keep(Hash::of(&document), &document);
        }
        store.documents.run_pending_tasks();
        assert!(store.documents.weighted_size() <= CAPACITY && store.documents.entry_count() > 1_000);
    }

    #[test]
    fn a_hash_is_believed_only_with_its_document() {
        let hash = Hash::parse("ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38").unwrap();
        assert!(hash.matches("{__typename}"));
        assert!(!hash.matches("{ __typename }"));
        assert!(Hash::parse("ecf4").is_none());
        assert!(Hash::parse(&"g".repeat(64)).is_none());
    }
}

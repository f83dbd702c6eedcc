//! What an answer rests on: the things in it, the lists it was cut from, and what was looked for in vain. When none of that
//! changes, the answer is as true as when it was made.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use entity::noun::Noun;
use uuid::Uuid;

/// Something that changes and that answers rest on, as a number. Two that are the same by chance cost a read, never the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub u64);

impl Tag {
    /// Whatever changes.
    pub const ANYTHING: Self = Self(number("anything", 0));
    /// Any uploaded file, or what is known of it.
    pub const FILES: Self = Self(number("files", 0));

    /// One thing. An id ends in random digits, which nothing else has.
    pub fn item(id: Uuid) -> Self {
        Self(id.as_u64_pair().1)
    }

    /// Any thing of its kind.
    pub fn noun(noun: Noun) -> Self {
        Self(number("noun", noun as u64))
    }

    /// A list, wherever in it: what a filter by slugs leads to.
    pub fn list(list: &str) -> Self {
        Self(number(list, 0))
    }

    /// The part of a list that stands under a scope.
    pub fn place(list: &str, scope: Uuid) -> Self {
        Self(number(list, 1) ^ scope.as_u64_pair().1.rotate_left(1))
    }
}

/// FNV-1a: the same in every version and on every machine, for it is stored.
const fn number(word: &str, salt: u64) -> u64 {
    let (bytes, mut hash, mut at) = (word.as_bytes(), 0xcbf2_9ce4_8422_2325_u64 ^ salt, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// More tags than this, and the answer rests on everything: what is told of it stays small.
const MAX_TAGS: usize = 2_048;

/// Gathers what the answer to a request rests on. Clones gather together.
#[derive(Clone, Debug, Default)]
pub struct Footprint(Arc<Mutex<Gathered>>);

#[derive(Debug, Default)]
struct Gathered {
    tags: HashSet<Tag>,
    things: BTreeSet<(&'static str, Uuid)>,
    lists: BTreeSet<&'static str>,
    is_fleeting: bool,
    bytes: usize,
}

/// What was gathered.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    pub tags: Vec<Tag>,
    /// The things in it that are known by id, under the prefixes of their public ids.
    pub things: Vec<(&'static str, Uuid)>,
    /// The lists it was cut from, and the kinds of things in it that are not known by id.
    pub lists: Vec<&'static str>,
}

impl Footprint {
    pub fn rest_on(&self, tag: Tag) {
        let mut gathered = self.gathered();
        if gathered.tags.len() >= MAX_TAGS {
            gathered.tags.clear();
            gathered.tags.insert(Tag::ANYTHING);
        } else {
            gathered.tags.insert(tag);
        }
    }

    /// Something that it tells of.
    pub fn tells_of(&self, prefix: &'static str, id: Uuid) {
        let mut gathered = self.gathered();
        if gathered.things.len() < MAX_TAGS {
            gathered.things.insert((prefix, id));
        }
    }

    /// A list that it was cut from, or a kind of things of which some are in it.
    pub fn tells_of_list(&self, list: &'static str) {
        self.gathered().lists.insert(list);
    }

    /// Bytes more that were read for it; answers all there are.
    pub fn weighs(&self, bytes: usize) -> usize {
        let mut gathered = self.gathered();
        gathered.bytes = gathered.bytes.saturating_add(bytes);
        gathered.bytes
    }

    /// It is true for this moment alone.
    pub fn is_fleeting(&self) {
        self.gathered().is_fleeting = true;
    }

    /// All of it; `None` for what is true for a moment alone.
    pub fn gathering(&self) -> Option<Gathering> {
        let gathered = self.gathered();
        (!gathered.is_fleeting).then(|| Gathering {
            tags: gathered.tags.iter().copied().collect(),
            things: gathered.things.iter().copied().collect(),
            lists: gathered.lists.iter().copied().collect(),
        })
    }

    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().expect("nothing panics while holding it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_same_for_ever() {
        assert_eq!(Tag::list("news"), Tag(0xe549_5bba_a03a_6526));
        assert_ne!(Tag::place("news", Uuid::nil()), Tag::list("news"));
        assert_ne!(Tag::noun(Noun::City), Tag::noun(Noun::Cluster));
    }

    #[test]
    fn what_rests_on_very_much_rests_on_everything() {
        let footprint = Footprint::default();
        (0..5_000).for_each(|id| footprint.rest_on(Tag(id)));
        let gathering = footprint.gathering().unwrap();
        assert!(gathering.tags.contains(&Tag::ANYTHING) && gathering.tags.len() <= MAX_TAGS);
    }

    #[test]
    fn what_is_true_for_a_moment_is_kept_by_nobody() {
        let footprint = Footprint::default();
        footprint.clone().is_fleeting();
        assert!(footprint.gathering().is_none());
    }
}

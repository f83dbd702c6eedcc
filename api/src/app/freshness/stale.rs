//! What a unit of work made stale, as it is told from process to process.

use std::collections::BTreeSet;
use std::fmt::Write;

use entity::noun::Noun;
use uuid::Uuid;

use crate::domain::change::{Change, Verb};
use crate::domain::footprint::Tag;

/// More than this of one unit of work, and everything is stale: an import touches most of what there is.
const MAX_TAGS: usize = 1_000;
/// Stands for everything.
const ALL: &str = "*";

/// What is no longer as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    tags: BTreeSet<Tag>,
    everything: bool,
}

impl Stale {
    pub fn all() -> Self {
        Self { tags: BTreeSet::new(), everything: true }
    }

    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && !self.everything
    }

    pub fn is_everything(&self) -> bool {
        self.everything
    }

    pub fn tags(&self) -> impl Iterator<Item = Tag> {
        self.tags.iter().copied()
    }

    pub fn add(&mut self, tag: Tag) {
        if !self.everything {
            self.tags.insert(tag);
        }
        if self.tags.len() > MAX_TAGS {
            *self = Self::all();
        }
    }

    /// A row came into this part of a list, left it, or moved in it.
    pub fn place(&mut self, list: &str, scope: Uuid) {
        self.add(Tag::list(list));
        self.add(Tag::place(list, scope));
    }

    /// What was done to a piece of content, unless the public sees nothing of it.
    pub fn thing(&mut self, verb: Option<Verb>, noun: Noun, item: Uuid) {
        let unseen = [Verb::Drafted, Verb::Followed, Verb::Discarded, Verb::Commented];
        if verb.is_none_or(|verb| !unseen.contains(&verb)) {
            self.add(Tag::noun(noun));
            self.add(Tag::item(item));
        }
    }

    pub fn change(&mut self, change: &Change) {
        self.thing(Some(change.verb), change.noun, change.item);
    }

    pub fn and(&mut self, other: &Self) {
        if other.everything {
            *self = Self::all();
        }
        other.tags().for_each(|tag| self.add(tag));
    }

    /// As it stands in the outbox; nothing where nothing is stale.
    pub fn written(&self) -> Option<String> {
        if self.everything {
            return Some(ALL.to_owned());
        }
        let mut text = String::with_capacity(self.tags.len() * 17);
        for tag in &self.tags {
            let _ = write!(text, "{:016x} ", tag.0);
        }
        text.pop().is_some().then_some(text)
    }

    /// What a later version wrote that is not understood may mean anything.
    pub fn read(text: &str) -> Self {
        let tags = text.split(' ').map(|word| u64::from_str_radix(word, 16).map(Tag));
        tags.collect::<Result<_, _>>().map_or_else(|_| Self::all(), |tags| Self { tags, everything: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stale_is_read_as_it_was_written() {
        let mut stale = Stale::default();
        assert_eq!(stale.written(), None);
        stale.place("news", Uuid::from_u128(7));
        stale.add(Tag::FILES);
        assert_eq!(Stale::read(&stale.written().unwrap()), stale);
        assert_eq!(Stale::read("*"), Stale::all());
        assert_eq!(Stale::read("and-who-knows-what"), Stale::all());
    }

    #[test]
    fn very_much_is_everything() {
        let mut stale = Stale::default();
        (0..2_000).for_each(|scope| stale.place("news", Uuid::from_u128(scope)));
        assert_eq!(stale, Stale::all());
    }

    #[test]
    fn the_public_sees_nothing_of_a_draft() {
        let mut stale = Stale::default();
        for verb in [Verb::Drafted, Verb::Followed, Verb::Discarded, Verb::Commented] {
            stale.thing(Some(verb), Noun::City, Uuid::from_u128(1));
        }
        assert!(stale.is_empty());
        stale.thing(Some(Verb::Published), Noun::City, Uuid::from_u128(1));
        assert_eq!(stale.tags().count(), 2);
    }
}

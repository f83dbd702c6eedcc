//! What can be embedded, and all that is asked of it: always the same, so one statement is enough.

use std::sync::{Arc, LazyLock};

use crate::http::words::Words;
use crate::query::declare::{List, Noun};
use crate::query::selection::Selection;
use crate::query::{call, city, cluster, event, media_item, news_item, partner, practice};

/// A collection, as addresses name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    News,
    Events,
    Calls,
    Media,
    Practices,
    Clusters,
    Cities,
    Partners,
}

/// How much of each thing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// A place in a list.
    Item,
    /// A page of its own.
    Card,
}

const ALL: [Kind; 8] = [
    Kind::News,
    Kind::Events,
    Kind::Calls,
    Kind::Media,
    Kind::Practices,
    Kind::Clusters,
    Kind::Cities,
    Kind::Partners,
];

/// Of each noun what there is of these; of a group what its columns answer.
const FIELDS: &[&str] = &[
    "id",
    "slug",
    "localeServed",
    "title",
    "name",
    "excerpt",
    "summary",
    "description",
    "kind",
    "canonicalUrl",
    "website",
    "country",
    "authorName",
    "publishedAt",
    "updatedAt",
    "expiresAt",
    "startsAt",
    "endsAt",
    "timeZone",
    "isCancelled",
    "venue",
    "onlineUrl",
    "registrationUrl",
    "opensAt",
    "closesAt",
    "provider",
    "url",
    "label",
];
/// Where a thing has its picture, whatever it is called there.
pub const PICTURES: [&str; 4] = ["hero", "photo", "thumbnail", "logo"];
const PICTURE: &[&str] = &["id", "url", "width", "height", "altText", "localeServed"];
const TAG: &[&str] = &["id", "localeServed", "title", "label"];

static SELECTIONS: LazyLock<Vec<[Arc<Selection>; 2]>> = LazyLock::new(|| {
    let of = |kind: Kind| [Depth::Item, Depth::Card].map(|depth| Arc::new(wanted(kind.noun(), depth)));
    ALL.into_iter().map(of).collect()
});

impl Kind {
    pub fn named(word: &str) -> Option<Self> {
        ALL.into_iter().find(|kind| kind.word() == word)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Events => "events",
            Self::Calls => "calls",
            Self::Media => "media",
            Self::Practices => "practices",
            Self::Clusters => "clusters",
            Self::Cities => "cities",
            Self::Partners => "partners",
        }
    }

    /// What stands above a list.
    pub fn heading(self, words: &'static Words) -> &'static str {
        match self {
            Self::Events => words.events,
            Self::Calls => words.calls,
            Self::Media => words.media,
            _ => words.news,
        }
    }

    /// Where the site has its pages; an event is read about in its news.
    pub fn collection(self) -> &'static str {
        if self == Self::Events { Self::News.word() } else { self.word() }
    }

    pub fn noun(self) -> &'static Noun {
        match self {
            Self::News => &news_item::NOUN,
            Self::Events => &event::NOUN,
            Self::Calls => &call::NOUN,
            Self::Media => &media_item::NOUN,
            Self::Practices => &practice::NOUN,
            Self::Clusters => &cluster::NOUN,
            Self::Cities => &city::NOUN,
            Self::Partners => &partner::NOUN,
        }
    }

    /// What is embedded as a list; of the others there are cards alone.
    pub fn list(self) -> Option<&'static List> {
        match self {
            Self::News => Some(&news_item::LIST),
            Self::Events => Some(&event::LIST),
            Self::Calls => Some(&call::LIST),
            Self::Media => Some(&media_item::LIST),
            _ => None,
        }
    }

    pub fn selection(self, depth: Depth) -> &'static Arc<Selection> {
        let at = ALL.into_iter().position(|kind| kind == self).expect("all kinds are there");
        &SELECTIONS[at][usize::from(depth == Depth::Card)]
    }
}

fn wanted(noun: &'static Noun, depth: Depth) -> Selection {
    let mut selection = Selection::new(noun);
    fill(&mut selection, depth);
    selection.seal();
    selection
}

fn fill(selection: &mut Selection, depth: Depth) {
    let is_card = depth == Depth::Card;
    selection.fields(FIELDS).with("clusters", TAG).with("topics", TAG).with("sources", FIELDS);
    // Words first: pictures of a list would be most of its bytes. A video is chosen by its picture.
    selection.with("thumbnail", PICTURE);
    if is_card {
        selection.fields(&["body"]).with("event", FIELDS).with("call", FIELDS);
        selection.with("hero", PICTURE).with("photo", PICTURE).with("logo", PICTURE);
    }
    if let Some(news) = selection.noun.relation("newsItem") {
        let place = selection.relation(news, None);
        fill(selection.beneath(place).0, depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_selections_is_that_of_the_kinds() {
        for kind in ALL {
            for depth in [Depth::Item, Depth::Card] {
                assert!(std::ptr::eq(kind.selection(depth).noun, kind.noun()), "{kind:?}");
            }
            assert_eq!(Kind::named(kind.word()), Some(kind));
        }
    }
}

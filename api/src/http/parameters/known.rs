//! What a door takes: names, and what stands under them. Documents of the doors are written from these.

use crate::query::declare::List;
use crate::query::page::MAX_SIZE;

/// A parameter that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: &'static str,
    /// How feeds and embeds may call it, too: `cluster` for `clusters`.
    pub one: Option<&'static str>,
    pub takes: Takes,
    /// For whoever reads the documents.
    pub says: &'static str,
}

/// What is written under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Slugs,
    Slug,
    Countries,
    Regions,
    Goals,
    /// Some of these, as they are stored; callers write them in any case.
    Words(&'static [&'static str]),
    /// One of these, as the documents write it.
    Word(&'static [&'static str]),
    Instant,
    Flag,
    Number {
        most: usize,
    },
    Locale,
    Locales,
    Cursor,
    /// Names separated by commas, which the door itself judges.
    Names,
    /// One text, which the door itself judges.
    Text,
}

/// Which names a door knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Those of the GraphQL filters.
    Strict,
    /// The singular, too.
    Either,
}

pub const LANG: Known =
    known("lang", Takes::Locale, "The language of the answer, a BCP 47 tag such as `zh`.");
pub const FALLBACK: Known =
    known("fallback", Takes::Locales, "Languages to serve, in this order, where there is no text in `lang`.");
pub const FALLBACK_TO_ORIGINAL: Known = known(
    "fallbackToOriginal",
    Takes::Flag,
    "After `lang` and `fallback`, the language a thing was written in. False if absent.",
);
pub const FIRST: Known =
    known("first", Takes::Number { most: MAX_SIZE }, "How many on a page, 1 to 100; 20 if absent.");
pub const AFTER: Known =
    known("after", Takes::Cursor, "Begin after this cursor, one of this very list in this order.");

/// One that goes by one name alone.
pub const fn known(name: &'static str, takes: Takes, says: &'static str) -> Known {
    Known { name, one: None, takes, says }
}

/// `orderBy` and `direction` of a list that has several orders; nothing of any other.
pub fn order_of(list: &List) -> &'static [Known] {
    match list.name {
        "calls" => &[CALL_ORDER, DIRECTION],
        "cities" => &[CITY_ORDER, DIRECTION],
        _ => &[],
    }
}

const CALL_ORDER: Known = known(
    "orderBy",
    Takes::Word(&["CLOSES_AT", "PUBLISHED_AT"]),
    "What the list is ordered by; CLOSES_AT if absent.",
);
const CITY_ORDER: Known =
    known("orderBy", Takes::Word(&["NAME", "POPULATION"]), "What the list is ordered by; NAME if absent.");
const DIRECTION: Known = known(
    "direction",
    Takes::Word(&["ASC", "DESC"]),
    "Which way; if absent, CLOSES_AT and NAME ascend, PUBLISHED_AT and POPULATION descend.",
);

impl Known {
    pub fn is_called(&self, name: &str, spelling: Spelling) -> bool {
        self.name == name || (spelling == Spelling::Either && self.one == Some(name))
    }

    /// The name that a hint gives.
    pub fn preferred(&self, spelling: Spelling) -> &'static str {
        match spelling {
            Spelling::Strict => self.name,
            Spelling::Either => self.one.unwrap_or(self.name),
        }
    }
}

impl Takes {
    /// Whether several values are separated by commas.
    pub fn is_several(self) -> bool {
        use Takes::{Countries, Goals, Locales, Names, Regions, Slugs, Words};
        matches!(self, Slugs | Countries | Regions | Goals | Words(_) | Locales | Names)
    }
}

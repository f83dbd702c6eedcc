//! What is told of each thing, by the names of GraphQL: the tables that requests of `/v1` are judged by, answers are
//! written by, at more doors than one, and the document is made of.

mod call;
mod parts;
mod places;
mod published;
mod shared;
mod value;

use crate::domain::view::Viewing;
use crate::query::declare::{Column, Noun};

pub use value::{Said, TYPE_NAME};

/// The circumstances of an answer.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    pub viewing: &'a Viewing,
    /// Where this server is reached from outside, without a slash at the end.
    pub base_url: &'a str,
}

/// A field, and the names within it that were chosen, each under its key.
#[derive(Debug)]
pub struct Telling {
    pub told: &'static Told,
    pub inner: Vec<(String, &'static str)>,
}

/// All that is told of a noun.
#[derive(Debug)]
pub struct Thing {
    pub noun: &'static Noun,
    pub fields: &'static [&'static [Told]],
    /// What belongs to it and stands in it unasked, as its fields do.
    pub parts: &'static [Related],
    /// Other content, which `include` adds.
    pub includes: &'static [Related],
}

/// One field.
#[derive(Debug)]
pub struct Told {
    pub name: &'static str,
    pub kind: Kind,
    /// Left out of lists and of what is included, unless `fields` names it.
    pub is_long: bool,
    pub says: &'static str,
}

/// A relation of the noun.
#[derive(Debug)]
pub struct Related {
    pub name: &'static str,
    pub says: &'static str,
}

/// How a field is written; those that begin with `Maybe` may be null.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Id,
    LocaleServed,
    IsFallback,
    Dir,
    Locales,
    Text(&'static Column),
    MaybeText(&'static Column),
    Url(&'static Column),
    MaybeUrl(&'static Column),
    /// A BCP 47 tag.
    Tag(&'static Column),
    /// A time zone.
    Zone(&'static Column),
    Int(&'static Column),
    MaybeInt(&'static Column),
    MaybeFloat(&'static Column),
    Instant(&'static Column),
    MaybeInstant(&'static Column),
    /// An instant by the clock of the zone in another column.
    Local(&'static Column, &'static Column),
    MaybeLocal(&'static Column, &'static Column),
    Flag(&'static Column),
    /// One of these words, told in capitals.
    Word(&'static Column, &'static [&'static str]),
    Goals(&'static Column),
    /// A document, or null.
    Json(&'static Column),
    Body,
    CountryOf(&'static Column),
    Criteria,
    IsOpen,
    Accepts,
    /// Where the bytes of a file are.
    Address,
}

const fn told(name: &'static str, kind: Kind, says: &'static str) -> Told {
    Told { name, kind, is_long: false, says }
}

const fn long(name: &'static str, kind: Kind, says: &'static str) -> Told {
    Told { name, kind, is_long: true, says }
}

/// Everything that is told of, in the order of the document.
pub static THINGS: [&Thing; 12] = [
    &places::CLUSTER,
    &places::CITY,
    &published::NEWS_ITEM,
    &published::EVENT,
    &call::CALL,
    &published::PRACTICE,
    &published::MEDIA_ITEM,
    &places::PARTNER,
    &places::TOPIC,
    &parts::ASSET,
    &parts::MEDIA_SOURCE,
    &parts::CALL_EXTENSION,
];

/// What is told of a noun, if anything is.
pub fn known(noun: &Noun) -> Option<&'static Thing> {
    THINGS.into_iter().find(|thing| std::ptr::eq(thing.noun, noun))
}

/// The same of one that is in the table.
pub fn of(noun: &Noun) -> &'static Thing {
    known(noun).expect("every relation leads to a thing of the table; a test follows each")
}

impl Thing {
    pub fn fields(&self) -> impl Iterator<Item = &'static Told> + use<> {
        self.fields.iter().copied().flatten()
    }

    pub fn field(&self, name: &str) -> Option<&'static Told> {
        self.fields().find(|told| told.name == name)
    }

    pub fn part(&self, name: &str) -> Option<&'static Related> {
        self.parts.iter().find(|part| part.name == name)
    }

    pub fn include(&self, name: &str) -> Option<&'static Related> {
        self.includes.iter().find(|include| include.name == name)
    }

    /// Every name that `fields` takes.
    pub fn names(&self) -> Vec<&'static str> {
        self.fields().map(|told| told.name).chain(self.parts.iter().map(|part| part.name)).collect()
    }
}

impl Kind {
    /// The names within it, of which `fields` may choose: `body.text`.
    pub fn inner(self) -> &'static [Inner] {
        match self {
            Self::Body => BODY,
            Self::CountryOf(_) => COUNTRY,
            Self::Criteria => CRITERION,
            _ => &[],
        }
    }

    /// What that is a type of.
    pub fn inner_type(self) -> &'static str {
        match self {
            Self::Body => "RichText",
            Self::CountryOf(_) => "Country",
            _ => "Criterion",
        }
    }
}

/// One name within a field.
#[derive(Debug)]
pub struct Inner {
    pub name: &'static str,
    /// There unless `fields` chooses others.
    pub is_usual: bool,
    pub says: &'static str,
}

const fn inner(name: &'static str, says: &'static str) -> Inner {
    Inner { name, is_usual: true, says }
}

static BODY: &[Inner] = &[
    inner(
        "html",
        "As HTML without scripts and styles, safe to put on a page; empty when nothing was written.",
    ),
    Inner { name: "text", is_usual: false, says: "As plain text; there if `fields` names `body.text`." },
    Inner {
        name: "markdown",
        is_usual: false,
        says: "As it was written, null when that was HTML; there if `fields` names `body.markdown`.",
    },
];

static COUNTRY: &[Inner] = &[
    inner("code", "ISO 3166-1 alpha-2, such as CL."),
    inner("alpha3", "ISO 3166-1 alpha-3, such as CHL."),
    inner("m49", "The three digits of UN M49, such as 152."),
    inner(
        "name",
        "Its name in the language of the text around it, where the United Nations use it; else in English.",
    ),
    inner("flag", "Its flag as an emoji."),
    inner("regions", "The regions of UN M49 it lies in, the smallest first."),
    inner("leastDeveloped", "Is it a least developed country (LDC)?"),
    inner("landlockedDeveloping", "Is it a landlocked developing country (LLDC)?"),
    inner("smallIslandDeveloping", "Is it a small island developing State (SIDS)?"),
];

static CRITERION: &[Inner] = &[
    inner("key", "What labels and scores name it by."),
    inner("weight", "How much it counts beside the others: 1 to 100."),
    inner("label", "What it is called in the language served; its key where that is not told."),
    inner("help", "What is meant by it; null where that is not told."),
];

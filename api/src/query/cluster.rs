//! Clusters: the themes a network of cities works on.

use super::content::{self, BODY, BODY_FIELD, SUMMARY, TITLE};
use super::declare::{Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field};
use super::drafts::{changed, drafts};
use super::{asset, call, city, event, kinds, media_item, news_item, partner, practice};

pub static POSITION: Column = base("position");

pub static NOUN: Noun = Noun {
    name: "Cluster",
    word: "cluster",
    prefix: "cluster",
    table: "cluster",
    text: Some(Text { table: "cluster_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, BODY, &[&TITLE, &SUMMARY, &POSITION]],
    fields: &[content::LOCALISED, content::FIELDS, BODY_FIELD, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation { name: "hero", link: Link::One { to: &asset::NOUN, key: "hero_id" } },
    Relation { name: "cities", link: Link::Connection { list: &city::OF_CLUSTER } },
    Relation { name: "news", link: Link::Connection { list: &news_item::LIST } },
    Relation { name: "events", link: Link::Connection { list: &event::LIST } },
    Relation { name: "calls", link: Link::Connection { list: &call::LIST } },
    Relation { name: "practices", link: Link::Connection { list: &practice::LIST } },
    Relation { name: "media", link: Link::Connection { list: &media_item::LIST } },
    Relation { name: "partners", link: Link::Connection { list: &partner::LIST } },
];

static FIELDS: &[Field] =
    &[field("title", &[&TITLE]), field("summary", &[&SUMMARY]), field("position", &[&POSITION])];

/// Clusters in the order of the site.
pub static LIST: List = List {
    name: "clusters",
    noun: &NOUN,
    filed: (Source::Listing, "clusters"),
    orders: &[Order {
        name: "POSITION",
        descending: false,
        source: Source::Listing,
        list: "clusters",
        kinds: kinds::NONE,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: false,
    }],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("clusters", &NOUN, &[changed("drafts_clusters", kinds::NONE)]);

/// The clusters a city has joined.
pub static OF_CITY: List = List {
    name: "clusters",
    noun: &NOUN,
    filed: (Source::Listing, "clusters"),
    orders: &[Order {
        name: "POSITION",
        descending: false,
        source: Source::Listing,
        list: "clusters",
        kinds: kinds::NONE,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: false,
    }],
    edge: Some(city::MEMBERSHIP_OF_CITY),
    drafts: None,
};

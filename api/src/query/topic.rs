//! Topics: flat tags.

use super::content::{
    CREATED_AT, EXTERNAL_REF, ID, LOCALE, LOCALE_SERVED, LOCALES, LOCALISED, SLUG, UPDATED_AT, VERSION,
};
use super::declare::{Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, field, text};
use super::{kinds, news_item};

pub static LABEL: Column = text("label");

pub static NOUN: Noun = Noun {
    name: "Topic",
    word: "topic",
    prefix: "topic",
    table: "topic",
    text: Some(Text { table: "topic_translation", always: false }),
    life: Life::Always,
    columns: &[COLUMNS],
    fields: &[LOCALISED, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] =
    &[Relation { name: "news", link: Link::Connection { list: &news_item::LIST } }];

static COLUMNS: &[&Column] = &[
    &ID,
    &SLUG,
    &CREATED_AT,
    &UPDATED_AT,
    &VERSION,
    &LOCALE,
    &EXTERNAL_REF,
    &LOCALE_SERVED,
    &LOCALES,
    &LABEL,
];

static FIELDS: &[Field] = &[
    field("slug", &[&SLUG]),
    field("label", &[&LABEL]),
    field("createdAt", &[&CREATED_AT]),
    field("updatedAt", &[&UPDATED_AT]),
    field("version", &[&VERSION]),
    field("locale", &[&LOCALE]),
    field("externalRef", &[&EXTERNAL_REF]),
];

/// All topics.
pub static LIST: List = List {
    name: "topics",
    noun: &NOUN,
    filed: (Source::Directory, "topics"),
    orders: &[Order {
        name: "NAME",
        descending: false,
        source: Source::Directory,
        list: "topics",
        kinds: kinds::NONE,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: false,
    }],
    edge: None,
    drafts: None,
};

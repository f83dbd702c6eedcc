//! News: what happened, what is announced, what is called for.

use super::content::{self, BODY, BODY_FIELD, TITLE};
use super::declare::{
    Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field, text,
};
use super::drafts::{changed, drafts};
use super::filter::{self, Filter, ranks};
use super::page::Condition;
use super::{asset, call, city, cluster, event, kinds, media_item, topic};
use crate::error::Result;

pub static KIND: Column = base("kind");
pub static AUTHOR_NAME: Column = base("author_name");
pub static CANONICAL_URL: Column = base("canonical_url");
pub static SDGS: Column = base("sdgs");
pub static EXCERPT: Column = text("excerpt");

pub static NOUN: Noun = Noun {
    name: "NewsItem",
    word: "news_item",
    prefix: "news",
    table: "news_item",
    text: Some(Text { table: "news_item_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, BODY, COLUMNS],
    fields: &[content::LOCALISED, content::FIELDS, BODY_FIELD, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation { name: "hero", link: Link::One { to: &asset::NOUN, key: "hero_id" } },
    Relation {
        name: "clusters",
        link: Link::Through {
            to: &cluster::NOUN,
            table: "news_item_cluster",
            parent: "news_item_id",
            child: "cluster_id",
        },
    },
    Relation {
        name: "topics",
        link: Link::Through {
            to: &topic::NOUN,
            table: "news_item_topic",
            parent: "news_item_id",
            child: "topic_id",
        },
    },
    Relation {
        name: "cities",
        link: Link::Through {
            to: &city::NOUN,
            table: "news_item_city",
            parent: "news_item_id",
            child: "city_id",
        },
    },
    Relation {
        name: "media",
        link: Link::Through {
            to: &media_item::NOUN,
            table: "news_item_media",
            parent: "news_item_id",
            child: "media_item_id",
        },
    },
    Relation { name: "call", link: Link::One { to: &call::NOUN, key: "call_id" } },
    Relation { name: "event", link: Link::Owned { to: &event::NOUN, key: "news_item_id" } },
];

static COLUMNS: &[&Column] = &[&TITLE, &EXCERPT, &KIND, &AUTHOR_NAME, &CANONICAL_URL, &SDGS];

static FIELDS: &[Field] = &[
    field("title", &[&TITLE]),
    field("excerpt", &[&EXCERPT]),
    field("kind", &[&KIND]),
    field("authorName", &[&AUTHOR_NAME]),
    field("canonicalUrl", &[&CANONICAL_URL]),
    field("sdgs", &[&SDGS]),
];

/// News, newest first.
pub static LIST: List = List {
    name: "news",
    noun: &NOUN,
    filed: (Source::Listing, "news"),
    orders: &[Order {
        name: "PUBLISHED_AT",
        descending: true,
        source: Source::Listing,
        list: "news",
        kinds: kinds::NEWS,
        across_kinds: true,
        unknown: None,
        sorted_by_publication: true,
    }],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("news", &NOUN, &[changed("drafts_news", kinds::NEWS)]);

/// Which news; conditions are combined by AND, values of one by OR.
#[derive(Clone, Debug, Default)]
pub struct NewsFilter {
    pub clusters: Option<Vec<String>>,
    pub topics: Option<Vec<String>>,
    pub cities: Option<Vec<String>>,
    pub countries: Option<Vec<String>>,
    pub kinds: Option<Vec<String>>,
    pub sdgs: Option<Vec<i32>>,
    /// Inclusive, Unix milliseconds.
    pub published_after: Option<i64>,
    /// Exclusive, Unix milliseconds.
    pub published_before: Option<i64>,
}

impl NewsFilter {
    pub fn conditions(self) -> Result<Vec<Condition>> {
        let mut filter = Filter::default();
        filter.slugs("clusters", ranks::CLUSTER, self.clusters, &cluster::NOUN)?;
        filter.slugs("topics", ranks::TOPIC, self.topics, &topic::NOUN)?;
        filter.slugs("cities", ranks::CITY, self.cities, &city::NOUN)?;
        filter.countries(self.countries)?;
        filter.ids("sdgs", ranks::SDG, self.sdgs, filter::sdg)?;
        filter.kinds("kinds", self.kinds)?;
        filter.published(self.published_after, self.published_before);
        Ok(filter.done())
    }
}

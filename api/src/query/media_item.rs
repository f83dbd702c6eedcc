//! The media centre: videos and more, each with alternates.

use super::content::{self, DESCRIPTION, TITLE};
use super::declare::{Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field};
use super::drafts::{changed, drafts};
use super::filter::{self, Filter, ranks};
use super::page::Condition;
use super::{asset, cluster, kinds, media_source};
use crate::error::Result;

pub static KIND: Column = base("kind");
pub static DURATION_SECONDS: Column = base("duration_seconds");

pub static NOUN: Noun = Noun {
    name: "MediaItem",
    word: "media_item",
    prefix: "media",
    table: "media_item",
    text: Some(Text { table: "media_item_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, &[&TITLE, &DESCRIPTION, &KIND, &DURATION_SECONDS]],
    fields: &[content::LOCALISED, content::FIELDS, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation { name: "thumbnail", link: Link::One { to: &asset::NOUN, key: "thumbnail_id" } },
    Relation { name: "sources", link: Link::Children { to: &media_source::NOUN, key: "media_item_id" } },
    Relation {
        name: "clusters",
        link: Link::Through {
            to: &cluster::NOUN,
            table: "media_item_cluster",
            parent: "media_item_id",
            child: "cluster_id",
        },
    },
];

static FIELDS: &[Field] = &[
    field("title", &[&TITLE]),
    field("description", &[&DESCRIPTION]),
    field("kind", &[&KIND]),
    field("durationSeconds", &[&DURATION_SECONDS]),
];

/// Media, newest first.
pub static LIST: List = List {
    name: "media",
    noun: &NOUN,
    filed: (Source::Listing, "media"),
    orders: &[Order {
        name: "PUBLISHED_AT",
        descending: true,
        source: Source::Listing,
        list: "media",
        kinds: kinds::MEDIA,
        across_kinds: true,
        unknown: None,
        sorted_by_publication: true,
    }],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("media", &NOUN, &[changed("drafts_media", kinds::MEDIA)]);

/// Which media; conditions are combined by AND, values of one by OR.
#[derive(Clone, Debug, Default)]
pub struct MediaFilter {
    pub clusters: Option<Vec<String>>,
    pub kinds: Option<Vec<String>>,
    pub providers: Option<Vec<String>>,
}

impl MediaFilter {
    pub fn conditions(self) -> Result<Vec<Condition>> {
        let mut filter = Filter::default();
        filter.slugs("clusters", ranks::CLUSTER, self.clusters, &cluster::NOUN)?;
        filter.ids("providers", ranks::PROVIDER, self.providers, |name| Ok(filter::provider(&name)))?;
        filter.kinds("kinds", self.kinds)?;
        Ok(filter.done())
    }
}

//! Good practices of cities.

use super::content::{self, BODY, BODY_FIELD, SUMMARY, TITLE};
use super::declare::{Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field};
use super::drafts::{changed, drafts};
use super::filter::{self, Filter, ranks};
use super::page::Condition;
use super::{call, city, cluster, kinds};
use crate::error::Result;

pub static SDGS: Column = base("sdgs");

pub static NOUN: Noun = Noun {
    name: "Practice",
    word: "practice",
    prefix: "practice",
    table: "practice",
    text: Some(Text { table: "practice_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, BODY, &[&TITLE, &SUMMARY, &SDGS]],
    fields: &[content::LOCALISED, content::FIELDS, BODY_FIELD, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation { name: "city", link: Link::One { to: &city::NOUN, key: "city_id" } },
    Relation { name: "call", link: Link::One { to: &call::NOUN, key: "call_id" } },
    Relation {
        name: "clusters",
        link: Link::Through {
            to: &cluster::NOUN,
            table: "practice_cluster",
            parent: "practice_id",
            child: "cluster_id",
        },
    },
];

static FIELDS: &[Field] =
    &[field("title", &[&TITLE]), field("summary", &[&SUMMARY]), field("sdgs", &[&SDGS])];

/// Practices, newest first.
pub static LIST: List = List {
    name: "practices",
    noun: &NOUN,
    filed: (Source::Listing, "practices"),
    orders: &[Order {
        name: "PUBLISHED_AT",
        descending: true,
        source: Source::Listing,
        list: "practices",
        kinds: kinds::NONE,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: true,
    }],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("practices", &NOUN, &[changed("drafts_practices", kinds::NONE)]);

/// Which practices; conditions are combined by AND, values of one by OR.
#[derive(Clone, Debug, Default)]
pub struct PracticeFilter {
    pub clusters: Option<Vec<String>>,
    pub cities: Option<Vec<String>>,
    pub countries: Option<Vec<String>>,
    pub sdgs: Option<Vec<i32>>,
    pub call: Option<String>,
}

impl PracticeFilter {
    pub fn conditions(self) -> Result<Vec<Condition>> {
        let mut filter = Filter::default();
        filter.slugs("clusters", ranks::CLUSTER, self.clusters, &cluster::NOUN)?;
        filter.slugs("cities", ranks::CITY, self.cities, &city::NOUN)?;
        filter.countries(self.countries)?;
        filter.ids("sdgs", ranks::SDG, self.sdgs, filter::sdg)?;
        filter.slugs("call", ranks::CALL, self.call.map(|call| vec![call]), &call::NOUN)?;
        Ok(filter.done())
    }
}

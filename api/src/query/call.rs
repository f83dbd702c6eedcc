//! Calls for submissions, with their deadlines.

use super::content::{self, BODY, BODY_FIELD, SUMMARY, TITLE};
use super::declare::{
    Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field, text,
};
use super::drafts::{changed, drafts};
use super::filter::{Filter, ranks};
use super::page::Condition;
use super::{call_extension, cluster, kinds, news_item, practice};
use crate::error::Result;

pub static OPENS_AT: Column = base("opens_at");
pub static CLOSES_AT: Column = base("closes_at");
pub static CLOSES_AT_LOCAL: Column = base("closes_at_local");
pub static TIME_ZONE: Column = base("time_zone");
pub static GRACE_PERIOD: Column = base("grace_period");
pub static RETENTION_MONTHS: Column = base("retention_months");
pub static FORM: Column = base("form");
pub static CRITERIA: Column = base("criteria");
pub static FORM_LABELS: Column = text("form_labels");
pub static CRITERIA_LABELS: Column = text("criteria_labels");

pub static NOUN: Noun = Noun {
    name: "Call",
    word: "call",
    prefix: "call",
    table: "call",
    text: Some(Text { table: "call_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, BODY, COLUMNS],
    fields: &[content::LOCALISED, content::FIELDS, BODY_FIELD, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation {
        name: "clusters",
        link: Link::Through {
            to: &cluster::NOUN,
            table: "call_cluster",
            parent: "call_id",
            child: "cluster_id",
        },
    },
    Relation { name: "extensions", link: Link::Children { to: &call_extension::NOUN, key: "call_id" } },
    Relation { name: "news", link: Link::Connection { list: &news_item::LIST } },
    Relation { name: "practices", link: Link::Connection { list: &practice::LIST } },
];

static COLUMNS: &[&Column] = &[
    &TITLE,
    &SUMMARY,
    &OPENS_AT,
    &CLOSES_AT,
    &CLOSES_AT_LOCAL,
    &TIME_ZONE,
    &GRACE_PERIOD,
    &RETENTION_MONTHS,
    &FORM,
    &CRITERIA,
    &FORM_LABELS,
    &CRITERIA_LABELS,
];

static FIELDS: &[Field] = &[
    field("title", &[&TITLE]),
    field("summary", &[&SUMMARY]),
    field("opensAt", &[&OPENS_AT]),
    field("closesAt", &[&CLOSES_AT]),
    field("closesAtLocal", &[&CLOSES_AT_LOCAL]),
    field("timeZone", &[&TIME_ZONE]),
    field("secondsRemaining", &[&CLOSES_AT]),
    field("gracePeriod", &[&GRACE_PERIOD]),
    field("retentionMonths", &[&RETENTION_MONTHS]),
    field("acceptsSubmissions", &[&OPENS_AT, &CLOSES_AT, &GRACE_PERIOD]),
    field("isOpen", &[&OPENS_AT, &CLOSES_AT]),
    field("form", &[&FORM]),
    field("formLabels", &[&FORM_LABELS]),
    Field {
        name: "criteria",
        columns: &[&CRITERIA],
        parts: &[
            field("key", &[]),
            field("weight", &[]),
            field("label", &[&CRITERIA_LABELS]),
            field("help", &[&CRITERIA_LABELS]),
        ],
    },
    field("criteriaLabels", &[&CRITERIA_LABELS]),
];

/// Calls, the next deadline first.
pub static LIST: List = List {
    name: "calls",
    noun: &NOUN,
    filed: (Source::Listing, "calls"),
    orders: &[
        Order {
            name: "CLOSES_AT",
            descending: false,
            source: Source::Listing,
            list: "calls",
            kinds: kinds::NONE,
            across_kinds: false,
            unknown: None,
            sorted_by_publication: false,
        },
        Order {
            name: "PUBLISHED_AT",
            descending: true,
            source: Source::Listing,
            list: "calls_by_publication",
            kinds: kinds::NONE,
            across_kinds: false,
            unknown: None,
            sorted_by_publication: true,
        },
    ],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("calls", &NOUN, &[changed("drafts_calls", kinds::NONE)]);

/// Which calls; conditions are combined by AND, values of one by OR.
#[derive(Clone, Debug, Default)]
pub struct CallFilter {
    pub open: Option<bool>,
    pub clusters: Option<Vec<String>>,
}

impl CallFilter {
    pub fn conditions(self) -> Result<Vec<Condition>> {
        let mut filter = Filter::default();
        filter.slugs("clusters", ranks::CLUSTER, self.clusters, &cluster::NOUN)?;
        if let Some(open) = self.open {
            filter.push(Condition::Open(open));
        }
        Ok(filter.done())
    }
}

//! Partner organisations.

use super::content::{self, DESCRIPTION, NAME};
use super::declare::{Column, Field, Life, Link, List, Noun, Order, Relation, Source, Text, base, field};
use super::drafts::{changed, drafts};
use super::{asset, cluster, kinds};

pub static KIND: Column = base("kind");
pub static WEBSITE: Column = base("website");

pub static NOUN: Noun = Noun {
    name: "Partner",
    word: "partner",
    prefix: "partner",
    table: "partner",
    text: Some(Text { table: "partner_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, &[&NAME, &DESCRIPTION, &KIND, &WEBSITE]],
    fields: &[content::LOCALISED, content::FIELDS, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation { name: "logo", link: Link::One { to: &asset::NOUN, key: "logo_id" } },
    Relation {
        name: "clusters",
        link: Link::Through {
            to: &cluster::NOUN,
            table: "partner_cluster",
            parent: "partner_id",
            child: "cluster_id",
        },
    },
];

static FIELDS: &[Field] = &[
    field("name", &[&NAME]),
    field("description", &[&DESCRIPTION]),
    field("kind", &[&KIND]),
    field("website", &[&WEBSITE]),
];

/// Partners by name.
pub static LIST: List = List {
    name: "partners",
    noun: &NOUN,
    filed: (Source::Directory, "partners"),
    orders: &[Order {
        name: "NAME",
        descending: false,
        source: Source::Directory,
        list: "partners",
        kinds: kinds::NONE,
        across_kinds: false,
        unknown: None,
        sorted_by_publication: false,
    }],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("partners", &NOUN, &[changed("drafts_partners", kinds::NONE)]);

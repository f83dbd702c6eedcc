//! Cities, and their membership in clusters.

use uuid::Uuid;

use super::content::{self, BODY, BODY_FIELD, NAME, SUMMARY};
use super::declare::{
    Column, Edge, Field, Kind, Life, Link, List, Noun, Order, Relation, Source, Text, base, field,
};
use super::drafts::{changed, drafts};
use super::filter::{self, Filter, ranks};
use super::page::{Condition, Scopes};
use super::{asset, cluster, kinds, news_item, practice};
use crate::domain::scope;
use crate::error::Result;

pub static COUNTRY_CODE: Column = base("country_code");
pub static ADMIN_REGION: Column = base("admin_region");
pub static WEBSITE: Column = base("website");
pub static LATITUDE: Column = Column { kind: Kind::Double, ..base("latitude") };
pub static LONGITUDE: Column = Column { kind: Kind::Double, ..base("longitude") };
pub static POPULATION: Column = base("population");

pub static NOUN: Noun = Noun {
    name: "City",
    word: "city",
    prefix: "city",
    table: "city",
    text: Some(Text { table: "city_translation", always: false }),
    life: Life::Own,
    columns: &[content::COLUMNS, BODY, COLUMNS],
    fields: &[content::LOCALISED, content::FIELDS, BODY_FIELD, FIELDS],
    relations: RELATIONS,
};

static RELATIONS: &[Relation] = &[
    Relation { name: "photo", link: Link::One { to: &asset::NOUN, key: "photo_id" } },
    Relation { name: "clusters", link: Link::Connection { list: &cluster::OF_CITY } },
    Relation { name: "news", link: Link::Connection { list: &news_item::LIST } },
    Relation { name: "practices", link: Link::Connection { list: &practice::LIST } },
];

static COLUMNS: &[&Column] =
    &[&NAME, &SUMMARY, &COUNTRY_CODE, &ADMIN_REGION, &WEBSITE, &LATITUDE, &LONGITUDE, &POPULATION];

static FIELDS: &[Field] = &[
    field("name", &[&NAME]),
    field("summary", &[&SUMMARY]),
    field("country", &[&COUNTRY_CODE, &content::LOCALE_SERVED]),
    field("adminRegion", &[&ADMIN_REGION]),
    field("website", &[&WEBSITE]),
    field("latitude", &[&LATITUDE]),
    field("longitude", &[&LONGITUDE]),
    field("population", &[&POPULATION]),
];

/// What the edges between clusters and cities carry, in this order.
const MEMBERSHIP: &[&str] = &["featured", "position", "joined_on"];
const OF_CLUSTER_EDGE: Edge =
    Edge { table: "membership", parent: "cluster_id", child: "city_id", columns: MEMBERSHIP };
pub(super) const MEMBERSHIP_OF_CITY: Edge =
    Edge { table: "membership", parent: "city_id", child: "cluster_id", columns: MEMBERSHIP };

/// All cities.
pub static LIST: List = List {
    name: "cities",
    noun: &NOUN,
    filed: (Source::Directory, "cities"),
    orders: &[
        Order {
            name: "NAME",
            descending: false,
            source: Source::Directory,
            list: "cities",
            kinds: kinds::CITIES,
            across_kinds: false,
            unknown: None,
            sorted_by_publication: false,
        },
        Order {
            name: "POPULATION",
            descending: true,
            source: Source::Listing,
            list: "cities_by_population",
            kinds: kinds::NONE,
            across_kinds: false,
            unknown: Some("cities_without_population"),
            sorted_by_publication: false,
        },
    ],
    edge: None,
    drafts: Some(&DRAFTS),
};

/// The same for editors.
pub static DRAFTS: List = drafts("cities", &NOUN, &[changed("drafts_cities", kinds::NONE)]);

/// The members of a cluster.
pub static OF_CLUSTER: List = List {
    name: "cities",
    noun: &NOUN,
    filed: (Source::Directory, "cities"),
    orders: &[
        Order {
            name: "POSITION",
            descending: false,
            source: Source::Listing,
            list: "members_by_position",
            kinds: kinds::CITIES,
            across_kinds: true,
            unknown: None,
            sorted_by_publication: false,
        },
        Order {
            name: "NAME",
            descending: false,
            source: Source::Directory,
            list: "cities",
            kinds: kinds::CITIES,
            across_kinds: false,
            unknown: None,
            sorted_by_publication: false,
        },
        Order {
            name: "JOINED_ON",
            descending: false,
            source: Source::Listing,
            list: "members_by_joining",
            kinds: kinds::CITIES,
            across_kinds: true,
            unknown: Some("members_without_joining"),
            sorted_by_publication: false,
        },
    ],
    edge: Some(OF_CLUSTER_EDGE),
    drafts: None,
};

/// Which cities; conditions are combined by AND, values of one by OR.
#[derive(Clone, Debug, Default)]
pub struct CityFilter {
    pub clusters: Option<Vec<String>>,
    pub countries: Option<Vec<String>>,
    pub regions: Option<Vec<String>>,
    pub featured: Option<bool>,
}

impl CityFilter {
    /// `beneath_cluster`: featured there, rather than anywhere.
    pub fn conditions(self, beneath_cluster: bool) -> Result<Vec<Condition>> {
        let mut wanted = Filter::default();
        wanted.slugs("clusters", ranks::CLUSTER, self.clusters, &cluster::NOUN)?;
        wanted.countries(self.countries)?;
        wanted.ids("regions", ranks::REGION, self.regions, |code| filter::region(&code))?;
        if let Some(featured) = self.featured {
            wanted.push(match (beneath_cluster, featured) {
                (true, featured) => Condition::Featured(featured),
                (false, true) => anywhere(ranks::FEATURED, scope::FEATURED),
                (false, false) => anywhere(ranks::NOT_FEATURED, scope::NOT_FEATURED),
            });
        }
        Ok(wanted.done())
    }
}

fn anywhere(rank: u8, scope: Uuid) -> Condition {
    Condition::Scopes { rank, any: Scopes::Ids(vec![scope]) }
}

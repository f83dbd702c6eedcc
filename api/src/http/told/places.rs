//! What is filed: clusters, cities, partners, topics.

use super::Kind::{
    Body, CountryOf, Instant, Int, MaybeFloat, MaybeInt, MaybeText, MaybeUrl, Tag, Text, Word,
};
use super::shared::{CONTENT, LOCALISED};
use super::{Related, Thing, Told, long, told};
use crate::query::content::{
    CREATED_AT, DESCRIPTION, EXTERNAL_REF, LOCALE, NAME, SLUG, SUMMARY, TITLE, UPDATED_AT, VERSION,
};
use crate::query::{city, cluster, kinds, partner, topic};

pub static CLUSTER: Thing = Thing {
    noun: &cluster::NOUN,
    fields: &[LOCALISED, CONTENT, CLUSTER_FIELDS],
    parts: &[Related { name: "hero", says: "The picture at its top; null when there is none." }],
    includes: &[
        Related { name: "cities", says: "Its members, by default in the order the editors gave them." },
        Related { name: "news", says: "Its news, newest first." },
        Related { name: "events", says: "Its events, the soonest first." },
        Related { name: "calls", says: "Its calls for submissions, the next deadline first." },
        Related { name: "practices", says: "Good practices in its field, newest first." },
        Related { name: "media", says: "Its media centre, newest first." },
        Related { name: "partners", says: "Organisations that work with it, by name." },
    ],
};

static CLUSTER_FIELDS: &[Told] = &[
    told("title", Text(&TITLE), "What it is called."),
    told("summary", Text(&SUMMARY), "A sentence or two; empty when nothing was written."),
    long("body", Body, "The text in full."),
    told("position", Int(&cluster::POSITION), "Its place on the site, from 0 up."),
];

pub static CITY: Thing = Thing {
    noun: &city::NOUN,
    fields: &[LOCALISED, CONTENT, CITY_FIELDS],
    parts: &[Related { name: "photo", says: "A picture of it; null when there is none." }],
    includes: &[
        Related { name: "clusters", says: "The clusters it has joined, in the order of the site." },
        Related { name: "news", says: "News about it, newest first." },
        Related { name: "practices", says: "Its good practices, newest first." },
    ],
};

static CITY_FIELDS: &[Told] = &[
    told("name", Text(&NAME), "Its name in the language served."),
    told("country", CountryOf(&city::COUNTRY_CODE), "The country it lies in."),
    told(
        "adminRegion",
        MaybeText(&city::ADMIN_REGION),
        "The province, state or region it belongs to; null when unknown.",
    ),
    told("summary", Text(&SUMMARY), "A sentence or two; empty when nothing was written."),
    long("body", Body, "The text in full."),
    told("website", MaybeUrl(&city::WEBSITE), "Its own site; null when unknown."),
    told("latitude", MaybeFloat(&city::LATITUDE), "Degrees north; null when unknown."),
    told("longitude", MaybeFloat(&city::LONGITUDE), "Degrees east; null when unknown."),
    told("population", MaybeInt(&city::POPULATION), "Inhabitants; null when unknown."),
];

pub static PARTNER: Thing = Thing {
    noun: &partner::NOUN,
    fields: &[LOCALISED, CONTENT, PARTNER_FIELDS],
    parts: &[Related { name: "logo", says: "Its logo; null when there is none." }],
    includes: &[Related { name: "clusters", says: "The clusters it works with; at most 50." }],
};

static PARTNER_FIELDS: &[Told] = &[
    told("name", Text(&NAME), "Its name in the language served."),
    told("description", Text(&DESCRIPTION), "What it does; empty when nothing was written."),
    told("kind", Word(&partner::KIND, kinds::PARTNERS), "What sort of organisation it is."),
    told("website", MaybeUrl(&partner::WEBSITE), "Its own site; null when unknown."),
];

pub static TOPIC: Thing = Thing {
    noun: &topic::NOUN,
    fields: &[LOCALISED, TOPIC_FIELDS],
    parts: &[],
    includes: &[Related { name: "news", says: "News under it, newest first." }],
};

static TOPIC_FIELDS: &[Told] = &[
    told("slug", Text(&SLUG), "The readable part of its address."),
    told("label", Text(&topic::LABEL), "What it is called in the language served."),
    told("createdAt", Instant(&CREATED_AT), "When it was first saved."),
    told("updatedAt", Instant(&UPDATED_AT), "When it last changed."),
    told("version", Int(&VERSION), "Counts its changes, from 1 up."),
    told("locale", Tag(&LOCALE), "The locale it was first written in."),
    told(
        "externalRef",
        MaybeText(&EXTERNAL_REF),
        "The id another system knows it by; null when it was written here.",
    ),
];

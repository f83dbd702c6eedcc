//! What is published: news and their events, practices, media.

use super::Kind::{
    Body, Flag, Goals, Instant, Local, MaybeInstant, MaybeInt, MaybeLocal, MaybeText, MaybeUrl, Text, Word,
    Zone,
};
use super::shared::{CONTENT, LOCALISED};
use super::{Related, Thing, Told, long, told};
use crate::query::content::{DESCRIPTION, SUMMARY, TITLE};
use crate::query::{event, kinds, media_item, news_item, practice};

pub static NEWS_ITEM: Thing = Thing {
    noun: &news_item::NOUN,
    fields: &[LOCALISED, CONTENT, NEWS_ITEM_FIELDS],
    parts: &[
        Related { name: "hero", says: "The picture above the text; null when there is none." },
        Related { name: "event", says: "The date it announces; null unless it is of kind EVENT or WEBINAR." },
    ],
    includes: &[
        Related {
            name: "clusters",
            says: "The clusters it is filed under, in the order the editors gave them; at most 50.",
        },
        Related { name: "topics", says: "The topics it is filed under; at most 50." },
        Related { name: "cities", says: "The cities it is about; at most 50." },
        Related { name: "media", says: "What belongs to it, such as a recording; at most 50." },
        Related {
            name: "call",
            says: "The call it announces; null when it announces none, or one that is not public.",
        },
    ],
};

static NEWS_ITEM_FIELDS: &[Told] = &[
    told("kind", Word(&news_item::KIND, kinds::NEWS), "What it tells of."),
    told("title", Text(&TITLE), "Its headline."),
    told(
        "excerpt",
        Text(&news_item::EXCERPT),
        "A sentence or two for lists; empty when nothing was written.",
    ),
    long("body", Body, "The text in full."),
    told("authorName", MaybeText(&news_item::AUTHOR_NAME), "Who wrote it; null when that is not told."),
    told(
        "canonicalUrl",
        MaybeUrl(&news_item::CANONICAL_URL),
        "Where it was first published; null when here.",
    ),
    told("sdgs", Goals(&news_item::SDGS), "The Sustainable Development Goals it serves, 1 to 17, ascending."),
];

pub static EVENT: Thing = Thing {
    noun: &event::NOUN,
    fields: &[LOCALISED, EVENT_FIELDS],
    parts: &[Related { name: "newsItem", says: "The news item that announces it." }],
    includes: &[],
};

static EVENT_FIELDS: &[Told] = &[
    told("slug", Text(&event::SLUG), "The slug of its news item."),
    told("startsAt", Instant(&event::STARTS_AT), "When it starts."),
    told(
        "startsAtLocal",
        Local(&event::STARTS_AT, &event::TIME_ZONE),
        "When it starts by the clock of `timeZone`: 2020-06-30T09:00:00.",
    ),
    told("endsAt", MaybeInstant(&event::ENDS_AT), "When it ends; null when that is not told."),
    told(
        "endsAtLocal",
        MaybeLocal(&event::ENDS_AT, &event::TIME_ZONE),
        "When it ends by the clock of `timeZone`; null when that is not told.",
    ),
    told("timeZone", Zone(&event::TIME_ZONE), "The time zone it is held in."),
    told("venue", Text(&event::VENUE), "Where it is held; empty when online only."),
    told(
        "onlineUrl",
        MaybeUrl(&event::ONLINE_URL),
        "Where to join online; null when there is nothing to join.",
    ),
    told(
        "registrationUrl",
        MaybeUrl(&event::REGISTRATION_URL),
        "Where to register; null when that is not needed.",
    ),
    told(
        "isCancelled",
        Flag(&event::IS_CANCELLED),
        "Was it called off? It stays in its lists, so that whoever meant to come reads it.",
    ),
];

pub static PRACTICE: Thing = Thing {
    noun: &practice::NOUN,
    fields: &[LOCALISED, CONTENT, PRACTICE_FIELDS],
    parts: &[],
    includes: &[
        Related { name: "city", says: "The city whose practice it is; null when that is not told." },
        Related { name: "call", says: "The call it was sent in to; null when it came without one." },
        Related { name: "clusters", says: "The clusters it is filed under; at most 50." },
    ],
};

static PRACTICE_FIELDS: &[Told] = &[
    told("title", Text(&TITLE), "What it is called."),
    told("summary", Text(&SUMMARY), "A sentence or two; empty when nothing was written."),
    long("body", Body, "The text in full."),
    told("sdgs", Goals(&practice::SDGS), "The Sustainable Development Goals it serves, 1 to 17, ascending."),
];

pub static MEDIA_ITEM: Thing = Thing {
    noun: &media_item::NOUN,
    fields: &[LOCALISED, CONTENT, MEDIA_ITEM_FIELDS],
    parts: &[
        Related { name: "thumbnail", says: "A still picture of it; null when there is none." },
        Related { name: "sources", says: "Where it can be had, the preferred one first." },
    ],
    includes: &[Related { name: "clusters", says: "The clusters it is filed under; at most 50." }],
};

static MEDIA_ITEM_FIELDS: &[Told] = &[
    told("kind", Word(&media_item::KIND, kinds::MEDIA), "What it is."),
    told("title", Text(&TITLE), "What it is called."),
    told("description", Text(&DESCRIPTION), "What it shows; empty when nothing was written."),
    told(
        "durationSeconds",
        MaybeInt(&media_item::DURATION_SECONDS),
        "How long it plays, in seconds; null when unknown or without duration.",
    ),
];

//! What all things tell: who they are, in which language, and since when.

use super::Kind::{
    Dir, Id, Instant, Int, IsFallback, LocaleServed, Locales, MaybeInstant, MaybeText, Tag, Text,
};
use super::{Told, told};
use crate::query::content::{
    CREATED_AT, EXPIRES_AT, EXTERNAL_REF, LOCALE, PUBLISHED_AT, SLUG, UPDATED_AT, VERSION,
};

pub static LOCALISED: &[Told] = &[
    told(
        "id",
        Id,
        "Opaque and stable, the same at every door. A cache should key by `id` and `localeServed` together.",
    ),
    told("localeServed", LocaleServed, "The locale of the text in this answer."),
    told(
        "isFallback",
        IsFallback,
        "True when the text is not in the locale that was asked for; false when none was asked for.",
    ),
    told("dir", Dir, "The direction of the text in this answer."),
    told("availableLocales", Locales, "Every locale it can be read in, by name."),
];

/// Of what is published. Whatever is here is live, so that nothing tells a status.
pub static CONTENT: &[Told] = &[
    told(
        "slug",
        Text(&SLUG),
        "The readable part of its address; after a rename the old one still finds it, so compare and redirect.",
    ),
    told(
        "publishedAt",
        MaybeInstant(&PUBLISHED_AT),
        "Live from this instant on; null while that is undecided.",
    ),
    told("expiresAt", MaybeInstant(&EXPIRES_AT), "No longer live from this instant on; null when it stays."),
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

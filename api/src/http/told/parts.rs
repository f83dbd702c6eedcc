//! What stands in other things and has no address of its own here.

use super::Kind::{Address, Instant, Int, MaybeInt, MaybeText, Tag, Text, Url, Word, Zone};
use super::shared::LOCALISED;
use super::{Thing, Told, told};
use crate::query::content::{EXTERNAL_REF, LOCALE};
use crate::query::{asset, call_extension, kinds, media_source};

pub static ASSET: Thing =
    Thing { noun: &asset::NOUN, fields: &[LOCALISED, ASSET_FIELDS], parts: &[], includes: &[] };

static ASSET_FIELDS: &[Told] = &[
    told(
        "url",
        Address,
        "Where its bytes are; the address changes when the bytes do, so it may be cached for ever.",
    ),
    told("name", Text(&asset::NAME), "The name of the file."),
    told("mediaType", Text(&asset::MEDIA_TYPE), "Its media type, such as \"image/png\"."),
    told("bytes", Int(&asset::BYTES), "Its size in bytes."),
    told("sha256", Text(&asset::SHA256), "The SHA-256 of its bytes in hexadecimal."),
    told("width", MaybeInt(&asset::WIDTH), "In pixels; null when it is no picture."),
    told("height", MaybeInt(&asset::HEIGHT), "In pixels; null when it is no picture."),
    told(
        "altText",
        Text(&asset::ALT_TEXT),
        "What the picture shows, for those who cannot see it; where the language wanted has none, the original's is served and `isFallback` says so. Empty for decoration.",
    ),
    told("credit", MaybeText(&asset::CREDIT), "Whom to name beside it; null when nobody."),
    told("locale", Tag(&LOCALE), "The locale its alternative text was first written in."),
    told(
        "externalRef",
        MaybeText(&EXTERNAL_REF),
        "The id another system knows it by; null when it was uploaded here.",
    ),
];

pub static MEDIA_SOURCE: Thing =
    Thing { noun: &media_source::NOUN, fields: &[MEDIA_SOURCE_FIELDS], parts: &[], includes: &[] };

static MEDIA_SOURCE_FIELDS: &[Told] = &[
    told("provider", Word(&media_source::PROVIDER, kinds::PROVIDERS), "Who hosts it."),
    told("url", Url(&media_source::URL), "Its address there."),
];

pub static CALL_EXTENSION: Thing =
    Thing { noun: &call_extension::NOUN, fields: &[CALL_EXTENSION_FIELDS], parts: &[], includes: &[] };

static CALL_EXTENSION_FIELDS: &[Told] = &[
    told("closesAt", Instant(&call_extension::CLOSES_AT), "The deadline from then on."),
    told(
        "closesAtLocal",
        Text(&call_extension::CLOSES_AT_LOCAL),
        "The same by the clock of `timeZone`: 2021-06-20T23:59:59.",
    ),
    told("timeZone", Zone(&call_extension::TIME_ZONE), "The time zone it is told in."),
    told("previousClosesAt", Instant(&call_extension::PREVIOUS_CLOSES_AT), "The deadline until then."),
    told(
        "previousClosesAtLocal",
        Text(&call_extension::PREVIOUS_CLOSES_AT_LOCAL),
        "The same by the clock of `previousTimeZone`.",
    ),
    told("previousTimeZone", Zone(&call_extension::PREVIOUS_TIME_ZONE), "The time zone it was told in."),
    told(
        "reason",
        MaybeText(&call_extension::REASON),
        "Why, in the words of whoever moved it; null where nothing was said: it came with a published draft or an import. Who it was is in the audit log.",
    ),
    told("at", Instant(&call_extension::AT), "When it was moved."),
];

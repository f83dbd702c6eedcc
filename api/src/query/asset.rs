//! Uploaded files: pictures and documents.

use super::content::{EXTERNAL_REF, ID, LOCALE, LOCALE_SERVED, LOCALES, LOCALISED};
use super::declare::{Column, Field, Life, Noun, Text, base, field, text};

pub static NAME: Column = base("name");
pub static MEDIA_TYPE: Column = base("media_type");
pub static BYTES: Column = base("bytes");
pub static SHA256: Column = base("sha256");
pub static WIDTH: Column = base("width");
pub static HEIGHT: Column = base("height");
pub static CREDIT: Column = base("credit");
pub static STORAGE_KEY: Column = base("storage_key");
pub static ALT_TEXT: Column = text("alt_text");

pub static NOUN: Noun = Noun {
    name: "Asset",
    word: "asset",
    prefix: "asset",
    table: "asset",
    text: Some(Text { table: "asset_translation", always: true }),
    life: Life::Used,
    columns: &[COLUMNS],
    fields: &[LOCALISED, FIELDS],
    relations: &[],
};

static COLUMNS: &[&Column] = &[
    &ID,
    &NAME,
    &MEDIA_TYPE,
    &BYTES,
    &SHA256,
    &WIDTH,
    &HEIGHT,
    &CREDIT,
    &STORAGE_KEY,
    &LOCALE,
    &EXTERNAL_REF,
    &LOCALE_SERVED,
    &LOCALES,
    &ALT_TEXT,
];

static FIELDS: &[Field] = &[
    field("url", &[&ID, &NAME, &SHA256]),
    field("name", &[&NAME]),
    field("mediaType", &[&MEDIA_TYPE]),
    field("bytes", &[&BYTES]),
    field("sha256", &[&SHA256]),
    field("width", &[&WIDTH]),
    field("height", &[&HEIGHT]),
    field("altText", &[&ALT_TEXT]),
    field("credit", &[&CREDIT]),
    field("locale", &[&LOCALE]),
    field("externalRef", &[&EXTERNAL_REF]),
];

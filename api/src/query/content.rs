//! What every content type has: its columns and fields, declared once.

use super::declare::{Column, Field, base, field, group, id, locales, text};

pub static ID: Column = id("id");
pub static SLUG: Column = base("slug");
pub static STATUS: Column = base("status");
pub static PUBLISHED_AT: Column = base("published_at");
pub static EXPIRES_AT: Column = base("expires_at");
pub static CREATED_AT: Column = base("created_at");
pub static UPDATED_AT: Column = base("updated_at");
pub static VERSION: Column = base("version");
pub static LOCALE: Column = base("locale");
pub static EXTERNAL_REF: Column = base("external_ref");
/// Its working draft.
pub static DRAFT: Column = id("draft_id");
pub static LOCALE_SERVED: Column = text("locale");
pub static LOCALES: Column = locales();
pub static TITLE: Column = text("title");
pub static NAME: Column = text("name");
pub static SUMMARY: Column = text("summary");
pub static DESCRIPTION: Column = text("description");
pub static BODY_SOURCE: Column = text("body_source");
pub static BODY_FORMAT: Column = text("body_format");
pub static BODY_HTML: Column = text("body_html");

/// The lifecycle and the text's locale.
pub static COLUMNS: &[&Column] = &[
    &ID,
    &SLUG,
    &STATUS,
    &PUBLISHED_AT,
    &EXPIRES_AT,
    &CREATED_AT,
    &UPDATED_AT,
    &VERSION,
    &LOCALE,
    &EXTERNAL_REF,
    &DRAFT,
    &LOCALE_SERVED,
    &LOCALES,
];

pub static FIELDS: &[Field] = &[
    field("slug", &[&SLUG]),
    field("status", &[&STATUS, &PUBLISHED_AT, &EXPIRES_AT]),
    field("publishedAt", &[&PUBLISHED_AT]),
    field("expiresAt", &[&EXPIRES_AT]),
    field("createdAt", &[&CREATED_AT]),
    field("updatedAt", &[&UPDATED_AT]),
    field("version", &[&VERSION]),
    field("locale", &[&LOCALE]),
    field("externalRef", &[&EXTERNAL_REF]),
    field("hasDraft", &[&DRAFT]),
];

/// What every node says of its text.
pub static LOCALISED: &[Field] = &[
    field("id", &[&ID]),
    field("localeServed", &[&LOCALE_SERVED]),
    field("isFallback", &[&LOCALE_SERVED]),
    field("dir", &[&LOCALE_SERVED]),
    field("availableLocales", &[&LOCALES]),
];

/// Rich text; the source is read only where it is asked for.
pub static BODY: &[&Column] = &[&BODY_SOURCE, &BODY_FORMAT, &BODY_HTML];
pub static BODY_FIELD: &[Field] = &[group(
    "body",
    &[
        field("html", &[&BODY_HTML]),
        field("text", &[&BODY_HTML]),
        field("markdown", &[&BODY_SOURCE, &BODY_FORMAT]),
    ],
)];

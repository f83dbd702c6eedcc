//! How each noun looks in a bundle: read and written side by side, so that the two agree.

mod asset;
mod call;
mod city;
mod cluster;
mod drafted;
mod media_item;
mod news_item;
mod partner;
mod practice;
mod topic;

use std::future::ready;

use entity::id;
use entity::instant::Instant;
use entity::revision::Draft;
use entity::rich_text;
use entity::status::{Status, TextStatus};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Folder;
use super::fields::Fields;
use super::index::Index;
use super::json::Json;
use super::names::Names;
use super::object::Object;
use crate::app::Tx;
use crate::domain::rich_text::Format;
use crate::domain::stored;
use crate::error::Result;
use crate::service::content::Drafts;
use crate::service::input::{Body, Lifecycle, Naming, Purpose, Record};
use crate::service::save::{self, Base, Stamps, Stored};

use drafted::drafted;

/// A noun that a bundle holds.
pub trait Noun: save::Input {
    const FOLDER: Folder;

    /// Reads what an editor may have written; fields that are wrong are noted and stood in for.
    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self;
    /// The ids that [`Self::write`] will need the names of.
    fn named(row: &Self::Stored) -> Vec<(Folder, Uuid)>;
    /// What its file is called.
    fn key(row: &Self::Stored) -> String {
        <Self::Stored as Stored>::Base::slug(row.base()).unwrap_or_default().to_owned()
    }
    /// The whole file, without its draft.
    fn write(row: &Self::Stored, names: &Names) -> Result<Object>;

    /// Whether its published things may have working drafts.
    const HAS_DRAFTS: bool = false;

    /// The working drafts of these things, by id: what each is to become, as it would be stored.
    fn drafts(
        _db: &DatabaseTransaction,
        _rows: &[Self::Stored],
    ) -> impl Future<Output = Result<Drafts<Self::Stored>>> + Send {
        ready(Ok(Drafts::new()))
    }

    /// Keeps the working draft of a thing that is stored already.
    fn keep_draft(_tx: &mut Tx<'_>, _state: Draft, _wanted: Self) -> impl Future<Output = Result<()>> + Send {
        ready(Ok(()))
    }
}

fn read_record(fields: &mut Fields<'_>) -> Record {
    Record {
        created_at: fields.instant("createdAt"),
        updated_at: fields.instant("updatedAt"),
        version: fields.integer("version"),
        locale: fields.required_text("locale"),
        external_ref: fields.text("externalRef"),
        purpose: Purpose::Save,
    }
}

fn read_naming(fields: &mut Fields<'_>) -> Naming {
    fields.take("id");
    Naming { slug: fields.required_text("slug"), old_slugs: fields.texts("oldSlugs") }
}

fn read_lifecycle(fields: &mut Fields<'_>) -> Lifecycle {
    Lifecycle {
        status: fields.word("status").unwrap_or(Status::Draft),
        published_at: fields.instant("publishedAt"),
        expires_at: fields.instant("expiresAt"),
    }
}

/// The texts by language, each read by `read` from its fields.
fn read_texts<T>(fields: &mut Fields<'_>, read: impl Fn(String, TextStatus, &mut Fields<'_>) -> T) -> Vec<T> {
    let texts = fields.object("text").map(Fields::each).unwrap_or_default();
    let texts = texts.into_iter().map(|(locale, mut fields)| {
        let status = fields.word("status").unwrap_or(TextStatus::Published);
        let text = read(locale, status, &mut fields);
        fields.done();
        text
    });
    texts.collect()
}

fn read_body(fields: &mut Fields<'_>) -> Body {
    let Some(mut body) = fields.object("body") else { return Body::default() };
    let markdown = read_lines(&mut body, "markdown");
    let html = read_lines(&mut body, "html");
    let made = match (markdown, html) {
        (Some(source), None) => Body::new(Format::Markdown, source),
        (None, Some(source)) => Body::new(Format::Html, source),
        (Some(_), Some(_)) => {
            body.wrong("html", "is there beside markdown: keep one of them");
            Body::default()
        }
        (None, None) => Body::default(),
    };
    body.done();
    made
}

/// A source as its lines, or as one text.
fn read_lines(body: &mut Fields<'_>, key: &'static str) -> Option<String> {
    match body.take(key)? {
        Json::Text(text) => Some(text),
        Json::List(lines) => {
            let mut source = Vec::with_capacity(lines.len());
            for (index, line) in lines.into_iter().enumerate() {
                match line {
                    Json::Text(line) => source.push(line),
                    other => {
                        let message = format!("must be a text, not {}", other.kind());
                        body.wrong(&format!("{key}.{index}"), message);
                    }
                }
            }
            Some(source.join("\n"))
        }
        other => {
            body.wrong(key, format!("must be a list of lines or a text, not {}", other.kind()));
            None
        }
    }
}

/// The id of what a field names.
fn read_link(fields: &mut Fields<'_>, key: &'static str, folder: Folder, index: &Index) -> Option<Uuid> {
    let word = fields.text(key)?;
    let found = index.find(folder, &word);
    if found.is_none() {
        fields.wrong(key, lost(folder, &word));
    }
    found
}

fn read_links<T>(fields: &mut Fields<'_>, folder: Folder, index: &Index, id: impl Fn(Uuid) -> T) -> Vec<T> {
    let key = folder.name();
    let mut ids = Vec::new();
    for (place, word) in fields.texts(key).into_iter().enumerate() {
        match index.find(folder, &word) {
            Some(found) => ids.push(id(found)),
            None => fields.wrong(&format!("{key}.{place}"), lost(folder, &word)),
        }
    }
    ids
}

fn lost(folder: Folder, word: &str) -> String {
    let folder = folder.name();
    format!("\"{word}\" is neither in {folder}/ of the bundle nor in the database: add it or leave it out")
}

/// What every file begins with.
fn write_head<S: Stored>(
    row: &S,
    names: &Names,
    folder: Folder,
    lifecycle: Option<(Status, Option<Instant>, Option<Instant>)>,
    (locale, external_ref): (&str, Option<&str>),
) -> Object {
    let mut object = Object::default();
    object.put("id", id::encode(folder.prefix(), &row.id()));
    object.put_some("slug", S::Base::slug(row.base()));
    if let Some((status, published_at, expires_at)) = lifecycle {
        object.put_word("status", status);
        object.put_instant("publishedAt", published_at);
        object.put_instant("expiresAt", expires_at);
    }
    write_record(&mut object, S::Base::stamps(row.base()), locale, external_ref);
    object.put_list("oldSlugs", names.old_slugs(row.id()));
    object
}

fn write_record(object: &mut Object, stamps: Stamps, locale: &str, external_ref: Option<&str>) {
    object.put_instant("createdAt", Some(stamps.created_at));
    object.put_instant("updatedAt", Some(stamps.updated_at));
    object.put("version", stamps.version);
    object.put("locale", locale);
    object.put_some("externalRef", external_ref);
}

/// The texts by language.
fn write_texts<T>(
    object: &mut Object,
    texts: &[T],
    write: impl Fn(&T, &mut Object) -> Result<(String, TextStatus)>,
) -> Result<()> {
    let mut all = Object::default();
    for text in texts {
        let mut fields = Object::default();
        let (locale, status) = write(text, &mut fields)?;
        let mut whole = Object::default();
        whole.put_word("status", status);
        whole.append(fields);
        all.put(&locale, whole);
    }
    object.put("text", all);
    Ok(())
}

fn write_body(object: &mut Object, source: &str, format: rich_text::Format) {
    let key = match format {
        rich_text::Format::Markdown => "markdown",
        rich_text::Format::Html => "html",
    };
    if source.is_empty() && format == rich_text::Format::Markdown {
        return;
    }
    let mut body = Object::default();
    body.put(key, source.split('\n').map(Json::from).collect::<Vec<_>>());
    object.put("body", body);
}

/// Goals from their column.
fn sdgs(column: &str) -> Result<Vec<i32>> {
    stored::json(column)
}

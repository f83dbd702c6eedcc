//! The statement of the inbox: what waits of every noun, and the working drafts that wait, merged by their age.

use entity::noun;
use sea_orm::Iterable;
use uuid::Uuid;

use super::Compiled;
use super::connection::limit;
use crate::domain::change::Verb;
use crate::query::content::{NAME, TITLE};
use crate::query::declare::{Column, Life, Noun};
use crate::query::nouns::declared;

/// What somebody does to a working draft; the rest is done to what is live, or follows from that.
const WRITTEN: [Verb; 3] = [Verb::Drafted, Verb::Reverted, Verb::Submitted];

/// Everything that has a status of its own.
fn nouns() -> impl Iterator<Item = &'static Noun> {
    noun::Noun::iter().map(declared).filter(|noun| matches!(noun.life, Life::Own))
}

/// The first so many after a place. Each branch is a seek in an index that holds nothing but what waits, stopped at the
/// limit; titles and authors are looked up for the page alone.
pub fn waiting(after: Option<(i64, Uuid)>, rows: usize) -> Compiled {
    let limit = limit(rows);
    let (since, id) = after.unwrap_or((i64::MIN, Uuid::nil()));
    let mut branches: Vec<String> = nouns().map(|noun| things(noun, limit)).collect();
    branches.push(drafts(limit));
    let text = format!(
        "SELECT w.noun, w.item_id, w.place_id, w.since, w.drafted, CASE w.noun{titles} END AS title, \
         r.actor, r.user_id, r.origin, u.name AS user_name \
         FROM (SELECT * FROM ({branches}) a ORDER BY since, place_id LIMIT {limit}) w \
         LEFT JOIN revision r ON r.item_id = w.item_id \
         AND r.number = (SELECT max(l.number) FROM revision l \
         WHERE l.item_id = w.item_id AND (w.drafted = 0 OR l.action IN ({written}))) \
         LEFT JOIN \"user\" u ON u.id = r.user_id ORDER BY w.since, w.place_id",
        written = WRITTEN.map(|verb| format!("'{}'", verb.word())).join(", "),
        titles = nouns().filter_map(title).collect::<String>(),
        branches = branches.join(" UNION ALL "),
    );
    Compiled { text, values: vec![since.into(), id.into()], moving: None }
}

/// All that waits, counted.
pub fn count() -> Compiled {
    let of = |noun: &Noun| format!("(SELECT count(*) FROM {} WHERE status = 'in_review') + ", noun.table);
    let things: String = nouns().map(of).collect();
    let text = format!("SELECT {things}(SELECT count(*) FROM revision WHERE draft = 'in_review') AS total");
    Compiled { text, values: Vec::new(), moving: None }
}

fn things(noun: &Noun, limit: usize) -> String {
    let Noun { word, table, .. } = noun;
    format!(
        "SELECT * FROM (SELECT '{word}' AS noun, id AS item_id, id AS place_id, updated_at AS since, 0 AS drafted \
         FROM {table} WHERE status = 'in_review' AND (updated_at, id) > ($1, $2) \
         ORDER BY updated_at, id LIMIT {limit}) of_{word}"
    )
}

fn drafts(limit: usize) -> String {
    format!(
        "SELECT * FROM (SELECT type AS noun, item_id, id AS place_id, at AS since, 1 AS drafted \
         FROM revision WHERE draft = 'in_review' AND (at, id) > ($1, $2) \
         ORDER BY at, id LIMIT {limit}) of_draft"
    )
}

/// Of the original.
fn title(noun: &Noun) -> Option<String> {
    let is_title = |column: &&&Column| [&TITLE, &NAME].iter().any(|title| std::ptr::eq(*title, **column));
    let column = noun.columns.iter().copied().flatten().find(is_title)?;
    Some(format!(
        " WHEN '{word}' THEN (SELECT t.{column} FROM {table} b \
         JOIN {texts} t ON t.item_id = b.id AND t.locale = b.locale WHERE b.id = w.item_id)",
        word = noun.word,
        column = column.sql,
        table = noun.table,
        texts = noun.text.as_ref()?.table,
    ))
}

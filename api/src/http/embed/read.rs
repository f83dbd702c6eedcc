//! Reads what is embedded, in one statement, as everybody reads it.

use std::sync::Arc;

use axum::http::StatusCode;
use entity::instant::Instant;

use super::kind::{Depth, Kind};
use crate::app::App;
use crate::domain::view::{Locales, Viewing};
use crate::error::Result;
use crate::http::problem::Problem;
use crate::platform::database::Reads;
use crate::query::declare::Noun;
use crate::query::named::Named;
use crate::query::node::Node;
use crate::query::page::{Ask, Condition};
use crate::query::selection::{Parts, Selection};
use crate::query::{Key, read};

/// What is on a list; what its address names and is not there is told, so that a slip is not taken for an empty list.
pub async fn list(
    db: &Reads<'_>,
    kind: Kind,
    ask: &Ask,
    viewing: &Viewing,
) -> Result<Vec<Arc<Node>>, Problem> {
    let parts = Parts { rows: true, ..Parts::default() };
    let named: Vec<_> = ask.filter.iter().flat_map(Condition::named).collect();
    let things: Vec<_> =
        named.iter().map(|(noun, slug)| (Key::Slug(slug.clone()), existence(noun))).collect();
    let mut beside = viewing.clone();
    beside.locales.or_original = true;
    let asked = (viewing, ask, parts, kind.selection(Depth::Item));
    let (page, found) = read::page_beside(db, asked, &things, &beside).await?;
    if let Some(((noun, slug), _)) = named.iter().zip(&found).find(|(_, found)| found.is_none()) {
        let word = noun.word.replace('_', " ");
        let detail = format!("the {word} `{slug}` is not there, or not public; look at its slug");
        return Err(Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", detail));
    }
    Ok(page.rows.into_iter().filter_map(|row| row.node).collect())
}

fn existence(noun: &'static Noun) -> Arc<Selection> {
    let mut selection = Selection::new(noun);
    selection.fields(&["id"]);
    selection.seal();
    Arc::new(selection)
}

pub async fn one(db: &Reads<'_>, kind: Kind, slug: &str, viewing: &Viewing) -> Result<Option<Arc<Node>>> {
    read::one(db, viewing, Key::Slug(slug.to_owned()), kind.selection(Depth::Card)).await
}

/// What everybody sees now.
pub fn live(app: &App, locales: Locales) -> Viewing {
    Viewing::live(app.clock.now(), locales)
}

/// When what is shown is no longer true by itself: something of it expires, begins or ends.
pub fn dies(nodes: &[Arc<Node>], now: Instant) -> Option<Instant> {
    let mut moments = Vec::new();
    for node in nodes {
        gather(node, &["expiresAt", "startsAt", "opensAt", "closesAt"], &mut moments);
    }
    moments.into_iter().filter(|at| *at > now.0).min().map(Instant)
}

/// When what is shown of one thing last changed, be it by itself.
pub fn changed(node: &Arc<Node>, now: Instant) -> Option<Instant> {
    let mut moments = Vec::new();
    gather(node, &["updatedAt", "publishedAt", "startsAt", "opensAt", "closesAt"], &mut moments);
    moments.into_iter().filter(|at| *at <= now.0).max().map(Instant)
}

fn gather(node: &Arc<Node>, fields: &[&str], moments: &mut Vec<i64>) {
    for named in all(node) {
        moments.extend(fields.iter().filter_map(|field| named.int(field)));
    }
}

fn all(node: &Arc<Node>) -> Vec<Named<'_>> {
    let mut found = Vec::new();
    Named(node).all(&mut found);
    found
}

//! Reads what is embedded, in one statement, as everybody reads it.

use std::sync::Arc;

use entity::instant::Instant;

use super::kind::{Depth, Kind};
use crate::app::App;
use crate::domain::view::{Locales, View, Viewing};
use crate::error::Result;
use crate::query::named::Named;
use crate::query::node::{Node, Related};
use crate::query::page::Ask;
use crate::query::selection::Parts;
use crate::query::{Key, read};

pub async fn list(app: &App, kind: Kind, ask: &Ask, viewing: &Viewing) -> Result<Vec<Arc<Node>>> {
    let parts = Parts { rows: true, ..Parts::default() };
    let page = read::page(&app.db.reader, viewing, ask, parts, kind.selection(Depth::Item)).await?;
    Ok(page.rows.into_iter().filter_map(|row| row.node).collect())
}

pub async fn one(app: &App, kind: Kind, slug: &str, viewing: &Viewing) -> Result<Option<Arc<Node>>> {
    read::one(&app.db.reader, viewing, Key::Slug(slug.to_owned()), kind.selection(Depth::Card)).await
}

/// What everybody sees now.
pub fn live(app: &App, locales: Locales) -> Viewing {
    Viewing { now: app.clock.now(), locales, view: View::Live }
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
    moments.extend(fields.iter().filter_map(|field| Named(node).int(field)));
    for at in 0..node.selection().relations.len() {
        match node.related(at) {
            Some(Related::One(Some(node))) => gather(node, fields, moments),
            Some(Related::Many(nodes)) => nodes.iter().for_each(|node| gather(node, fields, moments)),
            _ => {}
        }
    }
}

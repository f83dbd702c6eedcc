//! The straight way: questions whose every field is a value that was read are answered without the executor.
//!
//! Everything is asked and read as resolvers do it: the same arguments, selections and statements; values are told by the
//! tables of `/v1`. What a table does not know takes the usual way.

mod known;
mod plan;
mod planner;
mod write;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use entity::instant::Instant;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::document::{Prepared, TypeMap};
use crate::domain::footprint::Footprint;
use crate::domain::view::{View, Viewing};
use crate::error::{Error, Result};
use crate::http::told::By;
use crate::platform::database::Reads;
use crate::query::node::{Connection, Node};
use crate::query::read;
pub use known::{Known, Ready};
use plan::{Asked, Plan};
use write::{OneShown, PageShown};

/// A question that can be answered so.
#[derive(Debug)]
pub struct Straight {
    plan: Plan,
    /// Bytes of the last answer: the next will have about as many.
    length: AtomicUsize,
}

enum Found {
    One(Option<Arc<Node>>),
    Page(Connection),
}

impl Straight {
    pub fn of(types: &TypeMap, prepared: &Prepared) -> Option<Self> {
        Some(Self { plan: Plan::of(types, prepared)?, length: AtomicUsize::new(512) })
    }

    /// The body of the answer. Whoever fails is answered by the executor, which says what went wrong where.
    pub async fn answer(
        &self,
        db: &Reads<'_>,
        now: Instant,
        footprint: &Footprint,
        base_url: &str,
    ) -> Result<Vec<u8>> {
        let mut found = Vec::with_capacity(self.plan.roots.len());
        for root in &self.plan.roots {
            let (locales, footprint) = (root.locales.clone(), footprint.clone());
            let viewing = Viewing { now, locales, view: View::Live, footprint };
            let read = match &root.asked {
                Asked::One(one, _) => Found::One(read::one_again(db, &viewing, one, &root.again).await?),
                Asked::Page(ask, (parts, selection), _) => {
                    let asked = (&**ask, *parts, selection);
                    Found::Page(read::page_again(db, &viewing, asked, &root.again).await?)
                }
            };
            found.push((viewing, read));
        }
        let data = Data { plan: &self.plan, found: &found, base_url };
        let mut body = Vec::with_capacity(self.length.load(Ordering::Relaxed));
        serde_json::to_writer(&mut body, &Body { data })
            .map_err(|err| Error::Database(sea_orm::DbErr::Json(err.to_string())))?;
        self.length.store(body.len(), Ordering::Relaxed);
        Ok(body)
    }
}

#[derive(Serialize)]
struct Body<'a> {
    data: Data<'a>,
}

struct Data<'a> {
    plan: &'a Plan,
    found: &'a [(Viewing, Found)],
    base_url: &'a str,
}

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.found.len()))?;
        for (root, (viewing, found)) in self.plan.roots.iter().zip(self.found) {
            let by = By { viewing, base_url: self.base_url };
            match (&root.asked, found) {
                (Asked::One(_, object), Found::One(node)) => {
                    map.serialize_entry(&root.key, &OneShown { node: node.as_deref(), object, by })?;
                }
                (Asked::Page(_, _, plan), Found::Page(page)) => {
                    map.serialize_entry(&root.key, &PageShown { page, plan, by })?;
                }
                _ => return Err(serde::ser::Error::custom("what was not asked for was found")),
            }
        }
        map.end()
    }
}

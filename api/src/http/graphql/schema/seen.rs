//! What an object holds: a node, how the caller named it, and under which circumstances it was read.

use std::future::ready;
use std::sync::Arc;

use async_graphql::{Context, ID, Json};
use entity::instant::Instant;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::connection::{Connection, EdgeOf};
use super::content::Direction;
use super::context::{ContextExt, key_of};
use super::scalar::{DateTime, Locale};
use crate::domain::view::{View, Viewing};
use crate::domain::{locale, stored};
use crate::error::{Error, Result};
use crate::http::linked_data;
use crate::kit::time;
use crate::query::content;
use crate::query::declare::{Column, Life, Noun};
use crate::query::named::Named;
use crate::query::node::{Node, Related};
use crate::query::selection::{Shape, Step};
use crate::query::value::Value;

/// A node as an object holds it: what was read, how the caller named it, and under which circumstances.
#[derive(Clone)]
pub struct Seen(Arc<Inner>);

struct Inner {
    node: Arc<Node>,
    shape: Arc<Shape>,
    viewing: Arc<Viewing>,
}

/// A GraphQL object over a node.
pub trait Object: Sized + Send + Sync {
    fn over(seen: Seen) -> Self;
    fn seen(&self) -> &Seen;

    // For the interface `Node`.

    fn node_id(&self, _: &Context<'_>) -> impl Future<Output = Result<ID>> + Send {
        ready(self.seen().id())
    }

    fn node_locale_served(&self, _: &Context<'_>) -> impl Future<Output = Result<Locale>> + Send {
        ready(self.seen().locale_served())
    }

    fn node_is_fallback(&self, _: &Context<'_>) -> impl Future<Output = Result<bool>> + Send {
        ready(self.seen().is_fallback())
    }

    fn node_dir(&self, _: &Context<'_>) -> impl Future<Output = Result<Direction>> + Send {
        ready(self.seen().dir())
    }

    fn node_available_locales(&self, _: &Context<'_>) -> impl Future<Output = Result<Vec<Locale>>> + Send {
        ready(self.seen().available_locales())
    }
}

impl Seen {
    pub fn new(node: Arc<Node>, shape: Arc<Shape>, viewing: Arc<Viewing>) -> Self {
        Self(Arc::new(Inner { node, shape, viewing }))
    }

    pub fn noun(&self) -> &'static Noun {
        self.0.node.selection().noun
    }

    /// The same in the vocabulary of schema.org.
    pub fn json_ld(&self, ctx: &Context<'_>) -> Json<serde_json::Value> {
        Json(linked_data::of(Named(&self.0.node), &ctx.session().addresses))
    }

    pub fn viewing(&self) -> &Viewing {
        &self.0.viewing
    }

    /// The public id: `news_01hx…`.
    pub fn id(&self) -> Result<ID> {
        Ok(ID(entity::id::encode(self.noun().prefix, &self.uuid()?)))
    }

    pub fn uuid(&self) -> Result<Uuid> {
        self.0.node.value(&content::ID)?.uuid().ok_or(Error::NotFound("an id"))
    }

    pub fn value(&self, column: &Column) -> Result<&Value> {
        self.0.node.value(column)
    }

    /// Text that is never null.
    pub fn text(&self, column: &Column) -> Result<&str> {
        Ok(self.optional_text(column)?.unwrap_or_default())
    }

    pub fn optional_text(&self, column: &Column) -> Result<Option<&str>> {
        Ok(self.value(column)?.text())
    }

    /// A whole number that fits GraphQL's `Int`.
    pub fn int(&self, column: &Column) -> Result<Option<i32>> {
        let fits =
            |n| i32::try_from(n).map_err(|_| Error::Database(sea_orm::DbErr::Type(format!("{n} is no Int"))));
        self.value(column)?.int().map(fits).transpose()
    }

    pub fn float(&self, column: &Column) -> Result<Option<f64>> {
        Ok(self.value(column)?.float())
    }

    pub fn instant(&self, column: &Column) -> Result<Option<DateTime>> {
        Ok(self.value(column)?.int().map(|ms| DateTime(Instant(ms))))
    }

    /// An instant by the clock of the time zone in another column.
    pub fn local(&self, column: &Column, zone: &Column) -> Result<Option<String>> {
        let zone = self.text(zone)?;
        let unknown = || Error::Database(sea_orm::DbErr::Type(format!("{zone} is no time zone")));
        let local = |instant| time::local(instant, zone).ok_or_else(unknown);
        self.value(column)?.int().map(local).transpose()
    }

    /// The locale of the chosen text.
    pub fn locale_served(&self) -> Result<Locale> {
        Ok(Locale(self.text(&content::LOCALE_SERVED)?.to_owned()))
    }

    /// Whether the text is in another locale than the one asked for.
    pub fn is_fallback(&self) -> Result<bool> {
        let served = self.text(&content::LOCALE_SERVED)?;
        Ok(self.viewing().locales.wanted.first().is_some_and(|wanted| wanted != served))
    }

    /// The direction the chosen text is read in.
    pub fn dir(&self) -> Result<Direction> {
        let served = self.text(&content::LOCALE_SERVED)?;
        let is_rtl = locale::Locale::parse(served).is_ok_and(|served| served.dir() == locale::Direction::Rtl);
        Ok(if is_rtl { Direction::Rtl } else { Direction::Ltr })
    }

    /// Every locale it can be read in, by name.
    pub fn available_locales(&self) -> Result<Vec<Locale>> {
        let locales = self.value(&content::LOCALES)?.array().iter().filter_map(Value::text);
        Ok(locales.map(|locale| Locale(locale.to_owned())).collect())
    }

    /// JSON that is stored as text.
    pub fn json<T: DeserializeOwned>(&self, column: &Column) -> Result<Option<T>> {
        self.optional_text(column)?.map(stored::json).transpose()
    }

    /// The thing a relation leads to.
    pub fn one<T: Object>(&self, ctx: &Context<'_>) -> Option<T> {
        match self.step(ctx)? {
            (Related::One(node), step) => Some(T::over(self.beneath(node.as_ref()?, step))),
            _ => None,
        }
    }

    /// The short list a relation leads to.
    pub fn many<T: Object>(&self, ctx: &Context<'_>) -> Vec<T> {
        match self.step(ctx) {
            Some((Related::Many(nodes), step)) => {
                nodes.iter().map(|node| T::over(self.beneath(node, step))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The page a relation leads to.
    pub fn page<E: EdgeOf>(&self, ctx: &Context<'_>) -> Result<Connection<E>> {
        match self.step(ctx) {
            Some((Related::Page(page), step)) => {
                Ok(Connection::new(page.clone(), step.shape.clone(), self.beneath_viewing()))
            }
            _ => Err(Error::Database(sea_orm::DbErr::Custom("a connection that was not read".into()))),
        }
    }

    fn step(&self, ctx: &Context<'_>) -> Option<(&Related, &Step)> {
        let step = self.0.shape.step(key_of(ctx.asked()))?;
        Some((self.0.node.related(step.relation?)?, step))
    }

    fn beneath(&self, node: &Arc<Node>, step: &Step) -> Self {
        // A file is seen as what uses it.
        let is_file = matches!(node.selection().noun.life, Life::Used);
        let ours = self.0.node.selection();
        let link = step.relation.and_then(|at| ours.relations.get(at)).map(|wanted| &wanted.relation.link);
        let is_seen_with_us = is_file || link.is_some_and(|link| ours.noun.is_one_with(link));
        let viewing = if is_seen_with_us { self.0.viewing.clone() } else { self.beneath_viewing() };
        Self::new(node.clone(), step.shape.clone(), viewing)
    }

    /// Beneath what an editor asked for everything is live.
    fn beneath_viewing(&self) -> Arc<Viewing> {
        match self.0.viewing.view {
            View::Live => self.0.viewing.clone(),
            View::Draft => Arc::new(Viewing { view: View::Live, ..Viewing::clone(&self.0.viewing) }),
        }
    }
}

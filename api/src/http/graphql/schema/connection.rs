//! Lists as Relay connections.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::{Context, Object as GraphqlObject, OutputType, SimpleObject, TypeName};

use super::context::{ContextExt, key_of};
use super::scalar::Date;
use super::seen::{Object, Seen};
use crate::domain::view::Viewing;
use crate::error::{Error, Result};
use crate::query::node::{Connection as Page, Node, Row};
use crate::query::selection::Shape;
use crate::query::value::Value;

/// An edge type: what stands between a list and its nodes.
pub trait EdgeOf: OutputType {
    type Node: Object + OutputType;
    /// The name of the connection.
    const CONNECTION: &'static str;
    fn over(place: Place) -> Self;
}

/// One place of a page, with what is needed to tell it.
pub struct Place {
    page: Arc<Page>,
    index: usize,
    shape: Arc<Shape>,
    viewing: Arc<Viewing>,
}

/// A page of a list, in its order.
pub struct Connection<E> {
    page: Arc<Page>,
    shape: Arc<Shape>,
    viewing: Arc<Viewing>,
    edge: PhantomData<fn() -> E>,
}

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub struct PageInfo {
    /// There is more after this page.
    pub has_next_page: bool,
    /// There is more before this page.
    pub has_previous_page: bool,
    /// The cursor of the first edge; null on an empty page.
    pub start_cursor: Option<String>,
    /// The cursor of the last edge, to be given as `after`; null on an empty page.
    pub end_cursor: Option<String>,
}

impl<E> Connection<E> {
    pub fn new(page: Arc<Page>, shape: Arc<Shape>, viewing: Arc<Viewing>) -> Self {
        Self { page, shape, viewing, edge: PhantomData }
    }
}

impl<E: EdgeOf> TypeName for Connection<E> {
    fn type_name() -> Cow<'static, str> {
        E::CONNECTION.into()
    }
}

/// A page of a list, in its order; ask for at most 100 at a time and go on with `after: endCursor`.
#[GraphqlObject(name_type)]
impl<E: EdgeOf> Connection<E> {
    /// The items with their cursors.
    async fn edges(&self, ctx: &Context<'_>) -> Vec<E> {
        let Some(step) = self.shape.step(key_of(ctx.asked())) else { return Vec::new() };
        let place = |index| Place {
            page: self.page.clone(),
            index,
            shape: step.shape.clone(),
            viewing: self.viewing.clone(),
        };
        (0..self.page.rows.len()).map(|index| E::over(place(index))).collect()
    }

    /// The items alone.
    async fn nodes(&self, ctx: &Context<'_>) -> Vec<E::Node> {
        let Some(step) = self.shape.step(key_of(ctx.asked())) else { return Vec::new() };
        let nodes = self.page.rows.iter().filter_map(|row| row.node.as_ref());
        nodes
            .map(|node| E::Node::over(Seen::new(node.clone(), step.shape.clone(), self.viewing.clone())))
            .collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |row: Option<&Row>| row.map(|row| row.cursor.encode());
        PageInfo {
            has_next_page: self.page.has_next,
            has_previous_page: self.page.has_previous,
            start_cursor: cursor(self.page.rows.first()),
            end_cursor: cursor(self.page.rows.last()),
        }
    }

    /// How many items the whole list has; counted only when asked for.
    async fn total_count(&self) -> i32 {
        i32::try_from(self.page.total).unwrap_or(i32::MAX)
    }
}

impl Place {
    fn row(&self) -> &Row {
        &self.page.rows[self.index]
    }

    fn node<T: Object>(&self, ctx: &Context<'_>) -> Result<T> {
        let step = self.shape.step(key_of(ctx.asked()));
        let node: Option<&Arc<Node>> = self.row().node.as_ref();
        let (Some(step), Some(node)) = (step, node) else {
            return Err(Error::Database(sea_orm::DbErr::Custom("an edge without its node".into())));
        };
        Ok(T::over(Seen::new(node.clone(), step.shape.clone(), self.viewing.clone())))
    }
}

/// A node whose connections have plain edges.
pub trait Listed: Object + OutputType {
    const EDGE: &'static str;
    const CONNECTION: &'static str;
}

/// An item of a list.
pub struct Edge<T> {
    place: Place,
    node: PhantomData<fn() -> T>,
}

impl<T: Listed> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        T::EDGE.into()
    }
}

impl<T: Listed> EdgeOf for Edge<T> {
    type Node = T;
    const CONNECTION: &'static str = T::CONNECTION;

    fn over(place: Place) -> Self {
        Self { place, node: PhantomData }
    }
}

/// An item of a list with its place.
#[GraphqlObject(name_type)]
impl<T: Listed> Edge<T> {
    /// Opaque; goes into `after` or `before` of the same list in the same order.
    async fn cursor(&self) -> String {
        self.place.row().cursor.encode()
    }

    /// The item.
    async fn node(&self, ctx: &Context<'_>) -> Result<T> {
        self.place.node(ctx)
    }
}

/// A node that stands at one end of a membership.
pub trait Member: Object + OutputType {
    const EDGE: &'static str;
    const CONNECTION: &'static str;
}

/// A membership: a city in a cluster, seen from either end.
pub struct MembershipEdge<T> {
    place: Place,
    node: PhantomData<fn() -> T>,
}

impl<T: Member> TypeName for MembershipEdge<T> {
    fn type_name() -> Cow<'static, str> {
        T::EDGE.into()
    }
}

impl<T: Member> EdgeOf for MembershipEdge<T> {
    type Node = T;
    const CONNECTION: &'static str = T::CONNECTION;

    fn over(place: Place) -> Self {
        Self { place, node: PhantomData }
    }
}

/// The membership of a city in a cluster.
#[GraphqlObject(name_type)]
impl<T: Member> MembershipEdge<T> {
    /// Opaque; goes into `after` or `before` of the same list in the same order.
    async fn cursor(&self) -> String {
        self.place.row().cursor.encode()
    }

    /// The one at the other end.
    async fn node(&self, ctx: &Context<'_>) -> Result<T> {
        self.place.node(ctx)
    }

    /// Is the city shown among the cluster's featured members?
    async fn featured(&self) -> bool {
        self.column(0).is_some_and(Value::truth)
    }

    /// Its place among the cluster's members, from 0 up.
    async fn position(&self) -> i32 {
        self.column(1).and_then(Value::int).and_then(|n| i32::try_from(n).ok()).unwrap_or(0)
    }

    /// The day it joined; null when nobody wrote it down.
    async fn joined_on(&self) -> Option<Date> {
        self.column(2).and_then(Value::text).map(|day| Date(day.to_owned()))
    }
}

impl<T> MembershipEdge<T> {
    /// In the order of `query::city`'s declaration.
    fn column(&self, n: usize) -> Option<&Value> {
        self.place.row().edge.get(n)
    }
}

//! What records share that are no content: who did it, and how they are paged.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object as GraphqlObject, OutputType, SimpleObject, TypeName};
use entity::{audit_event, noun};

use super::connection::PageInfo;
use super::context::ContextExt;
use crate::query::record::{Doer, Page, Record, Window};

/// What kind of caller did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "audit_event::Actor")]
pub enum ActorKind {
    /// Somebody who has not signed in.
    Anonymous,
    /// A user.
    User,
    /// The command line.
    System,
}

/// A type of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "noun::Noun")]
pub enum ContentType {
    /// A cluster.
    Cluster,
    /// A city.
    City,
    /// A topic.
    Topic,
    /// A news item.
    NewsItem,
    /// A call for submissions.
    Call,
    /// A practice.
    Practice,
    /// A media item.
    MediaItem,
    /// A partner.
    Partner,
}

/// A user, as one who did something.
#[derive(Clone, Debug, SimpleObject)]
pub struct Person {
    /// Opaque and stable.
    pub id: ID,
    /// Null when there is no such user any more.
    pub name: Option<String>,
}

/// The user that it was, if it was one.
pub fn person(doer: Doer) -> Option<Person> {
    Some(Person { id: ID(doer.user?.to_string()), name: doer.name })
}

/// A record that is read by page.
pub trait Entry: OutputType {
    const EDGE: &'static str;
    const CONNECTION: &'static str;
}

/// A page of records.
pub struct Entries<T> {
    rows: Vec<(String, Arc<T>)>,
    has_next: bool,
    has_previous: bool,
    total: u64,
}

/// One of them with its place.
pub struct EntryEdge<T> {
    cursor: String,
    node: Arc<T>,
}

/// The part of a list that a root field asks for.
pub fn window<T: Record>(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<&str>,
) -> async_graphql::Result<Window> {
    Window::check::<T>(first, after).map_err(|err| ctx.blame(err))
}

/// Whether a root field asks for this of its page, or of what is on it.
pub fn asks(ctx: &Context<'_>, field: &str) -> bool {
    let asked = ctx.look_ahead();
    let on_page = [asked.field("nodes"), asked.field("edges").field("node")];
    asked.field(field).exists() || on_page.iter().any(|node| node.field(field).exists())
}

impl<T> Entries<T> {
    /// `total` is zero unless asked for.
    pub fn new<R: Record>(page: Page<R>, total: u64, mut into: impl FnMut(R) -> T) -> Self {
        let Page { rows, has_next, has_previous } = page;
        let rows = rows.into_iter().map(|row| (row.cursor(), Arc::new(into(row)))).collect();
        Self { rows, has_next, has_previous, total }
    }

    pub fn none() -> Self {
        Self { rows: Vec::new(), has_next: false, has_previous: false, total: 0 }
    }
}

impl<T: Entry> TypeName for Entries<T> {
    fn type_name() -> Cow<'static, str> {
        T::CONNECTION.into()
    }
}

/// A page of a list, in its order; ask for at most 100 at a time and go on with `after: endCursor`.
#[GraphqlObject(name_type)]
impl<T: Entry> Entries<T> {
    /// The items with their cursors.
    async fn edges(&self) -> Vec<EntryEdge<T>> {
        let edge =
            |(cursor, node): &(String, Arc<T>)| EntryEdge { cursor: cursor.clone(), node: node.clone() };
        self.rows.iter().map(edge).collect()
    }

    /// The items alone.
    async fn nodes(&self) -> Vec<Arc<T>> {
        self.rows.iter().map(|(_, node)| node.clone()).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let cursor = |row: Option<&(String, Arc<T>)>| row.map(|(cursor, _)| cursor.clone());
        PageInfo {
            has_next_page: self.has_next,
            has_previous_page: self.has_previous,
            start_cursor: cursor(self.rows.first()),
            end_cursor: cursor(self.rows.last()),
        }
    }

    /// How many items the whole list has; counted only when asked for.
    async fn total_count(&self) -> i32 {
        i32::try_from(self.total).unwrap_or(i32::MAX)
    }
}

impl<T: Entry> TypeName for EntryEdge<T> {
    fn type_name() -> Cow<'static, str> {
        T::EDGE.into()
    }
}

/// An item of a list with its place.
#[GraphqlObject(name_type)]
impl<T: Entry> EntryEdge<T> {
    /// Opaque; goes into `after` of the same list.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> Arc<T> {
        self.node.clone()
    }
}

//! What root fields do: read one thing or a page, as it was asked for.

use std::sync::Arc;

use async_graphql::Context;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::connection::{Connection, EdgeOf};
use super::context::ContextExt;
use super::seen::{Object, Seen};
use super::selection;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::view::{View, Viewing};
use crate::error::Result;
use crate::query::declare::{List, Noun};
use crate::query::node::Node;
use crate::query::selection::Selection;
use crate::query::{Key, read};
use crate::service::content::seen;

/// What a nullable root field answers: where it fails, null stands in its place and nothing else is lost.
/// (`Result<Option<_>>` would take its siblings along.)
pub type Nullable<T> = Option<async_graphql::Result<T>>;

/// As GraphQL wants it.
pub fn nullable<T>(found: async_graphql::Result<Option<T>>) -> Nullable<T> {
    found.transpose()
}

/// A mutation, by the same rule: where one is refused, it is told what the others of its document did. Boxed, since there
/// are many, and what they wait for would lie on the stack together.
pub fn alone<'a, T: 'a>(
    answer: impl Future<Output = async_graphql::Result<T>> + Send + 'a,
) -> BoxFuture<'a, Nullable<T>> {
    answer.map(Some).boxed()
}

/// Reads one thing as the root field was asked for.
pub async fn find<T: Object>(ctx: &Context<'_>, noun: &'static Noun, key: Key) -> Nullable<T> {
    nullable(try_find(ctx, noun, key).await)
}

async fn try_find<T: Object>(
    ctx: &Context<'_>,
    noun: &'static Noun,
    key: Key,
) -> async_graphql::Result<Option<T>> {
    let viewing = ctx.viewing()?;
    let (wanted, shape) = selection::of_node(ctx, noun)?;
    let found = one(ctx, &viewing, key, &wanted).await?;
    Ok(found.map(|node| T::over(Seen::new(node, shape, viewing))))
}

/// One thing as the public sees it, or as its editors do.
pub async fn one(
    ctx: &Context<'_>,
    viewing: &Viewing,
    key: Key,
    selection: &Arc<Selection>,
) -> async_graphql::Result<Option<Arc<Node>>> {
    let app = &ctx.session().app;
    match viewing.view {
        View::Live => Ok(read::one(&ctx.session().db(), viewing, key, selection).await?),
        View::Draft => Ok(seen(app, ctx.actor().await?, viewing, key, selection).await?),
    }
}

/// Lists in whatever state are for editors; what has no text in the language asked for is there in its original.
async fn editors(ctx: &Context<'_>, viewing: &Viewing) -> Result<Arc<Viewing>> {
    permission::require(ctx.actor().await?, Action::ReadDrafts, Thing::Everything)?;
    let mut viewing = viewing.clone();
    viewing.locales.or_original = true;
    Ok(Arc::new(viewing))
}

/// Reads a page as the root field was asked for.
pub async fn page<E: EdgeOf>(ctx: &Context<'_>, list: &'static List) -> async_graphql::Result<Connection<E>> {
    let viewing = ctx.viewing()?;
    let asked = selection::of_page(ctx, list)?;
    let viewing = match viewing.view {
        View::Live => viewing,
        View::Draft => editors(ctx, &viewing).await?,
    };
    let db = ctx.session().db();
    let page = read::page(&db, &viewing, &asked.ask, asked.parts, &asked.selection).await?;
    Ok(Connection::new(Arc::new(page), asked.shape, viewing))
}

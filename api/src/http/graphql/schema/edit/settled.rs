//! What mutations answer: what came of them, and what stands in their way.

use async_graphql::{Context, Json, SimpleObject, Value};

use crate::domain::change::Author;
use crate::domain::diff;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::view::{View, Viewing};
use crate::error::{Error, Result};
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::scalar::json;
use crate::http::graphql::schema::seen::{Object, Seen};
use crate::http::graphql::schema::selection;
use crate::http::graphql::schema::user_error::{UserError, told};
use crate::query::declare::Noun;
use crate::service::content::{Done, answered};
use std::sync::Arc;

/// A stale update: somebody else was faster, and nothing was overwritten.
#[derive(Clone, Debug, SimpleObject)]
pub struct Conflict {
    /// The version there is now: read it, and name it in the next try.
    pub current_version: i32,
    /// The fields that your update would have changed.
    pub fields: Vec<ConflictField>,
}

/// A field that a stale update would have changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct ConflictField {
    /// The way to it in the input: `["text", "en", "body", "markdown"]`, where `en` is the language of the text.
    pub path: Vec<String>,
    /// As your update wants it.
    pub yours: Json<Value>,
    /// As it is.
    pub current: Json<Value>,
}

/// What came of a mutation.
#[derive(Debug)]
pub struct Settled {
    /// What was changed, to be read back.
    done: Option<Done>,
    pub user_errors: Vec<UserError>,
    pub conflict: Option<Conflict>,
}

impl Settled {
    /// There is nothing left to be read.
    #[must_use]
    pub fn gone(self) -> Self {
        Self { done: None, ..self }
    }
}

/// Sets what the person can mend apart from all other errors.
pub fn settle(outcome: Result<impl Into<Done>>) -> Result<Settled> {
    match outcome {
        Ok(done) => Ok(Settled { done: Some(done.into()), user_errors: Vec::new(), conflict: None }),
        Err(Error::Mistakes(found)) => Ok(Settled { done: None, user_errors: told(found), conflict: None }),
        Err(Error::Stale(mut found)) => {
            let user_errors = UserError::stale(&mut found);
            Ok(Settled { done: None, user_errors, conflict: Some(found.into()) })
        }
        Err(other) => Err(other),
    }
}

/// Who asks, if they may do this to anything at all: that comes before whatever is wrong with what they ask.
pub async fn author(ctx: &Context<'_>, action: Action) -> Result<Author> {
    let actor = ctx.actor().await?.clone();
    permission::require(&actor, action, Thing::Any)?;
    Ok(Author { actor, from: ctx.session().from })
}

/// What was changed, as it now stands for its editors.
pub async fn thing<T: Object>(
    ctx: &Context<'_>,
    settled: &Settled,
    noun: &'static Noun,
) -> async_graphql::Result<Option<T>> {
    let Some(done) = &settled.done else { return Ok(None) };
    // What was published a moment ago is not still to come: it happened after the request began.
    let now = ctx.session().app.clock.now();
    let viewing = Arc::new(Viewing { now, view: View::Draft, ..Viewing::clone(&*ctx.viewing()?) });
    let (wanted, shape) = selection::of_node(ctx, noun)?;
    let actor = ctx.actor().await?;
    let found = answered(&ctx.session().app, actor, &viewing, done, &wanted).await?;
    Ok(found.map(|node| T::over(Seen::new(node, shape, viewing))))
}

impl From<diff::Conflict> for Conflict {
    fn from(found: diff::Conflict) -> Self {
        let field = |field: diff::Difference| ConflictField {
            path: field.path,
            yours: json(field.after),
            current: json(field.before),
        };
        Self { current_version: found.current_version, fields: found.fields.into_iter().map(field).collect() }
    }
}

//! How content came to be what it is.

use std::collections::HashMap;

use async_graphql::{Context, Enum, ID, Json, Object as GraphqlObject, SimpleObject, Value};
use entity::id::RevisionId;
use entity::revision::Draft;

use super::context::ContextExt;
use super::record::{ActorKind, ContentType, Entries, Entry, Person, asks, person, window};
use super::root::{Nullable, nullable};
use super::scalar::{DateTime, json};
use crate::domain::change::Verb;
use crate::domain::diff::Difference;
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::query::{nouns, revision};

/// What was done to a piece of content. Words are added, never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Verb")]
pub enum ChangeAction {
    /// It came to be.
    Created,
    /// It was changed.
    Updated,
    /// The deadline of a call was moved.
    Extended,
    /// Its working draft was saved; the public saw no change.
    Drafted,
    /// Its working draft took over what was done elsewhere: a topic of many, a deadline that was moved, something it named
    /// that was purged.
    Followed,
    /// Its working draft was thrown away.
    Discarded,
    /// It, or its working draft, was given to an editor.
    Submitted,
    /// It, or its working draft, was given back to its author.
    Returned,
    /// It was shown to the public, at once or for later.
    Published,
    /// It was taken back from the public.
    Unpublished,
    /// It was put away.
    Archived,
    /// It was taken out of the archive.
    Restored,
    /// It became again what it was at an earlier version.
    Reverted,
    /// It was removed with its history.
    Purged,
    /// Somebody said something about it.
    Commented,
}

/// Where a working draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Draft")]
pub enum DraftState {
    /// Being written.
    Draft,
    /// Waiting for an editor.
    InReview,
}

/// What a thing was, or was to become, after a change.
pub struct Revision {
    told: revision::Revision,
    /// Null unless asked for.
    document: serde_json::Value,
}

impl Entry for Revision {
    const EDGE: &'static str = "RevisionEdge";
    const CONNECTION: &'static str = "RevisionConnection";
}

/// What a thing was, or was to become, after a change.
#[GraphqlObject]
impl Revision {
    /// Opaque and stable; `revisionDiff` compares two, and the `restore…Revision` mutations take one.
    async fn id(&self) -> ID {
        ID(self.told.id.to_string())
    }

    /// The `version` the thing had from then on; that of its working draft, where `action` is DRAFTED or FOLLOWED.
    async fn number(&self) -> i32 {
        self.told.number
    }

    /// What was done.
    async fn action(&self) -> Result<ChangeAction> {
        let unknown = || Error::Database(sea_orm::DbErr::Type(format!("{} is no action", self.told.action)));
        Verb::of(&self.told.action).map(ChangeAction::from).ok_or_else(unknown)
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.told.at)
    }

    /// Through whom.
    async fn actor(&self) -> ActorKind {
        self.told.doer().actor.into()
    }

    /// Who, if it was a user; null for the command line.
    async fn user(&self) -> Option<Person> {
        person(self.told.doer())
    }

    /// The network address it came from; null for the command line, and where it is not known.
    async fn origin(&self) -> Option<String> {
        self.told.doer().origin
    }

    /// While it is the thing's working draft, where that stands; null for all others.
    async fn draft(&self) -> Option<DraftState> {
        self.told.draft.map(DraftState::from)
    }

    /// The whole thing as it is edited: its texts by language, its relations by id. All documents of a page together
    /// may have 8 MiB.
    async fn document(&self) -> Json<Value> {
        json(self.document.clone())
    }
}

/// What differs between two revisions of a thing.
#[derive(SimpleObject)]
pub struct RevisionDiff {
    /// Whose revisions they are.
    #[graphql(name = "type")]
    pub kind: ContentType,
    /// The thing's id.
    pub item: ID,
    /// What differs, in the order of the fields; empty when nothing does.
    pub fields: Vec<FieldDifference>,
}

/// A field that differs. Lists are told whole, texts field by field.
#[derive(SimpleObject)]
pub struct FieldDifference {
    /// The way to it: `["text", "en", "title"]`, where `en` is the language of the text.
    pub path: Vec<String>,
    /// Null where it was not there.
    pub before: Json<Value>,
    /// Null where it is no longer there.
    pub after: Json<Value>,
}

#[derive(Default)]
pub struct RevisionQuery;

#[GraphqlObject]
impl RevisionQuery {
    /// The revisions of a thing, the newest first; none of what was never there or was purged. Editors only.
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of the thing, as an answer gave it.")] id: ID,
        #[graphql(desc = "How many: 0 to 100, 20 when absent.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list.")] after: Option<String>,
    ) -> async_graphql::Result<Entries<Revision>> {
        permission::require(ctx.actor().await?, Action::ReadHistory, Thing::Any)?;
        let thing = nouns::content("id", &id).map_err(|err| ctx.blame(err))?;
        let window = window::<revision::Revision>(ctx, first, after.as_deref())?;
        let db = &ctx.session().app.db.reader;
        let page = revision::page(db, thing, &window).await?;
        let total = if asks(ctx, "totalCount") { revision::count(db, thing).await? } else { 0 };
        let mut documents =
            if asks(ctx, "document") { revision::documents(db, &page.rows).await? } else { HashMap::new() };
        Ok(Entries::new(page, total, |told| {
            let document = documents.remove(&told.number).unwrap_or_default();
            Revision { told, document }
        }))
    }

    /// What differs between two revisions of one thing. Editors only.
    async fn revision_diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the revision before.")] from: ID,
        #[graphql(desc = "The id of the revision after.")] to: ID,
    ) -> Nullable<RevisionDiff> {
        nullable(diff(ctx, &from, &to).await.map(Some))
    }
}

async fn diff(ctx: &Context<'_>, from: &ID, to: &ID) -> async_graphql::Result<RevisionDiff> {
    permission::require(ctx.actor().await?, Action::ReadHistory, Thing::Any)?;
    let compared = async {
        let (from, to) = (parse("from", from)?, parse("to", to)?);
        revision::differences(&ctx.session().app.db.reader, from, to).await
    };
    let (before, fields) = compared.await.map_err(|err| ctx.blame(err))?;
    let item = ID(nouns::public_id(before.noun, &before.item_id));
    let fields = fields.into_iter().map(FieldDifference::from).collect();
    Ok(RevisionDiff { kind: before.noun.into(), item, fields })
}

fn parse(argument: &'static str, id: &ID) -> Result<RevisionId> {
    let wrong = "is no id of a revision, which begin with revision_: give one as `revisions` answers it";
    id.parse().map_err(|_| Error::invalid(argument, wrong))
}

impl From<Difference> for FieldDifference {
    fn from(found: Difference) -> Self {
        Self { path: found.path, before: json(found.before), after: json(found.after) }
    }
}

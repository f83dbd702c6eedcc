//! Content as it is edited.

use async_graphql::{Context, ID, Json, Object as GraphqlObject, SimpleObject, Value};

use super::context::ContextExt;
use super::record::ContentType;
use super::revision::DraftState;
use super::root::{Nullable, nullable};
use crate::domain::stored;
use crate::query::nouns;
use crate::service::content::{self, Edited};

/// A thing as it is edited.
#[derive(SimpleObject)]
pub struct Document {
    /// The thing's id.
    pub id: ID,
    /// What it is.
    #[graphql(name = "type")]
    pub kind: ContentType,
    /// What an update names as `expectedVersion`.
    pub version: i32,
    /// Where its working draft stands, if it has one, which is then what `fields` says; null where there is none.
    pub draft: Option<DraftState>,
    /// All there is of it, called and written as in the inputs of its mutations: its texts in every language, its
    /// relations by id. `locale`, `status`, `publishedAt`, `expiresAt` and the `members` of a cluster, which have
    /// mutations of their own, are told, too, and are no fields of an update. Of `closesAt` and `closesAtLocal`, which mean
    /// the same, send back the one that was changed. The questions of a form are in their order.
    pub fields: Json<Value>,
}

#[derive(Default)]
pub struct DocumentQuery;

#[GraphqlObject]
impl DocumentQuery {
    /// A thing as it is edited, its working draft where it has one: what a form is filled with. A relation names all
    /// there is, also what is not live yet or is not in the language that you read in; a list that you send back replaces
    /// the whole. Those of a city are not told what they may not see, which stays unless they name another call in its
    /// place. Null where there is no such thing that you may change.
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of the thing, as an answer gave it.")] id: ID,
    ) -> Nullable<Document> {
        nullable(find(ctx, &id).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> async_graphql::Result<Option<Document>> {
    let (app, actor) = (&ctx.session().app, ctx.actor().await?);
    let (kind, item) = nouns::content("id", id).map_err(|err| ctx.blame(err))?;
    let found = content::edited(app, actor, (kind, item)).await?;
    let Some(Edited { version, draft, document }) = found else { return Ok(None) };
    let draft = draft.map(DraftState::from);
    // Read as it is written: the fields of a form are in an order.
    let fields = Json(stored::json(&document)?);
    Ok(Some(Document { id: ID(nouns::public_id(kind, &item)), kind: kind.into(), version, draft, fields }))
}

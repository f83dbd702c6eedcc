//! The same step for many things at once: all of them or none.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object as GraphqlObject, SimpleObject};
use entity::id::{NewsItemId, TopicId};

use super::{author, from, id, until};
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::error::{Error, Result};
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::scalar::DateTime;
use crate::http::graphql::schema::user_error::{UserError, told};
use crate::service::content::{self, Named, Obstacles, When};

/// What is shown, and from when to when.
#[derive(InputObject)]
pub struct PublishManyInput {
    /// Of content of any kind; at most 500.
    pub ids: Vec<ID>,
    /// Live from this instant on. Left out, `publishedAt` of each stays, also a time to come; where there is none, now. `null`
    /// takes times to come away: now.
    pub publish_at: MaybeUndefined<DateTime>,
    /// No longer live from this instant on; `null` takes an end away, left out it stays.
    pub expires_at: MaybeUndefined<DateTime>,
}

/// What is put away.
#[derive(InputObject)]
pub struct ArchiveManyInput {
    /// Of content of any kind; at most 500.
    pub ids: Vec<ID>,
}

/// Which news is filed under which topics, or no longer.
#[derive(InputObject)]
pub struct TagManyInput {
    /// Of news items; at most 500.
    pub ids: Vec<ID>,
    /// Topics they are to be filed under.
    #[graphql(default)]
    pub add: Vec<ID>,
    /// Topics they are not to be filed under.
    #[graphql(default)]
    pub remove: Vec<ID>,
}

/// What came of it for one thing.
#[derive(SimpleObject)]
pub struct ManyResult {
    /// As it was given.
    pub id: ID,
    /// What to mend about this one; empty when nothing stands in its way.
    pub user_errors: Vec<UserError>,
}

/// What came of it: where anything is to be mended, nothing was done.
#[derive(SimpleObject)]
pub struct ManyPayload {
    /// One for each id, in their order.
    pub results: Vec<ManyResult>,
    /// What to mend about the input as a whole; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct ManyMutation;

#[GraphqlObject]
impl ManyMutation {
    /// Shows many things to the public, each with what its working draft says: all of them, or none. Editors only.
    async fn publish_many(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and when.")] input: PublishManyInput,
    ) -> Nullable<ManyPayload> {
        alone(async {
            let author = author(ctx, Action::Publish).await?;
            let when = When { from: from(input.publish_at), until: until(input.expires_at) };
            let outcome = match named(&input.ids) {
                Ok(things) => content::publish_many(&ctx.session().app, author, &things, when).await,
                Err(wrong) => Err(wrong),
            };
            settled(input.ids, outcome)
        })
        .await
    }

    /// Puts many things away: all of them, or none. Editors only.
    async fn archive_many(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ArchiveManyInput,
    ) -> Nullable<ManyPayload> {
        alone(async {
            let author = author(ctx, Action::Publish).await?;
            let outcome = match named(&input.ids) {
                Ok(things) => content::archive_many(&ctx.session().app, author, &things).await,
                Err(wrong) => Err(wrong),
            };
            settled(input.ids, outcome)
        })
        .await
    }

    /// Files many news items under topics, or takes them out, at once, in their working drafts, too: all of them, or
    /// none. Editors only.
    async fn tag_many(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and under what.")] input: TagManyInput,
    ) -> Nullable<ManyPayload> {
        alone(async {
            let author = author(ctx, Action::Write).await?;
            let app = &ctx.session().app;
            let outcome = match tags(&input) {
                Ok((items, add, remove)) => content::tag_many(app, author, &items, (&add, &remove)).await,
                Err(wrong) => Err(wrong),
            };
            settled(input.ids, outcome)
        })
        .await
    }
}

type Tags = (Vec<NewsItemId>, Vec<TopicId>, Vec<TopicId>);

fn tags(input: &TagManyInput) -> Result<Tags> {
    id::read(|check| {
        let items = id::many(check, "ids", &input.ids);
        (items, id::many(check, "add", &input.add), id::many(check, "remove", &input.remove))
    })
}

/// Content of any kind.
fn named(ids: &[ID]) -> Result<Vec<Named>> {
    id::read(|check| id::many(check, "ids", ids))
}

fn settled(ids: Vec<ID>, outcome: Result<Obstacles>) -> async_graphql::Result<ManyPayload> {
    let (obstacles, user_errors) = match outcome {
        Ok(obstacles) if obstacles.is_empty() => (obstacles, Vec::new()),
        Ok(obstacles) => {
            let message = "Nothing was done: mend what `results` tell, or leave those things out.";
            (obstacles, vec![UserError::whole(Code::InvalidState.into(), message)])
        }
        Err(Error::Mistakes(found)) => (Obstacles::new(), told(found)),
        Err(other) => return Err(other.into()),
    };
    let result = |id: ID| {
        let found =
            entity::id::decode(&id).and_then(|(_, id)| obstacles.get(&id)).cloned().unwrap_or_default();
        ManyResult { id, user_errors: found.into_iter().map(UserError::from).collect() }
    };
    Ok(ManyPayload { results: ids.into_iter().map(result).collect(), user_errors })
}

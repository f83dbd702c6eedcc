//! The same step for many things at once: all of them or none.

use std::collections::{HashMap, HashSet};

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object as GraphqlObject, SimpleObject};
use entity::id::{NewsItemId, TopicId};

use super::{author, from, id, until};
use crate::domain::check::Check;
use crate::domain::mistake::{Code, Mistake};
use crate::domain::permission::Action;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::scalar::DateTime;
use crate::http::graphql::schema::user_error::{UserError, told};
use crate::service::content::{self, Named, Obstacles, Things, When};

/// What is shown, and from when to when.
#[derive(InputObject)]
pub struct PublishManyInput {
    /// Of content of any kind; at most 500.
    pub ids: Vec<ID>,
    /// Live from this instant on. Left out, `publishedAt` of each stays, also a time to come; where there is none, now. `null`
    /// takes times to come away: now.
    pub publish_at: MaybeUndefined<DateTime>,
    /// No longer live from this instant on; `null` takes an end away; left out it stays, unless it has passed.
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
            let outcome = content::publish_many(&ctx.session().app, author, named(&input.ids), when).await;
            Ok(settled(input.ids, outcome?))
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
            let outcome = content::archive_many(&ctx.session().app, author, named(&input.ids)).await;
            Ok(settled(input.ids, outcome?))
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
            let (items, add, remove) = tags(&input);
            let outcome = content::tag_many(app, author, items, (&add, &remove)).await;
            Ok(settled(input.ids, outcome?))
        })
        .await
    }
}

fn tags(input: &TagManyInput) -> (Things<NewsItemId>, Vec<TopicId>, Vec<TopicId>) {
    let mut check = Check::new(0);
    let things = id::many(&mut check, "ids", &input.ids);
    let (add, remove) =
        (id::many(&mut check, "add", &input.add), id::many(&mut check, "remove", &input.remove));
    let added: HashSet<&TopicId> = add.iter().collect();
    let removed = if remove.is_empty() { &[] } else { input.remove.as_slice() };
    check.each("remove", removed, |check, given| {
        if given.parse().is_ok_and(|topic: TopicId| added.contains(&topic)) {
            check.this(Code::InvalidState, "is to be added, too: leave it out of one of the two");
        }
    });
    (Things { things, mistakes: check.into_mistakes() }, add, remove)
}

/// Content of any kind.
fn named(ids: &[ID]) -> Things<Named> {
    let mut check = Check::new(0);
    let things = id::many(&mut check, "ids", ids);
    Things { things, mistakes: check.into_mistakes() }
}

fn settled(ids: Vec<ID>, obstacles: Obstacles) -> ManyPayload {
    let Obstacles { mistakes, each } = obstacles;
    // An id that cannot be meant is told with its result, too.
    let unread = mistakes.iter().filter_map(|mistake| match &*mistake.field {
        [ids, place] if ids == "ids" => {
            Some((place.parse().ok()?, Mistake { field: vec!["id".to_owned()], ..mistake.clone() }))
        }
        _ => None,
    });
    let mut unread: HashMap<usize, Mistake> = unread.collect();
    let mut user_errors = told(mistakes);
    if !each.is_empty() {
        let message = "Nothing was done: mend what `results` tell, or leave those things out.";
        user_errors.push(UserError::whole(Code::InvalidState.into(), message));
    }
    let result = |(place, id): (usize, ID)| {
        let mut found =
            entity::id::decode(&id).and_then(|(_, id)| each.get(&id)).cloned().unwrap_or_default();
        found.extend(unread.remove(&place));
        ManyResult { id, user_errors: told(found) }
    };
    ManyPayload { results: ids.into_iter().enumerate().map(result).collect(), user_errors }
}

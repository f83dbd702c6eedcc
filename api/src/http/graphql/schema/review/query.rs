//! Reviews at the root.

use async_graphql::{Context, ID, Object};
use entity::id::CallId;

use super::input::call as call_id;
use super::plan::ReviewPlan;
use super::ranking::{RankingOrder, RankingRow, RankingWithoutReviewer};
use super::record::DecisionRecord;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::review::ranking::Measure;
use crate::error::Error;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::record::{Entries, window};
use crate::http::graphql::schema::root::{Nullable, nullable};
use crate::http::graphql::schema::submission::{Submission, wanted};
use crate::query::record::{Page, Window};
use crate::service::review::{self, Due, Ranked, RankedNormalised};
use crate::service::submission::{self, Seen, Told};

/// The most that `top` may be.
const TOP: i32 = 1_000;

#[derive(Default)]
pub struct ReviewQuery;

#[Object]
impl ReviewQuery {
    /// When the submissions to a call are judged, and by which rules. Null where nothing was said: then at any time, openly. For
    /// reviewers and editors.
    async fn review_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the call.")] call: ID,
    ) -> Nullable<ReviewPlan> {
        let found = async {
            let actor = ctx.actor().await?;
            permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
            review::plan(&ctx.session().app, actor, call_id(&call)?).await
        };
        nullable(found.await.map(|plan| plan.map(Into::into)).map_err(|err| ctx.blame(err)))
    }

    /// What you are assigned to and have yet to review, while a phase of the review is open, what came in first first. For
    /// reviewers and editors.
    async fn review_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of a call; left out, of all.")] call: Option<ID>,
        #[graphql(desc = "How many: 0 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list.")] after: Option<String>,
    ) -> async_graphql::Result<Entries<Submission>> {
        let (app, actor) = (&ctx.session().app, ctx.actor().await?);
        permission::require(actor, Action::Review, Thing::Any)?;
        let call = call.as_ref().map(call_id).transpose().map_err(|err| ctx.blame(err))?;
        let window = window::<Due>(ctx, first, after.as_deref())?;
        let (Page { rows, has_next, has_previous }, total) = review::queue(app, actor, call, &window).await?;
        let asked = ctx.look_ahead();
        let wanted = wanted(&[asked.field("nodes"), asked.field("edges").field("node")]);
        let rows = submission::told(app, rows, wanted).await?.into_iter().map(Due).collect();
        Ok(Entries::new(Page { rows, has_next, has_previous }, total, |Due(told)| Submission(told)))
    }

    /// The submissions to a call by what reviewers gave them, the best first. A reviewer sees those that they have no conflict
    /// with, by the reviews that the phase lets them read; editors see all. For reviewers and editors.
    async fn ranking(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the call.")] call: ID,
        #[graphql(desc = "By which figure.", default_with = "RankingOrder::Mean")] order_by: RankingOrder,
        #[graphql(desc = "How many: 0 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "Begin after this cursor, one of this very list in this order.")] after: Option<
            String,
        >,
    ) -> async_graphql::Result<Entries<RankingRow>> {
        permission::require(ctx.actor().await?, Action::ReadSubmissions, Thing::Any)?;
        let call = call_id(&call).map_err(|err| ctx.blame(err))?;
        let measure = Measure::from(order_by);
        match measure {
            Measure::Mean => {
                let window = window::<Ranked<Told>>(ctx, first, after.as_deref())?;
                let (page, total) = ranked(ctx, (call, measure), &window).await?;
                Ok(Entries::new(page, total, RankingRow::of))
            }
            Measure::NormalisedMean => {
                let window = window::<RankedNormalised>(ctx, first, after.as_deref())?;
                let (page, total) = ranked(ctx, (call, measure), &window).await?;
                let Page { rows, has_next, has_previous } = page;
                let rows = rows.into_iter().map(RankedNormalised).collect();
                let page = Page { rows, has_next, has_previous };
                Ok(Entries::new(page, total, |RankedNormalised(row)| RankingRow::of(row)))
            }
        }
    }

    /// Would the ranking of a call be another without one of its reviewers? One answer for each, by what you may see of the
    /// ranking. For reviewers and editors.
    async fn ranking_without_reviewers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the call.")] call: ID,
        #[graphql(desc = "How many ranks count as the first: 1 to 1,000.", default = 10)] top: i32,
    ) -> async_graphql::Result<Vec<RankingWithoutReviewer>> {
        let (app, actor) = (&ctx.session().app, ctx.actor().await?);
        permission::require(actor, Action::ReadSubmissions, Thing::Any)?;
        let call = call_id(&call).map_err(|err| ctx.blame(err))?;
        let wrong = || ctx.blame(Error::invalid("top", format!("must be from 1 to {TOP}")));
        let top = u32::try_from(top).ok().filter(|top| (1..=TOP.unsigned_abs()).contains(top));
        let found = review::without_reviewers(app, actor, call, top.ok_or_else(wrong)?).await?;
        Ok(found.into_iter().map(RankingWithoutReviewer).collect())
    }

    /// What a decision on a call was made of, as it was frozen. Null where nothing was. Editors only.
    async fn decision_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the call.")] call: ID,
        #[graphql(desc = "Which of them; the last if left out.")] number: Option<i32>,
    ) -> Nullable<DecisionRecord> {
        let found = async {
            let actor = ctx.actor().await?;
            permission::require(actor, Action::OverseeReviews, Thing::Any)?;
            review::frozen(&ctx.session().app, actor, call_id(&call)?, number).await
        };
        nullable(found.await.map(|found| found.map(DecisionRecord)).map_err(|err| ctx.blame(err)))
    }
}

/// A page of a ranking, with what is asked for of its submissions.
async fn ranked(
    ctx: &Context<'_>,
    (call, measure): (CallId, Measure),
    window: &Window,
) -> async_graphql::Result<(Page<Ranked<Told>>, u64)> {
    let (app, actor) = (&ctx.session().app, ctx.actor().await?);
    let (page, total) = review::ranking(app, actor, call, measure, window).await?;
    let Page { rows, has_next, has_previous } = page;
    let asked = ctx.look_ahead();
    let nodes = [asked.field("nodes"), asked.field("edges").field("node")];
    let wanted = wanted(&nodes.map(|node| node.field("submission")));
    let (standings, seen): (Vec<_>, Vec<Seen>) =
        rows.into_iter().map(|row| (row.standing, row.submission)).unzip();
    let told = submission::told(app, seen, wanted).await?;
    let rows = standings.into_iter().zip(told);
    let rows = rows.map(|(standing, submission)| Ranked { standing, submission }).collect();
    Ok((Page { rows, has_next, has_previous }, total))
}

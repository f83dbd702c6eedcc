//! Calls for submissions in GraphQL.

use async_graphql::{Context, Json, MergedObject, Object as GraphqlObject, Value};
use entity::instant::Instant;

use super::super::cluster::Cluster;
use super::super::connection::{Connection, Edge, Listed};
use super::super::content::{Body, Content, Localised};
use super::super::filter::{NewsFilter, PracticeFilter};
use super::super::news_item::{NewsItem, NewsOrder};
use super::super::practice::{Practice, PracticeOrder};
use super::super::scalar::{DateTime, TimeZone};
use super::super::seen::{Object, Seen};
use super::criterion::Criterion;
use super::extension::CallExtension;
use crate::domain::deadline::{Acceptance, accepts, seconds_remaining};
use crate::error::Result;
use crate::query::{call, content};

/// A call for submissions with its deadline.
#[derive(MergedObject)]
pub struct Call(Localised, Content, CallFields);

impl Object for Call {
    fn over(seen: Seen) -> Self {
        Self(Localised(seen.clone()), Content(seen.clone()), CallFields(seen))
    }

    fn seen(&self) -> &Seen {
        &self.0.0
    }
}

impl Listed for Call {
    const EDGE: &'static str = "CallEdge";
    const CONNECTION: &'static str = "CallConnection";
}

pub struct CallFields(Seen);

impl CallFields {
    fn closes(&self) -> Result<Instant> {
        Ok(Instant(self.0.value(&call::CLOSES_AT)?.int().unwrap_or_default()))
    }

    fn acceptance(&self, grace: i32) -> Result<Acceptance> {
        let opens = self.0.value(&call::OPENS_AT)?.int().map(Instant);
        Ok(accepts(self.0.viewing().now, opens, self.closes()?, grace))
    }
}

#[GraphqlObject]
impl CallFields {
    /// What it is called.
    async fn title(&self) -> Result<&str> {
        self.0.text(&content::TITLE)
    }

    /// A sentence or two; empty when nothing was written.
    async fn summary(&self) -> Result<&str> {
        self.0.text(&content::SUMMARY)
    }

    /// The text in full.
    async fn body(&self) -> Body {
        Body(self.0.clone())
    }

    /// Submissions are taken from this instant on; null when from publication.
    async fn opens_at(&self) -> Result<Option<DateTime>> {
        self.0.instant(&call::OPENS_AT)
    }

    /// The deadline: the call is open until this instant, which is itself too late.
    async fn closes_at(&self) -> Result<DateTime> {
        self.0.instant(&call::CLOSES_AT).map(Option::unwrap_or_default)
    }

    /// The deadline by the clock of `timeZone`, as it was promised: 2021-06-20T23:59:59.
    async fn closes_at_local(&self) -> Result<&str> {
        self.0.text(&call::CLOSES_AT_LOCAL)
    }

    /// The time zone the deadline is told in; `Etc/GMT+12` is "anywhere on earth", the last place where a day ends.
    async fn time_zone(&self) -> Result<TimeZone> {
        Ok(TimeZone(self.0.text(&call::TIME_ZONE)?.to_owned()))
    }

    /// Is it between `opensAt` and `closesAt`? The server's clock decides, to the second. A period of grace does not count:
    /// what is past its deadline is told as closed, here and in lists.
    async fn is_open(&self) -> Result<bool> {
        Ok(self.acceptance(0)? == Acceptance::Open)
    }

    /// Would a submission be taken now? While it is open, and in the period of grace after the deadline.
    async fn accepts_submissions(&self) -> Result<bool> {
        let grace = self.0.int(&call::GRACE_PERIOD)?.unwrap_or_default();
        Ok(self.acceptance(grace)?.takes())
    }

    /// How many seconds after `closesAt` submissions are still taken, though the call is told as closed, for slow lines and
    /// slow clocks: 0 to 172,800. The instant of its end is too late.
    async fn grace_period(&self) -> Result<i32> {
        Ok(self.0.int(&call::GRACE_PERIOD)?.unwrap_or_default())
    }

    /// For how many months after the decision the contact of a submission is kept; null: for as long as usual here.
    async fn retention_months(&self) -> Result<Option<i32>> {
        self.0.int(&call::RETENTION_MONTHS)
    }

    /// Seconds until `closesAt` by the server's clock, the last one begun counted whole, so never 0; at most 2,147,483,647.
    /// Null once the deadline has passed. To count down, take the difference from `serverTime` in the same answer.
    async fn seconds_remaining(&self) -> Result<Option<i32>> {
        self.0.viewing().footprint.is_fleeting();
        Ok(seconds_remaining(self.0.viewing().now, self.closes()?))
    }

    /// How the deadline was moved since the public saw it, the latest first; at most 50.
    async fn extensions(&self, ctx: &Context<'_>) -> Vec<CallExtension> {
        self.0.many(ctx)
    }

    /// The form to fill in, as a JSON Schema of draft 2020-12; null when there is none. It names nothing outside of itself,
    /// its `properties` are the questions, and `maxLength` counts Unicode code points, blanks included.
    async fn form(&self) -> Result<Option<Json<Value>>> {
        Ok(self.0.json(&call::FORM)?.map(Json))
    }

    /// The words of the form in the language served, by question:
    /// `{"theme": {"label": "Theme", "help": "…", "placeholder": "…", "options": {"waste": "Waste"}}}`, where only `label` is
    /// always there. A question without words is shown by its key. Null when there are none.
    async fn form_labels(&self) -> Result<Option<Json<Value>>> {
        Ok(self.0.json(&call::FORM_LABELS)?.map(Json))
    }

    /// What submissions are scored by; empty when that is not told.
    async fn criteria(&self) -> Result<Vec<Criterion>> {
        Criterion::all(&self.0)
    }

    /// The words of the criteria in the language served, by key, as they were written: `criteria` has them, too. Null when
    /// there are none.
    async fn criteria_labels(&self) -> Result<Option<Json<Value>>> {
        Ok(self.0.json(&call::CRITERIA_LABELS)?.map(Json))
    }

    /// The clusters that call; at most 50.
    async fn clusters(&self, ctx: &Context<'_>) -> Vec<Cluster> {
        self.0.many(ctx)
    }

    /// News that announces it, newest first.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn news(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<NewsFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<NewsOrder>,
        #[graphql(
            name = "first",
            desc = "How many from the start of the window: 0 to 100, 20 if neither `first` nor `last` is given."
        )]
        _first: Option<i32>,
        #[graphql(name = "after", desc = "Begin after this cursor, one of this very list in this order.")]
        _after: Option<String>,
        #[graphql(name = "last", desc = "How many from the end of the window: 0 to 100.")] _last: Option<i32>,
        #[graphql(name = "before", desc = "End before this cursor, one of this very list in this order.")]
        _before: Option<String>,
    ) -> Result<Connection<Edge<NewsItem>>> {
        self.0.page(ctx)
    }

    /// Good practices that came of it, newest first.
    #[expect(
        clippy::too_many_arguments,
        reason = "what Relay and locales ask for; they are read from the selection"
    )]
    async fn practices(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "filter", desc = "Which of them.")] _filter: Option<PracticeFilter>,
        #[graphql(
            name = "orderBy",
            desc = "Their order; without it the first field of the enum in its natural direction."
        )]
        _order_by: Option<PracticeOrder>,
        #[graphql(
            name = "first",
            desc = "How many from the start of the window: 0 to 100, 20 if neither `first` nor `last` is given."
        )]
        _first: Option<i32>,
        #[graphql(name = "after", desc = "Begin after this cursor, one of this very list in this order.")]
        _after: Option<String>,
        #[graphql(name = "last", desc = "How many from the end of the window: 0 to 100.")] _last: Option<i32>,
        #[graphql(name = "before", desc = "End before this cursor, one of this very list in this order.")]
        _before: Option<String>,
    ) -> Result<Connection<Edge<Practice>>> {
        self.0.page(ctx)
    }
}

//! Moving the deadline of a call, and how it was moved.

use async_graphql::{Context, ID, InputObject, Object as GraphqlObject};

use super::super::scalar::{DateTime, TimeZone};
use super::super::seen::{Object, Seen};
use super::mutation::CallPayload;
use crate::domain::deadline::Told;
use crate::domain::permission::Action;
use crate::error::Result;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit;
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::query::{call, call_extension};
use crate::service;

/// A move of a deadline that the public had seen.
pub struct CallExtension(Seen);

impl Object for CallExtension {
    fn over(seen: Seen) -> Self {
        Self(seen)
    }

    fn seen(&self) -> &Seen {
        &self.0
    }
}

/// A move of a deadline that the public had seen.
#[GraphqlObject]
impl CallExtension {
    /// The deadline from then on.
    async fn closes_at(&self) -> Result<DateTime> {
        self.0.instant(&call_extension::CLOSES_AT).map(Option::unwrap_or_default)
    }

    /// The same by the clock of `timeZone`: 2021-06-20T23:59:59.
    async fn closes_at_local(&self) -> Result<&str> {
        self.0.text(&call_extension::CLOSES_AT_LOCAL)
    }

    /// The time zone it is told in.
    async fn time_zone(&self) -> Result<TimeZone> {
        Ok(TimeZone(self.0.text(&call_extension::TIME_ZONE)?.to_owned()))
    }

    /// The deadline until then.
    async fn previous_closes_at(&self) -> Result<DateTime> {
        self.0.instant(&call_extension::PREVIOUS_CLOSES_AT).map(Option::unwrap_or_default)
    }

    /// The same by the clock of `previousTimeZone`.
    async fn previous_closes_at_local(&self) -> Result<&str> {
        self.0.text(&call_extension::PREVIOUS_CLOSES_AT_LOCAL)
    }

    /// The time zone it was told in.
    async fn previous_time_zone(&self) -> Result<TimeZone> {
        Ok(TimeZone(self.0.text(&call_extension::PREVIOUS_TIME_ZONE)?.to_owned()))
    }

    /// Why, in the words of whoever moved it; null where nothing was said: it came with a published draft or an import. Who it
    /// was is in the audit log.
    async fn reason(&self) -> Result<Option<&str>> {
        self.0.optional_text(&call_extension::REASON)
    }

    /// When it was moved.
    async fn at(&self) -> Result<DateTime> {
        self.0.instant(&call_extension::AT).map(Option::unwrap_or_default)
    }
}

/// A new deadline for a published call; give `closesAt`, `closesAtLocal`, or both if they mean the same.
#[derive(InputObject)]
pub struct ExtendCallInput {
    /// As an answer gave it.
    pub id: ID,
    /// The `version` you read with `view: DRAFT`: if somebody else was faster, nothing is overwritten.
    pub expected_version: i32,
    /// The deadline as an instant, on a whole second.
    pub closes_at: Option<DateTime>,
    /// The deadline by the clock of `timeZone`, 2021-06-20T23:59:59. A time that comes twice, as clocks are put back over it,
    /// means the later instant; one that clocks are put forward over is refused.
    pub closes_at_local: Option<String>,
    /// The zone it is told in; left out, that of the call. `AoE` is `Etc/GMT+12`, anywhere on earth.
    pub time_zone: Option<TimeZone>,
    /// Why, for the public to read; at most 2,000 characters.
    pub reason: String,
}

#[derive(Default)]
pub struct CallExtending;

#[GraphqlObject]
impl CallExtending {
    /// Moves the deadline of a published call at once, for all to see, with a reason; a working draft's follows. Also after it
    /// has passed, which opens the call again; also to an earlier time, which nothing else can do while it is published;
    /// never to a time that has passed, nor to one at which the working draft would not be open yet. Editors only.
    async fn extend_call(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, until when, and why.")] input: ExtendCallInput,
    ) -> Nullable<CallPayload> {
        alone(async {
            let author = edit::author(ctx, Action::Publish).await?;
            let told = Told {
                at: input.closes_at.map(|at| at.0),
                local: input.closes_at_local,
                time_zone: input.time_zone.map(|zone| zone.0),
            };
            let app = &ctx.session().app;
            let request = edit::request(&call::NOUN, &input.id, Some(input.expected_version));
            let outcome = service::call::extend(app, author, request, told, &input.reason).await;
            Ok(CallPayload::of(edit::settle(outcome)?))
        })
        .await
    }
}

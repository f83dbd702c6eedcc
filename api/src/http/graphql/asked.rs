//! One request that may run, and how it is answered.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_graphql::{Request as Execution, Response as Executed};
use axum::http::request::Parts;
use entity::instant::Instant;
use tokio::sync::OnceCell;

use super::answer::{self, Refused};
use super::asking::Session;
use super::attempt;
use super::document::{self, Limits, Prepared, Run, Steps};
use super::door::Door;
use super::idempotency::{Keyed, Turn};
use super::kept::{self, Public};
use super::negotiate::MediaType;
use super::outcome::Outcome;
use super::problem;
use super::request::GraphqlRequest;
use super::straight::{Known, Ready};
use crate::domain::footprint::Footprint;
use crate::http::conditional::AsOf;
use crate::http::middleware::client::ClientAddress;
use crate::http::middleware::request_id::RequestId;
use crate::platform::database;
use crate::service::session::Bearer;

/// Whoever sends, and how: all requests of a batch have this in common.
pub struct Caller {
    pub parts: Parts,
    pub media_type: MediaType,
    /// It came by GET: nothing but a query will do, and caches on the way may keep the answer.
    pub is_get: bool,
    pub bearer: Option<Bearer>,
    /// Whether to tell what it costs.
    pub wants_cost: bool,
}

/// A request whose document may run.
pub struct Asked<'a> {
    caller: &'a Caller,
    request: GraphqlRequest,
    source: Arc<str>,
    way: Way,
}

/// Found by its question, or made ready just now; then it may have both.
enum Way {
    Known(Arc<Ready>),
    Prepared(Box<Prepared>, Option<Arc<Ready>>),
}

impl Asked<'_> {
    /// What its document was found to ask for.
    pub fn found(&self) -> &Limits {
        match &self.way {
            Way::Known(ready) => &ready.found,
            Way::Prepared(prepared, _) => &prepared.found,
        }
    }

    /// How often it tries to get in.
    pub fn attempts(&self) -> usize {
        match &self.way {
            // What everybody is told is no attempt.
            Way::Known(_) => 0,
            Way::Prepared(prepared, _) => attempt::count(prepared),
        }
    }
}

impl Door {
    /// Finds its document and makes it ready; `steps`: all that may be done for its caller.
    pub fn prepared<'a>(
        &self,
        caller: &'a Caller,
        request: GraphqlRequest,
        steps: &Steps,
    ) -> Result<Asked<'a>, Refused> {
        let source = self.sources.find(&request, &self.limits, steps)?;
        let key = Known::key(&request, &source);
        let way = match key.as_ref().and_then(|key| self.known.get(key)) {
            Some(ready) => Way::Known(ready),
            None => {
                let prepared = Box::new(self.prepare(caller, &request, &source, steps)?);
                attempt::once(attempt::count(&prepared))?;
                let public = key.filter(|_| kept::is_public(&prepared));
                let ready = public.and_then(|key| self.known.learn(key, &self.types, &prepared));
                Way::Prepared(prepared, ready)
            }
        };
        self.sources.remember(&request, &source);
        Ok(Asked { caller, request, source, way })
    }

    fn prepare(
        &self,
        caller: &Caller,
        request: &GraphqlRequest,
        source: &str,
        steps: &Steps,
    ) -> Result<Prepared, Refused> {
        let operation_name = request.operation_name.as_deref();
        let run = Run { operation_name, variables: &request.variables, queries_only: caller.is_get };
        document::prepare(&self.types, &self.limits, source, run, steps).map_err(Refused::from)
    }

    /// What it comes to.
    pub async fn answer(&self, asked: Asked<'_>) -> Result<Outcome, Refused> {
        let cost = asked.caller.wants_cost.then(|| asked.found().clone());
        let outcome = self.outcome(asked).await?;
        Ok(match cost {
            Some(found) => outcome.with_cost(&found, &self.limits),
            None => outcome,
        })
    }

    async fn outcome(&self, asked: Asked<'_>) -> Result<Outcome, Refused> {
        let Asked { caller, request, source, way } = asked;
        // Everything in it is live, or not, at this instant.
        let now = self.app.clock.now();
        let (prepared, ready) = match way {
            Way::Known(ready) => (None, Some(ready)),
            Way::Prepared(prepared, ready) => (Some(prepared), ready),
        };
        if let Some(ready) = ready
            && let Some(outcome) = self.straight(caller, &ready, now).await
        {
            return Ok(outcome);
        }
        let prepared = match prepared {
            Some(prepared) => *prepared,
            None => self.prepare(caller, &request, &source, &Steps::new(self.limits.steps))?,
        };
        self.run(caller, (&request, &source), prepared, now).await
    }

    /// Has the executor answer.
    async fn run(
        &self,
        caller: &Caller,
        (asked, source): (&GraphqlRequest, &str),
        prepared: Prepared,
        now: Instant,
    ) -> Result<Outcome, Refused> {
        let public = (caller.bearer.is_none() && kept::is_public(&prepared))
            .then(|| Public::of(&self.questions, prepared.text()));
        if let Some(known) = public.as_ref().and_then(|public| public.answered(now)) {
            return Ok(Outcome::Public(known));
        }
        let request_id = caller.parts.extensions.get::<RequestId>();
        let request_id = request_id.map_or_else(String::new, ToString::to_string);
        let (ended, footprint) = (Arc::default(), Footprint::default());
        let as_of = AsOf { now, footprint: footprint.clone() };
        let mut session = self.session(caller, now);
        session.is_mutation = prepared.is_mutation();
        (session.ended, session.footprint) = (Arc::clone(&ended), footprint);
        let headers = &caller.parts.headers;
        let keyed = Keyed { headers, asked, source, prepared: &prepared, request_id: &request_id };
        let running = match keyed.turn(&mut session).await? {
            Turn::Run(running) => running,
            Turn::Replay(body) => return Ok(Outcome::Replayed(body.into())),
        };
        let executed = self.execute(prepared, session, &request_id).await;
        if ended.load(Ordering::Relaxed) {
            return Err(Refused::over());
        }
        let is_whole = executed.errors.is_empty();
        let body = answer::written(executed);
        if let Some(running) = running {
            running.finish(&body, is_whole).await;
        }
        Ok(match public.filter(|_| is_whole) {
            Some(public) => Outcome::Public(public.learn(body.into(), as_of).await),
            None => Outcome::Own(body),
        })
    }

    fn session(&self, caller: &Caller, now: Instant) -> Session {
        Session {
            app: self.app.clone(),
            now,
            footprint: Footprint::default(),
            addresses: self.addresses.clone(),
            bearer: caller.bearer.clone(),
            from: caller.parts.extensions.get::<ClientAddress>().map(|client| client.0),
            actor: OnceCell::new(),
            ended: Arc::default(),
            is_mutation: false,
        }
    }

    /// The answer without the executor; `None` where something went wrong, which the executor tells.
    async fn straight(&self, caller: &Caller, ready: &Ready, now: Instant) -> Option<Outcome> {
        // Whoever shows a token is told the same as everybody, but sees what they wrote, be it by another node: what is kept
        // may be a moment old.
        let public = caller.bearer.is_none().then(|| Public::of(&self.questions, ready.text.clone()));
        if let Some(told) = public.as_ref().and_then(|public| public.answered(now)) {
            return Some(Outcome::Public(told));
        }
        let whom = database::Caller::who(caller.bearer.is_some());
        let (db, footprint) = (self.app.db.read_by(whom), Footprint::default());
        let body = ready.straight.answer(&db, now, &footprint, &self.addresses.here("")).await;
        let body = body.inspect_err(|error| tracing::debug!(%error, "asked once more")).ok()?;
        Some(match public {
            Some(public) => Outcome::Public(public.learn(body.into(), AsOf { now, footprint }).await),
            None => Outcome::Own(body),
        })
    }

    async fn execute(&self, prepared: Prepared, session: Session, request_id: &str) -> Executed {
        let mut execution = Execution::new("").data(session);
        execution.set_parsed_query(prepared.document);
        let mut response = self.schema.execute(execution).await;
        problem::translate(&mut response, request_id);
        response
    }
}

//! `/graphql`: parses, asks, answers.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_graphql::{Request as Execution, Response as Executed};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::{any, get};

use super::answer::{self, Refused};
use super::asking::Session;
use super::attempt::{ATTEMPTS, once};
use super::document::{self, Limits, Prepared, Run, TypeMap};
use super::idempotency::{self, Keyed, Turn};
use super::kept::{self, Public, Told};
use super::negotiate::{MediaType, negotiate};
use super::persisted::PersistedQueries;
use super::problem;
use super::request::GraphqlRequest;
use super::scalar;
use super::schema::{self, CitiesSchema};
use super::straight::{Known, Ready};
use crate::app::App;
use crate::config;
use crate::domain::footprint::Footprint;
use crate::service::submission::Token;
use entity::instant::Instant;
use tokio::sync::OnceCell;

use crate::http::address::Addresses;
use crate::http::answers::Questions;
use crate::http::conditional::AsOf;
use crate::http::fixed::{Fixed, Kept};
use crate::http::middleware::client::ClientAddress;
use crate::http::middleware::request_id::RequestId;
use crate::service::session::Bearer;

/// What the door keeps between requests.
struct Door {
    app: Arc<App>,
    schema: CitiesSchema,
    types: TypeMap,
    limits: Limits,
    persisted: PersistedQueries,
    addresses: Addresses,
    questions: Questions,
    known: Known,
}

pub fn router(app: Arc<App>, limits: config::Limits, addresses: &Addresses, questions: Questions) -> Router {
    let sdl = Fixed::new("text/plain; charset=utf-8", schema::sdl(), Kept::Minutes);
    let types = TypeMap::parse(&schema::sdl()).expect("our own schema is well-formed; a test prints it");
    let types = scalar::JUDGES.iter().fold(types, |types, (name, judge)| types.judging(name, *judge));
    let door = Door {
        app,
        schema: schema::build(),
        types,
        limits: limits.into(),
        persisted: PersistedQueries::default(),
        addresses: addresses.clone(),
        questions,
        known: Known::default(),
    };
    Router::new()
        .route(answer::PATH, any(serve))
        .with_state(Arc::new(door))
        .route("/schema.graphql", get(move || std::future::ready(sdl.response())))
}

async fn serve(State(door): State<Arc<Door>>, request: Request) -> Response {
    let Some(media_type) = negotiate(request.headers()) else {
        let message = "Accept `application/graphql-response+json` or `application/json`.";
        return Refused::new(StatusCode::NOT_ACCEPTABLE, "BAD_REQUEST", message)
            .into_response(MediaType::Json);
    };
    match door.answer(request, media_type).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(media_type),
    }
}

/// A request, and what it turned out to ask.
struct Came {
    parts: Parts,
    asked: GraphqlRequest,
    source: Arc<str>,
    media_type: MediaType,
    /// It came by GET: nothing but a query will do, and caches on the way may keep the answer.
    is_get: bool,
    bearer: Option<Bearer>,
    /// Everything in it is live, or not, at this instant.
    now: Instant,
}

impl Door {
    async fn answer(&self, request: Request, media_type: MediaType) -> Result<Response, Refused> {
        let came = self.received(request, media_type).await?;
        // Only what is asked without a token is the same for everybody.
        let key = came.bearer.is_none().then(|| Known::key(&came.asked, &came.source)).flatten();
        let mut ready = key.as_ref().and_then(|key| self.known.get(key));
        let mut prepared = None;
        if ready.is_none() {
            let document = self.prepare(&came)?;
            let public = key.filter(|_| kept::is_public(&document));
            ready = public.and_then(|key| self.known.learn(key, &self.types, &document));
            prepared = Some(document);
        }
        self.remember(&came.asked, &came.source);
        if let Some(ready) = ready
            && let Some(told) = self.straight(&ready, came.now).await
        {
            return Ok(told.response(came.media_type, came.is_get));
        }
        let prepared = match prepared {
            Some(prepared) => prepared,
            None => self.prepare(&came)?,
        };
        self.run(came, prepared).await
    }

    async fn received(&self, request: Request, media_type: MediaType) -> Result<Came, Refused> {
        let (parts, body) = request.into_parts();
        let is_get = match parts.method {
            Method::POST => false,
            Method::GET | Method::HEAD => true,
            _ => return Err(Refused::not_allowed("GET, POST", "`/graphql` takes GET and POST.")),
        };
        let asked = if is_get {
            GraphqlRequest::of_query(parts.uri.query().unwrap_or_default())?
        } else {
            // The middleware has received it within its bounds.
            let body = to_bytes(body, usize::MAX).await.map_err(|_| Refused::bad("The body broke off."))?;
            GraphqlRequest::of_body(&parts.headers, &body)?
        };
        let source = self.source(&asked)?;
        let (bearer, now) = (parts.extensions.get::<Bearer>().cloned(), self.app.clock.now());
        Ok(Came { parts, asked, source, media_type, is_get, bearer, now })
    }

    /// Has the executor answer.
    async fn run(&self, came: Came, prepared: Prepared) -> Result<Response, Refused> {
        let Came { parts, asked, source, media_type, is_get, bearer, now } = came;
        once(&prepared)?;
        let request_id = parts.extensions.get::<RequestId>().map_or_else(String::new, ToString::to_string);
        let from = parts.extensions.get::<ClientAddress>().map(|client| client.0);
        let (app, addresses) = (self.app.clone(), self.addresses.clone());
        let (ended, footprint, actor) = (Arc::default(), Footprint::default(), OnceCell::new());
        let public = (bearer.is_none() && kept::is_public(&prepared))
            .then(|| Public::of(&self.questions, prepared.text()));
        if let Some(known) = public.as_ref().and_then(|public| public.answered(now)) {
            return Ok(known.response(media_type, is_get));
        }
        let as_of = AsOf { now, footprint: footprint.clone() };
        let (is_mutation, ended_here) = (prepared.is_mutation(), Arc::clone(&ended));
        let mut session =
            Session { app, now, footprint, addresses, bearer, from, actor, ended: ended_here, is_mutation };
        let keyed = Keyed {
            headers: &parts.headers,
            asked: &asked,
            source: &source,
            prepared: &prepared,
            request_id: &request_id,
        };
        let running = match keyed.turn(&mut session).await? {
            Turn::Run(running) => running,
            Turn::Replay(body) => return Ok(idempotency::replay(body, media_type)),
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
        match public.filter(|_| is_whole) {
            Some(public) => Ok(public.learn(body.into(), as_of).await.response(media_type, is_get)),
            None => Ok(answer::executed(body, media_type)),
        }
    }

    /// The answer without the executor; `None` where something went wrong, which the executor tells.
    async fn straight(&self, ready: &Ready, now: Instant) -> Option<Told> {
        let public = Public::of(&self.questions, ready.text.clone());
        if let Some(told) = public.answered(now) {
            return Some(told);
        }
        let footprint = Footprint::default();
        let base_url = self.addresses.here("");
        let body = ready.straight.answer(&self.app, now, &footprint, &base_url).await;
        let body = body.inspect_err(|error| tracing::debug!(%error, "asked once more")).ok()?;
        Some(public.learn(body.into(), AsOf { now, footprint }).await)
    }

    /// The document as its author wrote it.
    fn source(&self, asked: &GraphqlRequest) -> Result<Arc<str>, Refused> {
        match (&asked.query, asked.persisted) {
            (Some(query), Some(hash)) if !hash.matches(query) => {
                Err(Refused::bad("`sha256Hash` is not the SHA-256 of `query`."))
            }
            (Some(query), _) => Ok(query.as_str().into()),
            (None, Some(hash)) => self.persisted.get(hash).ok_or_else(Refused::unknown_hash),
            (None, None) => Err(Refused::bad("`query` is missing.")),
        }
    }

    /// Makes the document ready to run.
    fn prepare(&self, came: &Came) -> Result<Prepared, Refused> {
        let operation_name = came.asked.operation_name.as_deref();
        let run = Run { operation_name, variables: &came.asked.variables, queries_only: came.is_get };
        document::prepare(&self.types, &self.limits, &came.source, run).map_err(Refused::from)
    }

    /// Keeps a document that may run under the hash it came with.
    fn remember(&self, asked: &GraphqlRequest, source: &str) {
        // With a password, or the token of a submission, in it it is not kept: its hash would do for one, and cost no attempt to guess.
        let is_attempt =
            || ATTEMPTS.iter().any(|name| source.contains(name)) || source.contains(Token::PREFIX);
        if let (Some(_), Some(hash)) = (&asked.query, asked.persisted)
            && !is_attempt()
        {
            self.persisted.keep(hash, source);
        }
    }

    async fn execute(&self, prepared: Prepared, session: Session, request_id: &str) -> Executed {
        let mut execution = Execution::new("").data(session);
        execution.set_parsed_query(prepared.document);
        let mut response = self.schema.execute(execution).await;
        problem::translate(&mut response, request_id);
        response
    }
}

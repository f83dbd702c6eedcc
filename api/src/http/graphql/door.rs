//! `/graphql`: parses, asks, answers.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_graphql::{Request as Execution, Response as Executed};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{any, get};

use super::answer::{self, Refused};
use super::asking::Session;
use super::document::{self, Found, Limits, Prepared, Refusal, Run, TypeMap};
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
use crate::http::middleware::bearer;
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

impl Door {
    async fn answer(&self, request: Request, media_type: MediaType) -> Result<Response, Refused> {
        let request_id =
            request.extensions().get::<RequestId>().map_or_else(String::new, ToString::to_string);
        let (parts, body) = request.into_parts();
        let reads_only = match parts.method {
            Method::POST => false,
            Method::GET | Method::HEAD => true,
            _ => return Err(not_allowed("GET, POST", "`/graphql` takes GET and POST.")),
        };
        let asked = if reads_only {
            GraphqlRequest::of_query(parts.uri.query().unwrap_or_default())?
        } else {
            // The middleware has received it within its bounds.
            let body = to_bytes(body, usize::MAX).await.map_err(|_| Refused::bad("The body broke off."))?;
            GraphqlRequest::of_body(&parts.headers, &body)?
        };
        let source = self.source(&asked)?;
        let now = self.app.clock.now();
        let bearer = parts.extensions.get::<Bearer>().cloned();
        let key = if bearer.is_none() { Known::key(&asked, &source) } else { None };
        let mut ready = key.as_ref().and_then(|key| self.known.get(key));
        let mut prepared = None;
        if ready.is_none() {
            let document = self.prepare(&asked, &source, reads_only)?;
            ready = key
                .filter(|_| kept::is_public(&document))
                .and_then(|key| self.known.learn(key, &self.types, &document));
            prepared = Some(document);
        }
        if let Some(ready) = ready
            && let Some(told) = self.straight(&ready, now).await
        {
            return Ok(told.response(media_type, reads_only));
        }
        let prepared = match prepared {
            Some(prepared) => prepared,
            None => self.prepare(&asked, &source, reads_only)?,
        };
        let from = parts.extensions.get::<ClientAddress>().map(|client| client.0);
        once(&prepared)?;
        let (app, addresses) = (self.app.clone(), self.addresses.clone());
        let (ended, footprint) = (Arc::default(), Footprint::default());
        let public = (bearer.is_none() && kept::is_public(&prepared))
            .then(|| Public::of(&self.questions, prepared.text()));
        if let Some(known) = public.as_ref().and_then(|public| public.answered(now)) {
            return Ok(known.response(media_type, reads_only));
        }
        let actor = OnceCell::new();
        let mut session = Session {
            app,
            now,
            footprint: footprint.clone(),
            addresses,
            bearer,
            from,
            actor,
            ended: Arc::clone(&ended),
        };
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
            return Err(over());
        }
        let is_whole = executed.errors.is_empty();
        let body = answer::written(executed);
        if let Some(running) = running {
            running.finish(&body, is_whole).await;
        }
        match public.filter(|_| is_whole) {
            Some(public) => {
                let told = public.learn(body.into(), AsOf { now, footprint }).await;
                Ok(told.response(media_type, reads_only))
            }
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
            (None, Some(hash)) => self.persisted.get(hash).ok_or_else(not_found),
            (None, None) => Err(Refused::bad("`query` is missing.")),
        }
    }

    /// Finds the document and makes it ready to run.
    fn prepare(&self, asked: &GraphqlRequest, source: &str, queries_only: bool) -> Result<Prepared, Refused> {
        let operation_name = asked.operation_name.as_deref();
        let run = Run { operation_name, variables: &asked.variables, queries_only };
        let prepared = document::prepare(&self.types, &self.limits, source, run).map_err(refused)?;
        // A document with a password, or the token of a submission, in it is not kept: its hash would do for one, and cost no attempt to guess.
        let is_attempt = ATTEMPTS.iter().any(|name| source.contains(name)) || source.contains(Token::PREFIX);
        if let (Some(_), Some(hash), false) = (&asked.query, asked.persisted, is_attempt) {
            self.persisted.keep(hash, source);
        }
        Ok(prepared)
    }

    async fn execute(&self, prepared: Prepared, session: Session, request_id: &str) -> Executed {
        let mut execution = Execution::new("").data(session);
        execution.set_parsed_query(prepared.document);
        let mut response = self.schema.execute(execution).await;
        problem::translate(&mut response, request_id);
        response
    }
}

/// Attempts to get in: one a request, or aliases would make many of it.
pub const ATTEMPTS: [&str; 7] = [
    "signIn",
    "refreshSession",
    "enrolSecondFactor",
    "confirmSecondFactor",
    "disableSecondFactor",
    "requestPasswordReset",
    "resetPassword",
];

fn once(prepared: &Prepared) -> Result<(), Refused> {
    let found = prepared.root_fields().filter(|name| ATTEMPTS.contains(name)).count();
    if found <= 1 {
        return Ok(());
    }
    let found = Found::Exactly(u64::try_from(found).unwrap_or(u64::MAX));
    Err(refused(Refusal::Limit { name: "attempts", limit: 1, found }))
}

fn refused(refusal: Refusal) -> Refused {
    let (status, header) = match refusal {
        Refusal::NoQuery => (StatusCode::METHOD_NOT_ALLOWED, Some((header::ALLOW, "POST"))),
        _ => (StatusCode::BAD_REQUEST, None),
    };
    Refused { status, errors: refusal.into_errors(), header, retry_after: None }
}

fn not_allowed(allow: &'static str, message: &str) -> Refused {
    let refused = Refused::new(StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST", message);
    Refused { header: Some((header::ALLOW, allow)), ..refused }
}

/// A token that turned out to be of nobody when somebody had to know who acts: whatever else was asked for.
fn over() -> Refused {
    let message = bearer::advice("the session has ended");
    let refused = Refused::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
    Refused { header: Some((header::WWW_AUTHENTICATE, bearer::INVALID_TOKEN)), ..refused }
}

/// What clients of automatic persisted queries wait for before they send the document.
fn not_found() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
}

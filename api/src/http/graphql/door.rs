//! `/graphql`: parses, asks, answers.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::{any, get};

use super::answer::{self, Refused};
use super::asked::Caller;
use super::document::{Limits, Steps, TypeMap};
use super::negotiate::{MediaType, negotiate};
use super::request::{GraphqlRequest, Sent};
use super::schema::scalar;
use super::schema::{self, CitiesSchema};
use super::source::Sources;
use super::straight::Known;
use super::trusted::Trusted;
use super::{batch, cost};
use crate::app::App;
use crate::config::Config;
use crate::error::Result as Opened;
use crate::http::address::Addresses;
use crate::http::answers::Questions;
use crate::http::fixed::{Fixed, Kept};
use crate::service::session::Bearer;

/// What the door keeps between requests.
pub struct Door {
    pub app: Arc<App>,
    pub schema: CitiesSchema,
    pub types: TypeMap,
    pub limits: Limits,
    pub sources: Sources,
    pub addresses: Addresses,
    pub questions: Questions,
    pub known: Known,
    /// Requests that a batch may hold; 0 lets none in.
    batch_limit: usize,
}

pub fn router(app: Arc<App>, config: &Config, addresses: &Addresses, questions: Questions) -> Opened<Router> {
    let schema = schema::build();
    let sdl = schema::sdl(&schema);
    let types = TypeMap::parse(&sdl).expect("our own schema is well-formed; a test prints it");
    let types = scalar::JUDGES.iter().fold(types, |types, (name, judge)| types.judging(name, *judge));
    let limits = Limits::from(config.limits);
    let trusted = config.graphql.trusted_documents.as_deref();
    let trusted = trusted.map(|place| Trusted::open(place, &types, &limits)).transpose()?;
    let door = Door {
        app,
        schema,
        types,
        limits,
        sources: Sources::new(trusted),
        addresses: addresses.clone(),
        questions,
        known: Known::default(),
        batch_limit: config.graphql.batch_limit,
    };
    let sdl = Fixed::new("text/plain; charset=utf-8", sdl, Kept::Minutes);
    Ok(Router::new()
        .route(answer::PATH, any(serve))
        .with_state(Arc::new(door))
        .route("/schema.graphql", get(move || std::future::ready(sdl.response()))))
}

async fn serve(State(door): State<Arc<Door>>, request: Request) -> Response {
    let Some(media_type) = negotiate(request.headers()) else {
        let message = "Accept `application/graphql-response+json` or `application/json`.";
        return Refused::new(StatusCode::NOT_ACCEPTABLE, "BAD_REQUEST", message)
            .into_response(MediaType::Json);
    };
    match door.respond(request, media_type).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(media_type),
    }
}

impl Door {
    async fn respond(&self, request: Request, media_type: MediaType) -> Result<Response, Refused> {
        let (caller, sent) = self.received(request, media_type).await?;
        let request = match sent {
            Sent::One(request) => *request,
            Sent::Batch(requests) => return Box::pin(batch::answer(self, &caller, requests)).await,
        };
        let asked = self.prepared(&caller, request, &Steps::new(self.limits.steps))?;
        let outcome = self.answer(asked).await?;
        Ok(outcome.response(media_type, caller.is_get))
    }

    async fn received(&self, request: Request, media_type: MediaType) -> Result<(Caller, Sent), Refused> {
        let (parts, body) = request.into_parts();
        let is_get = match parts.method {
            Method::POST => false,
            Method::GET | Method::HEAD => true,
            _ => return Err(Refused::not_allowed("GET, POST", "`/graphql` takes GET and POST.")),
        };
        let sent = if is_get {
            Sent::One(Box::new(GraphqlRequest::of_query(parts.uri.query().unwrap_or_default())?))
        } else {
            // The middleware has received it within its bounds.
            let body = to_bytes(body, usize::MAX).await.map_err(|_| Refused::bad("The body broke off."))?;
            GraphqlRequest::of_body(&parts.headers, &body, self.batch_limit)?
        };
        let (bearer, wants_cost) =
            (parts.extensions.get::<Bearer>().cloned(), cost::is_wanted(&parts.headers)?);
        Ok((Caller { parts, media_type, is_get, bearer, wants_cost }, sent))
    }
}

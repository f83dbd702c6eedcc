//! `GET /v1/calls/{slug}/submissions.csv`, `.xlsx`, `.ndjson`: what was submitted to a call, for those who judge.
//!
//! The file is made while it is sent, as fast as it is taken. One that cannot be finished breaks off: it never looks whole.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::try_unfold;

use super::accept::wanted;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::change::Author;
use crate::error::{Error, Result};
use crate::http::middleware::bearer::unauthenticated;
use crate::http::middleware::client::ClientAddress;
use crate::http::problem::Problem;
use crate::query::Key;
use crate::service::session::{self, Bearer};
use crate::service::submission::export::{Export, Format};

/// Who asks, and from where.
#[derive(Clone)]
struct Asking {
    app: Arc<App>,
    bearer: Option<Bearer>,
    from: Option<ClientAddress>,
}

type Request = (
    State<Arc<App>>,
    Option<Extension<Bearer>>,
    Option<Extension<ClientAddress>>,
    Result<Path<String>, PathRejection>,
);

pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for format in Format::ALL {
        let path = format!("/v1/calls/{{slug}}/submissions.{}", format.word());
        let answer = move |method, version, state, bearer, from, path| {
            download((method, version), (state, bearer, from, path), format)
        };
        router = router.route(&path, get(answer));
    }
    router.with_state(app)
}

/// The same without a word for its kind: `Accept` says it.
pub async fn negotiated(
    method: Method,
    version: Version,
    state: State<Arc<App>>,
    bearer: Option<Extension<Bearer>>,
    from: Option<Extension<ClientAddress>>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(format) = wanted(&headers) else { return not_acceptable().into_response() };
    let mut response = download((method, version), (state, bearer, from, path), format).await;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

async fn download(
    (method, version): (Method, Version),
    (State(app), bearer, from, path): Request,
    format: Format,
) -> Response {
    let Ok(Path(slug)) = path else { return Problem::not_found().into_response() };
    let asking = Asking { app, bearer: bearer.map(|one| one.0), from: from.map(|one| one.0) };
    if version < Version::HTTP_11 {
        return too_old().into_response();
    }
    // Nothing leaves, so nothing is told of it.
    if method == Method::HEAD {
        return match announced(&asking, slug, format).await {
            Ok(name) => described(StatusCode::OK.into_response(), &name, format),
            Err(error) => refused(&asking, error),
        };
    }
    match opened(&asking, slug, format).await {
        Ok(export) => sent(asking, export, format),
        Err(error) => refused(&asking, error),
    }
}

async fn announced(asking: &Asking, slug: String, format: Format) -> Result<String> {
    Export::announced(&asking.app, &asking.actor().await?, Key::Slug(slug), format).await
}

fn refused(asking: &Asking, error: Error) -> Response {
    match (error, &asking.bearer) {
        (Error::Unauthenticated, Some(Bearer::Sender(_))) => {
            let error =
                Error::Forbidden("an export", "it is for those who judge: read your own by `submissionData`");
            Problem::from(error).into_response()
        }
        (Error::Unauthenticated, bearer) => unauthenticated(bearer.is_some()),
        (error, _) => Problem::from(error).into_response(),
    }
}

/// Before HTTP/1.1 a body that breaks off looks whole (RFC 9112, 8).
fn too_old() -> Problem {
    let detail = "an export needs HTTP/1.1 or later, so that one that breaks off is told from a whole one; a proxy may have to \
                  be told so (nginx: proxy_http_version 1.1)";
    Problem::new(StatusCode::HTTP_VERSION_NOT_SUPPORTED, "BAD_REQUEST", detail)
}

async fn opened(asking: &Asking, slug: String, format: Format) -> Result<Export> {
    let author = Author { actor: asking.actor().await?, from: asking.from.map(|from| from.0) };
    Export::open(&asking.app, &author, Key::Slug(slug), format).await
}

impl Asking {
    /// As they are now.
    async fn actor(&self) -> Result<Actor> {
        match &self.bearer {
            Some(bearer) => session::actor_again(&self.app, bearer).await,
            None => Ok(Actor::Anonymous),
        }
    }

    /// The next bytes; `None` after the last.
    async fn next(&self, export: &mut Export) -> Result<Option<Bytes>> {
        loop {
            // Whoever lost the role meanwhile gets no more of it.
            let actor = self.actor().await?;
            match export.next(&actor).await? {
                Some(part) if part.bytes.is_empty() => {}
                part => return Ok(part.map(|part| Bytes::from(part.bytes))),
            }
        }
    }
}

fn sent(asking: Asking, export: Export, format: Format) -> Response {
    let name = export.name();
    let bytes =
        try_unfold((asking, export), async |(asking, mut export)| match asking.next(&mut export).await {
            Ok(bytes) => Ok(bytes.map(|bytes| (bytes, (asking, export)))),
            Err(error) => {
                match &error {
                    Error::Environment(_) | Error::Database(_) => {
                        tracing::error!(%error, "an export broke off");
                    }
                    _ => tracing::warn!(%error, "an export broke off"),
                }
                Err(io::Error::other("the export broke off"))
            }
        });
    described(Body::from_stream(bytes).into_response(), &name, format)
}

fn described(mut response: Response, name: &str, format: Format) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let disposition = HeaderValue::from_str(&disposition).expect("a slug is plain ASCII");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    // What people told in confidence stays in no cache.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn not_acceptable() -> Problem {
    let detail = "it is answered as text/csv, application/x-ndjson or \
                  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: accept one of them, or ask for \
                  submissions.csv, .ndjson or .xlsx";
    Problem::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", detail)
}

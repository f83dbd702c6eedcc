//! `POST`, `HEAD`, `PATCH` and `DELETE`: a file is announced, asked after, sent and taken out.

use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::submission_attachment::Model;

use super::refused::problem;
use super::sender::{Asking, Of, id, nothing, sender};
use super::{Door, tus};
use crate::domain::attachment::BYTES;
use crate::http::middleware::body::Pace;
use crate::http::middleware::client::ClientAddress;
use crate::http::problem::Problem;
use crate::http::server::Activity;
use crate::service::submission::Arrival;
use crate::service::submission::attachment::{self, Announced, Receiving};

type From = Option<Extension<ClientAddress>>;
type Both = (String, String);

/// Announces a file; its first bytes may come along.
pub async fn begin(
    State(door): State<Door>,
    asking: Asking,
    of: Of<String>,
    from: From,
    request: Request,
) -> Response {
    answered(begun(&door, asking, of, from, request).await)
}

/// How far it is.
pub async fn offset(State(door): State<Door>, asking: Asking, of: Of<Both>, headers: HeaderMap) -> Response {
    answered(told(&door, asking, of, &headers).await)
}

/// More of it.
pub async fn append(
    State(door): State<Door>,
    asking: Asking,
    of: Of<Both>,
    from: From,
    request: Request,
) -> Response {
    answered(appended(&door, asking, of, from, request).await)
}

/// Takes it out of the submission, or gives it up.
pub async fn remove(
    State(door): State<Door>,
    asking: Asking,
    of: Of<Both>,
    from: From,
    headers: HeaderMap,
) -> Response {
    answered(removed(&door, asking, of, from, &headers).await)
}

/// A `POST` that says which other method it is.
pub async fn instead(
    state: State<Door>,
    asking: Asking,
    of: Of<Both>,
    from: From,
    request: Request,
) -> Response {
    let named = request.headers().get(tus::OVERRIDE).map(|name| Method::from_bytes(name.as_bytes()));
    match named {
        Some(Ok(Method::PATCH)) => append(state, asking, of, from, request).await,
        Some(Ok(Method::DELETE)) => remove(state, asking, of, from, request.headers().clone()).await,
        Some(Ok(Method::HEAD)) => offset(state, asking, of, request.headers().clone()).await,
        _ => Problem::method_not_allowed().into_response(),
    }
}

async fn begun(
    door: &Door,
    asking: Asking,
    of: Of<String>,
    from: From,
    request: Request,
) -> Result<Response, Problem> {
    let arrival = arrival(door, from);
    tus::check_version(request.headers())?;
    let Path(of) = of.map_err(|_| nothing())?;
    let of = sender(&asking, &of)?;
    let file = Announced { name: tus::name(request.headers())?, bytes: tus::length(request.headers())? };
    let brings_bytes = !request.body().is_end_stream();
    if brings_bytes {
        tus::check_type(request.headers())?;
    }
    let mut row = attachment::begin(&door.app, arrival, of, file).await.map_err(problem)?;
    let place = format!("{}/v1/submissions/{of}/attachments/{}", door.base_url, row.id);
    if brings_bytes {
        row = received(door, arrival, row, request).await?;
    }
    let mut response = StatusCode::CREATED.into_response();
    let place = HeaderValue::from_str(&place).map_err(|_| Problem::internal())?;
    response.headers_mut().insert(header::LOCATION, place);
    tus::describe(response.headers_mut(), &row);
    Ok(response)
}

async fn told(door: &Door, asking: Asking, of: Of<Both>, headers: &HeaderMap) -> Result<Response, Problem> {
    tus::check_version(headers)?;
    let Path((of, which)) = of.map_err(|_| nothing())?;
    let found = attachment::upload(&door.app, sender(&asking, &of)?, id(&which)?).await?;
    let mut response = StatusCode::OK.into_response();
    tus::describe(response.headers_mut(), &found.ok_or_else(nothing)?);
    Ok(response)
}

async fn appended(
    door: &Door,
    asking: Asking,
    of: Of<Both>,
    from: From,
    request: Request,
) -> Result<Response, Problem> {
    let arrival = arrival(door, from);
    tus::check_version(request.headers())?;
    tus::check_type(request.headers())?;
    let offset = tus::offset(request.headers())?;
    let Path((of, which)) = of.map_err(|_| nothing())?;
    let of = sender(&asking, &of)?;
    let found = attachment::upload(&door.app, of, id(&which)?).await?.ok_or_else(nothing)?;
    let row = received_from(door, arrival, (found, offset), request).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    tus::describe(response.headers_mut(), &row);
    Ok(response)
}

async fn removed(
    door: &Door,
    asking: Asking,
    of: Of<Both>,
    from: From,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let arrival = arrival(door, from);
    tus::check_version(headers)?;
    let Path((of, which)) = of.map_err(|_| nothing())?;
    let gone = attachment::remove(&door.app, arrival, sender(&asking, &of)?, id(&which)?).await;
    if gone.map_err(problem)? { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(nothing()) }
}

async fn received(door: &Door, arrival: Arrival, row: Model, request: Request) -> Result<Model, Problem> {
    received_from(door, arrival, (row, 0), request).await
}

/// Takes what the body brings. It goes on without us when the client hangs up: what came in until then is kept.
async fn received_from(
    door: &Door,
    arrival: Arrival,
    (row, offset): (Model, u64),
    request: Request,
) -> Result<Model, Problem> {
    let permit = Arc::clone(&door.permits).try_acquire_owned().map_err(|_| busy())?;
    let (parts, mut body) = request.into_parts();
    let waiting = parts.extensions.get::<Arc<Activity>>().map(Activity::receive);
    let mut pace = Pace::new(door.patience);
    let upload = Receiving::open(&door.app, arrival, row, offset).map_err(problem);
    let work = tokio::spawn(async move {
        let _here = (permit, waiting);
        let outcome = match upload {
            Ok(upload) => take(upload, &mut body, &mut pace).await,
            Err(wrong) => Err(wrong),
        };
        if outcome.is_err() {
            drain(&mut body, &mut pace).await;
        }
        outcome
    });
    work.await.unwrap_or_else(|_| Err(Problem::internal()))
}

async fn take(mut upload: Receiving, body: &mut Body, pace: &mut Pace) -> Result<Model, Problem> {
    let outcome = loop {
        match pace.next(body).await {
            Ok(Some(bytes)) => upload.take(bytes).await.map_err(problem)?,
            Ok(None) => break Ok(()),
            Err(broke_off) => break Err(broke_off),
        }
    };
    let row = upload.finish().await.map_err(problem)?;
    outcome.map(|()| row)
}

/// An honest client sends all it has before it reads why that was refused.
async fn drain(body: &mut Body, pace: &mut Pace) {
    let mut left = BYTES;
    while let Ok(Some(bytes)) = pace.next(body).await {
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            return;
        }
    }
}

fn arrival(door: &Door, from: From) -> Arrival {
    Arrival { at: door.app.clock.now(), from: from.map(|Extension(from)| from.0) }
}

fn answered(outcome: Result<Response, Problem>) -> Response {
    outcome.unwrap_or_else(IntoResponse::into_response)
}

fn busy() -> Problem {
    let detail = "many files are being received at the moment: try again in some seconds";
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", detail);
    Problem { retry_after: Some(5), ..problem }
}

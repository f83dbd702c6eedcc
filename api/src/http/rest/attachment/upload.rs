//! `POST`, `HEAD`, `PATCH` and `DELETE`: a file is announced, asked after, sent and taken out.

use axum::body::HttpBody;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::submission_attachment::Model;

use super::receive::received;
use super::refused::problem;
use super::sender::{Asking, Of, id, nothing, sender};
use super::{Door, tus};
use crate::http::middleware::client::ClientAddress;
use crate::http::problem::Problem;
use crate::service::submission::Arrival;
use crate::service::submission::attachment::{self, Announced};

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
    let named = request
        .headers()
        .get(tus::OVERRIDE)
        .map(|name| Method::from_bytes(&name.as_bytes().to_ascii_uppercase()));
    match named {
        Some(Ok(Method::PATCH)) => append(state, asking, of, from, request).await,
        Some(Ok(Method::DELETE)) => remove(state, asking, of, from, request.headers().clone()).await,
        Some(Ok(Method::HEAD)) => offset(state, asking, of, request.headers().clone()).await,
        _ => {
            let allowed = [(header::ALLOW, "GET, HEAD, PATCH, DELETE, OPTIONS")];
            (allowed, Problem::method_not_allowed()).into_response()
        }
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
    let (parts, body) = request.into_parts();
    let brings_bytes = !body.is_end_stream();
    let row = announced(door, arrival, (&asking, of), (&parts.headers, brings_bytes)).await;
    let of = row.as_ref().ok().and_then(|row| row.submission_id);
    let row = match row {
        Ok(row) if brings_bytes => received(door, arrival, Ok((row, 0)), (parts, body)).await?,
        Ok(row) => row,
        Err(problem) => received(door, arrival, Err(problem), (parts, body)).await?,
    };
    let mut response = StatusCode::CREATED.into_response();
    let of = of.ok_or_else(Problem::internal)?;
    let place = format!("{}/v1/submissions/{of}/attachments/{}", door.base_url, row.id);
    let place = HeaderValue::from_str(&place).map_err(|_| Problem::internal())?;
    response.headers_mut().insert(header::LOCATION, place);
    tus::describe(response.headers_mut(), &row);
    Ok(response)
}

async fn announced(
    door: &Door,
    arrival: Arrival,
    (asking, of): (&Asking, Of<String>),
    (headers, brings_bytes): (&HeaderMap, bool),
) -> Result<Model, Problem> {
    tus::check_version(headers)?;
    let Path(of) = of.map_err(|_| nothing())?;
    let of = sender(asking, &of)?;
    let file = Announced { name: tus::name(headers)?, bytes: tus::length(headers)? };
    if brings_bytes {
        tus::check_type(headers)?;
    }
    attachment::begin(&door.app, arrival, of, file).await.map_err(problem)
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
    let (parts, body) = request.into_parts();
    let upload = continued(door, (&asking, of), &parts.headers).await;
    let row = received(door, arrival, upload, (parts, body)).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    tus::describe(response.headers_mut(), &row);
    Ok(response)
}

/// An upload, and the byte from which on more of it is brought.
async fn continued(
    door: &Door,
    (asking, of): (&Asking, Of<Both>),
    headers: &HeaderMap,
) -> Result<(Model, u64), Problem> {
    tus::check_version(headers)?;
    tus::check_type(headers)?;
    let offset = tus::offset(headers)?;
    let Path((of, which)) = of.map_err(|_| nothing())?;
    let of = sender(asking, &of)?;
    let found = attachment::upload(&door.app, of, id(&which)?).await?.ok_or_else(nothing)?;
    Ok((found, offset))
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

fn arrival(door: &Door, from: From) -> Arrival {
    Arrival { at: door.app.clock.now(), from: from.map(|Extension(from)| from.0) }
}

fn answered(outcome: Result<Response, Problem>) -> Response {
    outcome.unwrap_or_else(IntoResponse::into_response)
}

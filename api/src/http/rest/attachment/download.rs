//! `GET`: a file, to be saved and never shown as a page.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::submission_attachment::Model;

use super::Door;
use super::sender::{Asking, Of, id, nothing, seen};
use crate::http::problem::Problem;
use crate::kit::text::path_segment;
use crate::service::submission::attachment;

/// Nothing in it may run, load or be framed, whatever it says it is.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");

pub async fn download(State(door): State<Door>, asking: Asking, of: Of<(String, String)>) -> Response {
    let Ok(Path((of, which))) = of else { return nothing().into_response() };
    fetched(&door, asking, &of, &which).await.unwrap_or_else(IntoResponse::into_response)
}

async fn fetched(door: &Door, asking: Asking, of: &str, which: &str) -> Result<Response, Problem> {
    let of = seen(&door.app, &asking, of).await?;
    let row = attachment::find(&door.app, &of, id(which)?).await?.ok_or_else(nothing)?;
    if row.erased_at.is_some() {
        let detail = "this file was erased for the sake of a person: only its digest is left";
        return Err(Problem::new(StatusCode::GONE, "NOT_FOUND", detail));
    }
    let bytes = attachment::stream(&door.app, &row).await?;
    let mut response = Body::from_stream(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, row.bytes.into());
    headers.insert(header::CONTENT_TYPE, plain(row.media_type.as_deref().unwrap_or_default()));
    headers.insert(header::CONTENT_DISPOSITION, plain(&disposition(&row)));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// RFC 6266, 4.3, and 5 for those who read only the first name.
fn disposition(row: &Model) -> String {
    let safe =
        |letter: char| if letter.is_ascii_alphanumeric() || "-_. ".contains(letter) { letter } else { '_' };
    let plain: String = row.name.0.chars().map(safe).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", path_segment(&row.name.0))
}

fn plain(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
}

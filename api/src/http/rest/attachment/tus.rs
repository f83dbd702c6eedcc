//! The words of tus 1.0: its headers, read and written.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::submission_attachment::Model;

use crate::domain::attachment::BYTES;
use crate::http::problem::Problem;
use crate::kit::http_date::http_date;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// For those whose network lets only GET and POST pass.
pub const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

const OURS: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,creation-with-upload,expiration,termination");
/// The media type of the bytes of an upload.
const BYTES_TYPE: &str = "application/offset+octet-stream";

/// `OPTIONS`: what is spoken here.
pub async fn offer() -> Response {
    let headers = [
        (HeaderName::from_static("tus-extension"), EXTENSIONS),
        (HeaderName::from_static("tus-max-size"), HeaderValue::from(BYTES)),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Every answer says which version it is of.
pub async fn version(mut response: Response) -> Response {
    response.headers_mut().insert(RESUMABLE, OURS);
    response.headers_mut().insert(VERSION, OURS);
    response
}

/// An error unless the client speaks our version.
pub fn check_version(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get(RESUMABLE) == Some(&OURS) {
        return Ok(());
    }
    let detail =
        "uploads speak tus: send `Tus-Resumable: 1.0.0`, or use a tus client such as tus-js-client or Uppy";
    Err(Problem::new(StatusCode::PRECONDITION_FAILED, "BAD_REQUEST", detail))
}

/// At which byte what is sent begins.
pub fn offset(headers: &HeaderMap) -> Result<u64, Problem> {
    number(headers, &OFFSET).ok_or_else(|| bad("send `Upload-Offset`: at which byte what you send begins"))
}

/// How long the whole file is.
pub fn length(headers: &HeaderMap) -> Result<u64, Problem> {
    number(headers, &LENGTH).ok_or_else(|| bad("send `Upload-Length`: the size of the whole file in bytes"))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// What the file is called, by the names that the usual clients give it.
pub fn name(headers: &HeaderMap) -> Result<String, Problem> {
    let missing = || bad("send `Upload-Metadata: filename NAME`, the name of the file in base64");
    let metadata = headers.get(METADATA).ok_or_else(missing)?.to_str().map_err(|_| missing())?;
    let pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    let named = |wanted: &str| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    let value = named("filename").or_else(|| named("name")).ok_or_else(missing)?;
    let bytes = STANDARD.decode(value.trim()).map_err(|_| missing())?;
    String::from_utf8(bytes).map_err(|_| missing())
}

/// An error unless a body is what uploads are made of.
pub fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == BYTES_TYPE) {
        return Ok(());
    }
    let detail = format!("send the bytes of the file as `Content-Type: {BYTES_TYPE}`");
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail))
}

/// How far an upload is, and until when it is kept.
pub fn describe(headers: &mut HeaderMap, row: &Model) {
    headers.insert(OFFSET, row.received.into());
    headers.insert(LENGTH, row.bytes.into());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let until = row.expires_at.and_then(|at| http_date(at.0));
    if let Some(until) = until.and_then(|date| HeaderValue::from_str(&date).ok()) {
        headers.insert(EXPIRES, until);
    }
}

fn bad(detail: &'static str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", detail)
}

//! What came, whichever way: words as one JSON, files staged.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use entity::submission_attachment::Model as Attachment;
use serde_json::Value;

use super::{Door, answer, form, multipart};
use crate::domain::check::Check;
use crate::error::Error;
use crate::http::problem::Problem;
use crate::http::server::Activity;
use crate::service::submission::attachment::Staging;

/// What came.
pub struct Came {
    pub headers: HeaderMap,
    body: Sheet,
    /// Whole ones.
    pub files: Vec<Attachment>,
    /// What is wrong with others.
    pub check: Check,
}

enum Sheet {
    Gathered(Bytes),
    /// Of a form with files in it.
    Words(Vec<(String, String)>),
}

/// Receives all of it; files are staged.
pub async fn receive(door: &Door, request: Request, staging: &mut Staging<'_>) -> Result<Came, Problem> {
    if !multipart::is_meant(&kind(request.headers())) {
        let (parts, bytes) = door.limits.gather(request).await?;
        let (files, check) = staging.told();
        return Ok(Came { headers: parts.headers, body: Sheet::Gathered(bytes), files, check });
    }
    let _permit = door.permits.try_acquire().map_err(|_| busy())?;
    let (parts, body) = request.into_parts();
    let _receiving = parts.extensions.get::<Arc<Activity>>().map(Activity::receive);
    let body = (body, door.limits.pace());
    let words = multipart::read(&parts.headers, body, door.limits.bytes(), staging).await?;
    let (files, check) = staging.told();
    Ok(Came { headers: parts.headers, body: Sheet::Words(words), files, check })
}

/// What was sent, as JSON whatever it came as.
pub fn read(came: &Came, schema: Option<&str>) -> Result<Value, Problem> {
    let body = match &came.body {
        Sheet::Words(words) => {
            let fields = words.iter().map(|(name, word)| (name.into(), word.into()));
            return Ok(form::read(fields, schema));
        }
        Sheet::Gathered(body) => body,
    };
    match kind(&came.headers).as_str() {
        "application/json" => serde_json::from_slice(body)
            .map_err(|wrong| Problem::from(Error::invalid("body", format!("is not JSON: {wrong}")))),
        "application/x-www-form-urlencoded" => Ok(form::read(url::form_urlencoded::parse(body), schema)),
        _ => Err(answer::unsupported()),
    }
}

/// The media type of a body, without its parameters.
fn kind(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn busy() -> Problem {
    let detail = "many forms are being received at the moment: send it again in some seconds";
    Problem::busy(detail)
}

//! Receives a body whole before anyone looks at it, so that its size and its sender's pace are bounded in one place.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use crate::config::Http;
use crate::http::problem::{Bound, Problem, millis};
use crate::http::server::Activity;

/// Bytes read past the limit and thrown away, so that an honest client gets to read why it was refused.
const PATIENCE: usize = 8 * 1024 * 1024;

/// Says in a request that it was refused already, its body unread, to be told from here like any other.
#[derive(Clone, Debug)]
pub struct Refused(pub Problem);

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    bytes: usize,
    time: Duration,
}

impl From<&Http> for Limits {
    fn from(settings: &Http) -> Self {
        Self { bytes: settings.max_body_size, time: settings.body_timeout }
    }
}

/// Tells why a request was refused before it came here.
pub async fn refusals(mut request: Request, next: Next) -> Response {
    match request.extensions_mut().remove() {
        Some(Refused(problem)) => broken_off(problem.into_response()),
        None => next.run(request).await,
    }
}

pub async fn layer(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    match limits.gather(request).await {
        Ok((parts, bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(problem) => broken_off(problem.into_response()),
    }
}

/// What is left of the body cannot be told from a next request.
pub fn broken_off(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

impl Limits {
    /// How fast a body must come.
    pub fn pace(self) -> Pace {
        Pace::new(self.time)
    }

    /// Bytes that a body may have.
    pub fn bytes(self) -> usize {
        self.bytes
    }

    /// A request with its body, once all of it came.
    pub async fn gather(self, request: Request) -> Result<(Parts, Bytes), Problem> {
        let (parts, body) = request.into_parts();
        let bytes = self.body_of(&parts, body).await?;
        Ok((parts, bytes))
    }

    /// The same of a request that is needed when its body was refused, too.
    pub async fn body_of(self, parts: &Parts, body: Body) -> Result<Bytes, Problem> {
        let _receiving = parts.extensions.get::<Arc<Activity>>().map(Activity::receive);
        self.receive(&parts.headers, body).await
    }

    async fn receive(self, headers: &HeaderMap, mut body: Body) -> Result<Bytes, Problem> {
        let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if self.is_hopeless(headers, announced) {
            return Err(self.too_large(announced));
        }
        let (mut pace, mut kept, mut length) = (Pace::new(self.time), Vec::new(), 0);
        while let Some(data) = pace.next(&mut body).await? {
            length += data.len();
            if length <= self.bytes {
                kept.extend_from_slice(&data);
            } else if length > self.bytes + PATIENCE {
                break;
            }
        }
        if length > self.bytes { Err(self.too_large(length.max(announced))) } else { Ok(kept.into()) }
    }

    /// Whether the body is announced as too large, by someone who waits for leave to send it or for longer than we read.
    fn is_hopeless(self, headers: &HeaderMap, announced: usize) -> bool {
        let asks_first = headers.contains_key(header::EXPECT);
        announced > self.bytes && (asks_first || announced > self.bytes + PATIENCE)
    }

    /// `found`: what was announced or read of it.
    fn too_large(self, found: usize) -> Problem {
        let detail = format!("the body is larger than {} bytes; send less at a time", self.bytes);
        let bound = Bound { limit: "bodySize", allowed: self.bytes as u64, found: found as u64 };
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", detail).beyond(bound)
    }
}

/// How fast a body must come: within some time, and a second more for each KiB that came.
#[derive(Debug)]
pub struct Pace {
    time: Duration,
    started: Instant,
    length: usize,
}

impl Pace {
    pub fn new(time: Duration) -> Self {
        Self { time, started: Instant::now(), length: 0 }
    }

    /// The next of it; `None` at its end.
    pub async fn next(&mut self, body: &mut Body) -> Result<Option<Bytes>, Problem> {
        let patience = self.time + Duration::from_secs(self.length as u64 / 1024);
        let frame = match timeout_at(self.started + patience, body.frame()).await {
            Err(_) => return Err(self.too_slow(patience)),
            Ok(None) => return Ok(None),
            Ok(Some(Err(_))) => return Err(broken()),
            Ok(Some(Ok(frame))) => frame,
        };
        let data = frame.into_data().unwrap_or_default();
        self.length += data.len();
        Ok(Some(data))
    }

    fn too_slow(&self, allowed: Duration) -> Problem {
        let detail = format!(
            "the body did not arrive within {:?} and a second for each KiB; send it again",
            self.time
        );
        let found = millis(self.started.elapsed());
        let bound = Bound { limit: "bodyTime", allowed: millis(allowed), found };
        Problem::new(StatusCode::REQUEST_TIMEOUT, "TIMEOUT", detail).beyond(bound)
    }
}

fn broken() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", "the body broke off; send it again")
}

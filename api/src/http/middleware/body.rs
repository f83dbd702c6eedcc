//! Receives a body whole before anyone looks at it, so that its size, its sender's pace and what all of them take are
//! bounded in one place.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use ipnet::IpNet;
use tokio::time::{Instant, timeout, timeout_at};

use super::budget::{Budget, Kept, SMALL};
use super::client::ClientAddress;
use crate::config::Http;
use crate::http::problem::{Bound, Problem, millis};
use crate::http::server::Activity;
use crate::platform::attempts::Who;

/// Bytes read past the limit and thrown away, so that an honest client gets to read why it was refused.
const PATIENCE: usize = 8 * 1024 * 1024;
/// How long the first of a body may take before it counts as waited for: most come whole along with their heads.
const AT_ONCE: Duration = Duration::from_millis(50);
/// Bytes that must come in each second beyond the time that is free.
const BYTES_A_SECOND: usize = 4 * 1024;

/// Says in a request that it was refused already, its body unread, to be told from here like any other.
#[derive(Clone, Debug)]
pub struct Refused(pub Problem);

/// One for all doors: what it counts, they share.
#[derive(Debug)]
pub struct Limits {
    bytes: usize,
    time: Duration,
    budget: Arc<Budget>,
    trusted: Arc<[IpNet]>,
}

/// Tells why a request was refused before it came here.
pub async fn refusals(State(limits): State<Arc<Limits>>, mut request: Request, next: Next) -> Response {
    let Some(Refused(problem)) = request.extensions_mut().remove() else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    if !body.is_end_stream() {
        let _receiving = parts.extensions.get::<Arc<Activity>>().map(Activity::receive);
        limits.let_go(&parts, limits.pace(), body).await;
    }
    broken_off(problem.into_response())
}

pub async fn layer(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
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
    pub fn new(settings: &Http) -> Self {
        Self {
            bytes: settings.max_body_size,
            time: settings.body_timeout,
            budget: Arc::new(Budget::new(settings.max_body_size)),
            trusted: Arc::clone(&settings.trusted_proxies),
        }
    }

    /// How fast a body must come.
    pub fn pace(&self) -> Pace {
        Pace::new(self.time)
    }

    /// Bytes that a body may have.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// A request with its body, once all of it came.
    pub async fn gather(&self, request: Request) -> Result<(Parts, Bytes), Problem> {
        let (parts, body) = request.into_parts();
        let bytes = self.body_of(&parts, body).await?;
        Ok((parts, bytes))
    }

    /// The same of a request that is needed when its body was refused, too.
    pub async fn body_of(&self, parts: &Parts, body: Body) -> Result<Bytes, Problem> {
        let _receiving = parts.extensions.get::<Arc<Activity>>().map(Activity::receive);
        self.receive(parts, body).await
    }

    async fn receive(&self, parts: &Parts, mut body: Body) -> Result<Bytes, Problem> {
        let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
        if self.is_hopeless(&parts.headers, announced) {
            return Err(self.too_large(announced));
        }
        let mut pace = self.pace();
        let mut next = match pace.at_once(&mut body).await.transpose()? {
            // Not counted, and never refused: its head may take more.
            Some(Some(data)) if body.is_end_stream() && data.len() <= SMALL.min(self.bytes) => {
                return Ok(Bytes::copy_from_slice(&data));
            }
            Some(first) => first,
            None => Some(Bytes::new()),
        };
        let Some(mut kept) = self.begin(parts) else { return Err(self.busy(parts, pace, body).await) };
        while let Some(data) = next {
            if pace.length > self.bytes {
                self.drain(&mut pace, &mut body).await?;
                return Err(self.too_large(pace.length.max(announced)));
            }
            if !kept.add(&data) {
                drop(kept);
                return Err(self.busy(parts, pace, body).await);
            }
            next = pace.next(&mut body).await?;
        }
        Ok(kept.into_bytes())
    }

    /// Room for a body that is waited for, in the name of who sends it.
    fn begin(&self, parts: &Parts) -> Option<Kept> {
        let client = ClientAddress::of(&parts.extensions, &parts.headers, &self.trusted);
        let lines = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
        Kept::begin(
            &self.budget,
            client.map(|ClientAddress(address)| Who::address(address)),
            lines.sum::<usize>() + target,
        )
    }

    /// Says that there is no room.
    async fn busy(&self, parts: &Parts, pace: Pace, body: Body) -> Problem {
        self.let_go(parts, pace, body).await;
        Problem::busy("too much is being received at the moment: send it again in some seconds")
    }

    /// Before a refusal. On HTTP/2 at once: there an answer need not wait until its request has been read.
    async fn let_go(&self, parts: &Parts, mut pace: Pace, mut body: Body) {
        if parts.version < Version::HTTP_2 {
            // Who takes longer is cut off.
            let _ = timeout(self.time, self.drain(&mut pace, &mut body)).await;
        }
    }

    async fn drain(&self, pace: &mut Pace, body: &mut Body) -> Result<(), Problem> {
        while pace.length <= self.bytes + PATIENCE && pace.next(body).await?.is_some() {}
        Ok(())
    }

    /// Whether the body is announced as too large, by someone who waits for leave to send it or for longer than we read.
    fn is_hopeless(&self, headers: &HeaderMap, announced: usize) -> bool {
        let asks_first = headers.contains_key(header::EXPECT);
        announced > self.bytes && (asks_first || announced > self.bytes + PATIENCE)
    }

    /// `found`: what was announced or read of it.
    fn too_large(&self, found: usize) -> Problem {
        let detail = format!("the body is larger than {} bytes; send less at a time", self.bytes);
        let bound = Bound { limit: "bodySize", allowed: self.bytes as u64, found: found as u64 };
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", detail).beyond(bound)
    }
}

/// How fast a body must come: within some time, and a second more for each 4 KiB that came.
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
        let patience = self.time + Duration::from_secs((self.length / BYTES_A_SECOND) as u64);
        self.until(patience, body).await.unwrap_or_else(|| Err(self.too_slow(patience)))
    }

    /// The first of it, if it comes at once.
    async fn at_once(&mut self, body: &mut Body) -> Option<Result<Option<Bytes>, Problem>> {
        self.until(self.time.min(AT_ONCE), body).await
    }

    /// `None` if nothing has come so long after the start.
    async fn until(&mut self, patience: Duration, body: &mut Body) -> Option<Result<Option<Bytes>, Problem>> {
        let data = match timeout_at(self.started + patience, body.frame()).await.ok()? {
            None => return Some(Ok(None)),
            Some(Err(_)) => return Some(Err(broken())),
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
        };
        self.length += data.len();
        Some(Ok(Some(data)))
    }

    fn too_slow(&self, allowed: Duration) -> Problem {
        let detail = format!(
            "the body did not arrive within {:?} and a second for each 4 KiB; send it again",
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

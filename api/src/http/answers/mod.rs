//! Answers that are kept: finished bytes for everybody who asks the same, as long as nothing they rest on has changed.
//!
//! Invariants: what is given is what would be read now; nothing is kept that was asked for with a token, that failed, or that
//! a door did not say is public; of many who ask the same at once, one reads.

mod address;
mod asked;
mod flight;
mod kept;
mod key;
mod status;

use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use entity::instant::Instant;
use moka::notification::RemovalCause;
use moka::sync::Cache;
use tokio::time::timeout_at;

use super::conditional::{self, Lasting};
use super::metrics::{Counters, Outcome as Came, door};
use super::middleware::body::{Limits, Refused};
use super::middleware::compression;
use crate::app::App;
use crate::app::freshness::Freshness;
use crate::platform::clock::Clock;
pub use asked::Questions;
use flight::{Flights, Leader, Outcome, Part};
use kept::{Kept, Truth};
use key::{Key, is_public, is_small, may_write};

/// The part of the memory that is for answers by what was asked.
const QUESTIONS: usize = 4;
/// Parts of the whole that one answer may take.
const LARGEST: usize = 16;

/// What is kept, and what it is held against.
#[derive(Debug)]
pub struct Answers {
    freshness: Freshness,
    clock: Clock,
    limits: Arc<Limits>,
    /// `None`: nothing is.
    kept: Option<Cache<Key, Arc<Kept>>>,
    largest: usize,
    flights: Flights,
    /// The same by what was asked.
    pub questions: Questions,
    pub counters: Arc<Counters>,
}

impl Answers {
    /// `size`: bytes of memory at most; 0 keeps nothing.
    pub fn new(app: &App, limits: Arc<Limits>, size: usize) -> Self {
        let weigh = |key: &Key, kept: &Arc<Kept>| u32::try_from(key.size() + kept.size()).unwrap_or(u32::MAX);
        let counters = Arc::new(Counters::default());
        let evicted = Arc::clone(&counters);
        let goes = move |_: Arc<Key>, _: Arc<Kept>, cause| {
            evicted.evicted.add(u64::from(cause == RemovalCause::Size));
        };
        let kept = Cache::builder().max_capacity((size - size / QUESTIONS) as u64).weigher(weigh);
        Self {
            freshness: app.freshness.clone(),
            clock: app.clock.clone(),
            limits,
            kept: (size > 0).then(|| kept.eviction_listener(goes).build()),
            largest: size / LARGEST,
            flights: Flights::default(),
            questions: Questions::new(app.freshness.clone(), size / QUESTIONS),
            counters,
        }
    }

    /// What was kept for such a request, if it is still true.
    fn known(&self, key: &Key, now: Instant) -> Option<Arc<Kept>> {
        let kept = self.kept.as_ref()?;
        let found = kept.get(key).filter(|_| self.freshness.is_listening())?;
        if found.is_true(&self.freshness, now) {
            return Some(found);
        }
        kept.invalidate(key);
        self.counters.stale.add(1);
        None
    }

    /// Reads it, and keeps it if a door says that it may be.
    async fn read(&self, request: Request, next: Next, key: Option<Key>) -> Read {
        let key = key.filter(|_| request.method() != Method::HEAD && self.kept.is_some());
        let since = if key.is_some() { self.freshness.begin() } else { self.freshness.position() };
        let mut response = next.run(request).await;
        let Some(lasting) = response.extensions_mut().remove::<Lasting>() else { return Read::own(response) };
        let says_itself = response.headers().contains_key(header::CACHE_CONTROL);
        let truth = if key.is_some() || !says_itself { self.truth(&lasting, since).await } else { None };
        if !says_itself {
            let until = match (&truth, &lasting.as_of) {
                (Some(truth), _) if !compression::is_makeshift(&response) => Some(truth.until),
                // It is not known until when, or who asks next may have it in a better form: not for long.
                (_, Some(_)) => Some(Instant(0)),
                (_, None) => lasting.dies,
            };
            response.headers_mut().insert(header::CACHE_CONTROL, caching(until, self.clock.now()));
        }
        match truth.zip(key) {
            Some((truth, key)) => self.keep(response, key, truth).await,
            None => Read::own(response),
        }
    }

    /// For how long; `None` where that is not known, or no longer than now.
    async fn truth(&self, lasting: &Lasting, since: u64) -> Option<Truth> {
        let as_of = lasting.as_of.as_ref()?;
        let gathering = as_of.footprint.gathering()?;
        let next = self.freshness.boundary(as_of.now).await?;
        let until = lasting.dies.map_or(next, |dies| dies.min(next));
        Some(Truth { tags: gathering.tags, from: as_of.now, until, verified: since.into() })
    }

    async fn keep(&self, response: Response, key: Key, truth: Truth) -> Read {
        let (Some(kept), StatusCode::OK) = (&self.kept, response.status()) else {
            return Read::own(response);
        };
        let (head, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, usize::MAX).await else {
            return Read::own(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        let response = Response::from_parts(head, Body::from(bytes.clone()));
        if !truth.holds(&self.freshness, self.clock.now()) {
            return Read::own(response);
        }
        let answer = Arc::new(Kept::new(&response, bytes, truth));
        if key.size() + answer.size() > self.largest {
            return Read::own(response);
        }
        // For those who wait for it, and nobody else.
        if !compression::is_makeshift(&response) {
            kept.insert(key, answer.clone());
        }
        Read { response, kept: Some(answer) }
    }
}

/// What was read, and what was kept of it.
struct Read {
    response: Response,
    kept: Option<Arc<Kept>>,
}

impl Read {
    fn own(response: Response) -> Self {
        Self { response, kept: None }
    }
}

/// Nothing outlives the instant at which the answer is no longer true.
pub fn caching(until: Option<Instant>, now: Instant) -> HeaderValue {
    let value = conditional::caching(until, now);
    HeaderValue::try_from(value).expect("words and numbers")
}

pub async fn layer(State(answers): State<Arc<Answers>>, mut request: Request, next: Next) -> Response {
    let (started, door) = (Moment::now(), door(request.uri().path()));
    if let Some(address) = address::spelled(request.uri()) {
        *request.uri_mut() = address;
    }
    let asked = conditional::Asked::of(&request);
    let response = match request.method() {
        _ if request.extensions().get::<Refused>().is_some() => next.run(request).await,
        _ if !is_public(request.uri().path()) => answers.read(request, next, None).await.response,
        &Method::GET | &Method::HEAD => answers.answer(request, Bytes::new(), next).await,
        &Method::POST if is_small(&request) => {
            let (mut parts, body) = request.into_parts();
            match answers.limits.body_of(&parts, body).await {
                Ok(body) => {
                    let request = Request::from_parts(parts, Body::from(body.clone()));
                    answers.answer(request, body, next).await
                }
                Err(problem) => {
                    parts.extensions.insert(Refused(problem));
                    next.run(Request::from_parts(parts, Body::empty())).await
                }
            }
        }
        _ => next.run(request).await,
    };
    let response = asked.answer(response);
    answers.counters.answered(door, response.status(), started.elapsed());
    response
}

impl Answers {
    async fn answer(&self, request: Request, body: Bytes, next: Next) -> Response {
        let (parts, rest) = request.into_parts();
        let key = Key::of(&parts, &body).filter(|_| self.kept.is_some());
        let request = Request::from_parts(parts, rest);
        let Some(key) = key else {
            return self.told(self.read(request, next, None).await.response, Came::Bypass);
        };
        let waits_until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let now = self.clock.now();
            if let Some(kept) = self.known(&key, now) {
                return self.again(&kept, &request, now, Came::Hit);
            }
            let waits = request.method() != Method::HEAD && !may_write(&body);
            let part = waits.then(|| self.flights.join(&key));
            match part {
                Some(Part::Leader(leader)) => {
                    // Another one may have landed since we looked.
                    if let Some(kept) = self.known(&key, now) {
                        leader.land(Outcome::Kept(kept.clone()));
                        return self.again(&kept, &request, now, Came::Hit);
                    }
                    return self.lead(leader, request, next, key).await;
                }
                Some(Part::Follower(waiting)) => {
                    let brought = timeout_at(waits_until, flight::brought(waiting)).await;
                    // It took its time.
                    let now = self.clock.now();
                    match brought {
                        Ok(Some(Outcome::Kept(kept))) if kept.is_true(&self.freshness, now) => {
                            return self.again(&kept, &request, now, Came::Collapsed);
                        }
                        // Whoever asked went away: the next one asks.
                        Ok(None) => continue,
                        _ => {}
                    }
                }
                None => {}
            }
            return self.told(self.read(request, next, Some(key)).await.response, Came::Miss);
        }
    }

    async fn lead(&self, leader: Leader, request: Request, next: Next, key: Key) -> Response {
        let Read { response, kept } = self.read(request, next, Some(key)).await;
        let is_stored = kept.is_some() && !compression::is_makeshift(&response);
        let came = if is_stored { Came::Stored } else { Came::Miss };
        leader.land(kept.map_or(Outcome::Personal, Outcome::Kept));
        self.told(response, came)
    }
}

/// How long to wait for somebody else's answer before asking by oneself.
const PATIENCE: Duration = Duration::from_secs(5);

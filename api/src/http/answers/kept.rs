//! An answer that was finished once, down to its compressed bytes, and is given again for as long as it is true.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use entity::instant::Instant;

use super::caching;
use crate::app::freshness::Freshness;
use crate::domain::footprint::Tag;
use crate::http::middleware::{compression, request_id};

/// RFC 9211.
pub const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
const NEVER: &str = "no-store";
/// What each request gets anew.
const OWN: [HeaderName; 3] = [request_id::HEADER, CACHE_STATUS, header::CACHE_CONTROL];

#[derive(Debug)]
pub struct Kept {
    headers: HeaderMap,
    /// What it said of caches itself.
    cache_control: Option<HeaderValue>,
    body: Bytes,
    truth: Truth,
}

/// For how long something is true.
#[derive(Debug)]
pub struct Truth {
    pub tags: Vec<Tag>,
    /// True from this instant on, as far as time is concerned,
    pub from: Instant,
    /// and until just before this one.
    pub until: Instant,
    /// Up to this position in the changes it is known to be true; at first the one before it was read.
    pub verified: AtomicU64,
}

impl Truth {
    pub fn holds(&self, freshness: &Freshness, now: Instant) -> bool {
        if now < self.from || self.until <= now {
            return false;
        }
        let (position, verified) = (freshness.position(), self.verified.load(Ordering::Acquire));
        if verified == position {
            return true;
        }
        if freshness.has_changed(verified, &self.tags) {
            return false;
        }
        self.verified.fetch_max(position, Ordering::AcqRel);
        true
    }
}

impl Kept {
    pub fn new(response: &Response, body: Bytes, truth: Truth) -> Self {
        let mut headers = response.headers().clone();
        // What everybody may keep says anew for how long; what is not in its best form stays as it is.
        let stays = |said: &&HeaderValue| *said == NEVER || compression::is_makeshift(response);
        let cache_control = headers.get(header::CACHE_CONTROL).filter(stays).cloned();
        for name in OWN {
            headers.remove(name);
        }
        headers.insert(header::CONTENT_LENGTH, body.len().into());
        Self { headers, cache_control, body, truth }
    }

    pub fn is_true(&self, freshness: &Freshness, now: Instant) -> bool {
        self.truth.holds(freshness, now)
    }

    /// The answer to one more request. It is as good as new: `Age` is that of the last look at what changed (RFC 9111, 4.2.3).
    pub fn answer(&self, method: &Method, now: Instant) -> Response {
        let body = if method == Method::HEAD { Body::empty() } else { Body::from(self.body.clone()) };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::OK;
        let headers = response.headers_mut();
        *headers = self.headers.clone();
        let caching = match &self.cache_control {
            Some(said) => said.clone(),
            None => caching(Some(self.truth.until), now),
        };
        headers.insert(header::CACHE_CONTROL, caching);
        headers.insert(header::AGE, HeaderValue::from_static("0"));
        response
    }

    /// Bytes in memory.
    pub fn size(&self) -> usize {
        let headers: usize =
            self.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 64).sum();
        self.body.len() + headers + self.truth.tags.len() * size_of::<Tag>() + 512
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waited_for_an_answer_in_no_good_form_is_told_what_who_asked_was() {
        let told = |in_good_form: bool| {
            let mut response = Response::new(Body::empty());
            let soon = HeaderValue::from_static("public, max-age=0");
            response.headers_mut().insert(header::CACHE_CONTROL, soon);
            if !in_good_form {
                compression::make_shift(&mut response);
            }
            let truth =
                Truth { tags: Vec::new(), from: Instant(0), until: Instant(60_000), verified: 0.into() };
            let kept = Kept::new(&response, Bytes::new(), truth);
            kept.answer(&Method::GET, Instant(0)).headers()[header::CACHE_CONTROL].clone()
        };
        assert_eq!(told(false), "public, max-age=0");
        assert_eq!(told(true), caching(Some(Instant(60_000)), Instant(0)), "anew");
    }
}

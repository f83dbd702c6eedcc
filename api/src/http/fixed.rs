//! Answers that are the same until this program is another: pages, documents and scripts of ours.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::conditional::Answer;

/// Told apart by a strong tag as every public answer is; the tag is made once.
#[derive(Clone, Debug)]
pub struct Fixed {
    body: Bytes,
    headers: HeaderMap,
}

/// How long caches keep an answer.
#[derive(Clone, Copy, Debug)]
pub enum Kept {
    /// What people read: for some minutes.
    Minutes,
    /// What pages load: for an hour.
    Hour,
}

impl Fixed {
    /// Text in UTF-8.
    pub fn new(media_type: &'static str, text: impl Into<Vec<u8>>, kept: Kept) -> Self {
        let answer = Answer { body: text.into().into(), media_type, ..Answer::default() };
        let tag = HeaderValue::from_str(&answer.tag()).expect("letters and digits");
        let caching = HeaderValue::from_static(match kept {
            Kept::Minutes => "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400",
            Kept::Hour => "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800",
        });
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
            (header::CACHE_CONTROL, caching),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
            (header::ETAG, tag),
        ];
        Self { body: answer.body, headers: headers.into_iter().collect() }
    }

    pub fn html(page: impl Into<Vec<u8>>) -> Self {
        Self::new("text/html; charset=utf-8", page, Kept::Minutes)
    }

    /// With a header more, such as a policy.
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        self.headers
            .insert(name, HeaderValue::from_str(value).expect("what we write of ours is visible ASCII"));
        self
    }

    /// The answer to a GET or HEAD; whoever has it already is told so further out.
    pub fn response(&self) -> Response {
        let mut response = Body::from(self.body.clone()).into_response();
        response.headers_mut().clone_from(&self.headers);
        response
    }
}

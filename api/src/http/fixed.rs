//! Answers that are the same until this program is another: pages, documents and scripts of ours.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::conditional::Answer;

/// Told apart by a strong tag as every public answer is; the tag is made once.
#[derive(Clone, Debug)]
pub struct Fixed {
    body: Bytes,
    tag: String,
    media_type: &'static str,
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
        let answer = Answer { body: text.into(), media_type, ..Answer::default() };
        let tag = answer.tag();
        let caching = HeaderValue::from_static(match kept {
            Kept::Minutes => "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400",
            Kept::Hour => "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800",
        });
        let headers =
            [(header::CACHE_CONTROL, caching), (header::VARY, HeaderValue::from_static("accept-encoding"))];
        Self { body: answer.body.into(), tag, media_type, headers: headers.into_iter().collect() }
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

    /// The answer to a GET or HEAD: 304 where whoever asks has it already.
    pub fn to(&self, asked: &HeaderMap) -> Response {
        let known = Answer::is_known(asked, &self.tag);
        let mut response = match known {
            Some(_) => StatusCode::NOT_MODIFIED.into_response(),
            None => {
                ([(header::CONTENT_TYPE, self.media_type)], Body::from(self.body.clone())).into_response()
            }
        };
        let tag = HeaderValue::from_str(known.as_ref().unwrap_or(&self.tag));
        let headers = response.headers_mut();
        headers.extend(self.headers.clone());
        headers.extend(tag.ok().map(|tag| (header::ETAG, tag)));
        response
    }
}

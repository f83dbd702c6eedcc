//! Whether whoever asks has the answer already.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::CODINGS;

/// What whoever asks has already.
#[derive(Debug)]
pub struct Asked {
    tags: Option<Vec<HeaderValue>>,
    is_head: bool,
}

impl Asked {
    /// Of `If-Modified-Since` alone nothing can be said: what left a list, or is called otherwise where it is named, took its
    /// instant along.
    pub fn of(request: &Request) -> Self {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let given = request.headers().get_all(header::IF_NONE_MATCH);
        let tags = (reads && request.headers().contains_key(header::IF_NONE_MATCH))
            .then(|| given.iter().cloned().collect());
        Self { tags, is_head: request.method() == Method::HEAD }
    }

    /// 304 in place of what they have (RFC 9110, 13.1.2).
    pub fn answer(&self, mut response: Response) -> Response {
        let Some(known) = self.known(&response) else { return response };
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        let headers = response.headers_mut();
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING] {
            headers.remove(name);
        }
        // Of a HEAD the length would be written anew, as nothing (RFC 9110, 8.6).
        if !self.is_head {
            headers.remove(header::CONTENT_LENGTH);
        }
        headers.insert(header::ETAG, known);
        response
    }

    /// The tag it is known by, if it is.
    fn known(&self, response: &Response) -> Option<HeaderValue> {
        let given = self.tags.as_ref().filter(|_| response.status() == StatusCode::OK)?;
        let own = response.headers().get(header::ETAG)?;
        let own_tag = own.to_str().ok()?;
        let (tag, is_coded) = (without_coding(own_tag), coded(own_tag).is_some());
        let mut given = given.iter().filter_map(|value| value.to_str().ok()).flat_map(tags);
        given.find_map(|one| match one {
            "*" => Some(own.clone()),
            // What had to go as it is may come compressed now.
            one if is_coded && coded(one).is_none() => None,
            one => (without_coding(one) == tag).then(|| HeaderValue::from_str(one).ok())?,
        })
    }
}

/// The entity tags of a header; a list that is broken is one as far as it can be read.
fn tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(|one| {
        let one = one.trim();
        one.strip_prefix("W/").unwrap_or(one)
    })
}

/// The tag of the answer whatever its coding: `"abc-br"` is `"abc"`.
fn without_coding(tag: &str) -> Cow<'_, str> {
    coded(tag).map_or(Cow::Borrowed(tag), |bare| Cow::Owned(format!("{bare}\"")))
}

/// Of a tag with a coding what comes before that.
fn coded(tag: &str) -> Option<&str> {
    let (bare, coding) = tag.strip_suffix('"')?.rsplit_once('-')?;
    CODINGS.contains(&coding).then_some(bare)
}

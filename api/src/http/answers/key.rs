//! What makes one request the same as another: all that an answer may depend on.

use std::hash::{Hash, Hasher};

use axum::body::{Bytes, HttpBody};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};

use crate::http::middleware::budget::SMALL;
use crate::http::{accept, graphql};

/// The doors of everybody.
const PUBLIC: [&str; 6] = ["/graphql", "/v1/", "/feeds/", "/embed/", "/oembed", "/sitemap"];
/// Stands in every document that changes something.
const WRITES: &[u8] = b"mutation";
/// Bytes of a request that may have an answer kept. Larger ones are rare, and their senders pay for them.
pub const MAX_REQUEST: usize = SMALL;
/// Bytes of one header that a key takes in.
const MAX_HEADER: usize = 256;
/// Whoever sends one of these gets an answer of their own.
const PERSONAL: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::COOKIE,
    HeaderName::from_static("idempotency-key"),
    graphql::COST,
    HeaderName::from_static("x-http-method-override"),
];

/// Whether there may be anything for everybody.
pub fn is_public(path: &str) -> bool {
    PUBLIC.iter().any(|public| path.starts_with(public))
}

/// Whether it is known beforehand to be worth reading; others are received on their way.
pub fn is_small(request: &Request) -> bool {
    request.uri().path() == graphql::PATH
        && request.body().size_hint().upper().is_some_and(|bytes| bytes <= MAX_REQUEST as u64)
}

/// A mutation waits for nobody.
pub fn may_write(body: &[u8]) -> bool {
    body.windows(WRITES.len()).any(|word| word == WRITES)
}

/// The request as it was sent, but for what can be told to be the same at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    method: Wanted,
    target: Box<str>,
    /// What is accepted, the coding, and of a body its type.
    headers: Box<[u8]>,
    body: Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Wanted {
    Read,
    Post,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write(self.target.as_bytes());
        hasher.write(&self.headers);
        hasher.write(&self.body);
    }
}

impl Key {
    /// `None` for what is answered to one caller alone, and for what is too large.
    pub fn of(parts: &Parts, body: &Bytes) -> Option<Self> {
        let method = match parts.method {
            Method::GET | Method::HEAD => Wanted::Read,
            Method::POST => Wanted::Post,
            _ => return None,
        };
        let target = parts.uri.path_and_query()?.as_str();
        let is_large = target.len() + body.len() > MAX_REQUEST;
        if is_large || PERSONAL.iter().any(|name| parts.headers.contains_key(name)) {
            return None;
        }
        let mut headers = Vec::with_capacity(64);
        if parts.uri.path() == graphql::PATH {
            joined(&parts.headers, header::ACCEPT, &mut headers)?;
        } else {
            headers.extend(accept::order(&parts.headers));
        }
        match simple_coding(&parts.headers) {
            Some(coding) => headers.push(coding),
            None => joined(&parts.headers, header::ACCEPT_ENCODING, &mut headers)?,
        }
        if method == Wanted::Post {
            joined(&parts.headers, header::CONTENT_TYPE, &mut headers)?;
            joined(&parts.headers, header::CONTENT_ENCODING, &mut headers)?;
        }
        Some(Self { method, target: target.into(), headers: headers.into(), body: body.clone() })
    }

    /// Bytes in memory.
    pub fn size(&self) -> usize {
        self.target.len() + self.headers.len() + self.body.len() + 256
    }
}

/// All lines of a header; `None` where they are too long.
fn joined(headers: &HeaderMap, name: HeaderName, to: &mut Vec<u8>) -> Option<()> {
    let before = to.len();
    for value in headers.get_all(name) {
        to.extend_from_slice(value.as_bytes());
        to.push(b'\n');
    }
    to.push(0);
    (to.len() - before <= MAX_HEADER).then_some(())
}

/// Which coding a plain list, such as browsers send, leads to: the one that [`compression`](super::super::middleware::compression)
/// likes best. `None` for lists with weights, which count as they were written.
fn simple_coding(headers: &HeaderMap) -> Option<u8> {
    let mut best = b'0';
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        for coding in value.as_bytes().split(|byte| *byte == b',') {
            let coding = match coding.trim_ascii() {
                b"gzip" => b'1',
                b"br" => b'2',
                b"zstd" => b'3',
                b"deflate" | b"identity" => b'0',
                _ => return None,
            };
            best = best.max(coding);
        }
    }
    Some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(method: &str, target: &str, headers: &[(&str, &str)], body: &'static str) -> Option<Key> {
        let mut request = axum::http::Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Key::of(&request.body(()).unwrap().into_parts().0, &Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn whatever_an_answer_may_depend_on_makes_another_request_of_it() {
        let plain = key("GET", "/v1/news", &[], "").unwrap();
        assert_eq!(key("HEAD", "/v1/news", &[], "").unwrap(), plain);
        for (name, value) in [("x-anything", "1"), ("accept", "*/*"), ("accept", "text/html, */* ; q=0.5")] {
            assert_eq!(key("GET", "/v1/news", &[(name, value)], "").unwrap(), plain, "{name}: {value}");
        }
        for (method, target, headers, body) in [
            ("POST", "/v1/news", &[][..], ""),
            ("GET", "/v1/news?lang=en", &[], ""),
            ("GET", "/v1/news", &[("accept", "text/html")], ""),
            ("GET", "/v1/news", &[("accept", "application/ld+json, */*;q=0.5")], ""),
            ("GET", "/v1/news", &[("accept-encoding", "br")], ""),
            ("GET", "/v1/news", &[("accept-encoding", "gzip;q=0.5")], ""),
            ("GET", "/v1/news", &[], "{}"),
        ] {
            assert_ne!(key(method, target, headers, body).unwrap(), plain, "{method} {target} {headers:?}");
        }
        let json = key("POST", "/graphql", &[("content-type", "application/json")], "{}");
        assert_ne!(json, key("POST", "/graphql", &[("content-type", "text/plain")], "{}"));
        assert_ne!(json, key("POST", "/graphql", &[("content-type", "application/json")], "{ }"));
    }

    #[test]
    fn two_lists_of_codings_with_the_same_outcome_are_one() {
        let coded = |value| key("GET", "/", &[("accept-encoding", value)], "");
        assert_eq!(coded("gzip, deflate, br"), coded("br,gzip"));
        assert_ne!(coded("gzip, deflate, br"), coded("gzip"));
        assert_ne!(coded("gzip"), coded("gzip;q=1"));
    }

    #[test]
    fn what_is_for_one_caller_or_large_has_none() {
        for name in ["authorization", "cookie", "idempotency-key", "graphql-cost"] {
            assert!(key("GET", "/", &[(name, "x")], "").is_none(), "{name}");
        }
        assert!(key("DELETE", "/", &[], "").is_none());
        assert!(key("GET", "/graphql", &[("accept", &"x".repeat(300))], "").is_none());
        assert!(key("GET", &format!("/?{}", "x".repeat(MAX_REQUEST)), &[], "").is_none());
    }
}

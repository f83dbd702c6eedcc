//! Public answers that caches may keep: how they are told apart, for how long they do, and what they tell of.
//!
//! An answer has one strong tag for each way it is encoded (RFC 9110, 8.8.3): [`layer`] stands around the compression and
//! adds the coding to it.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::instant::Instant;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kit::http_date::http_date;
use crate::query::named::Named;

/// Seconds a cache keeps an answer without asking again.
const MAX_AGE: i64 = 60;
/// Seconds more that it may serve it while it asks.
const WHILE_REVALIDATING: i64 = 300;
/// Seconds more that it may serve it while we do not answer.
const IF_ERROR: i64 = 86_400;
/// Things an answer names one by one; of more it names the lists alone.
const MAX_SUBJECTS: usize = 100;

const CODINGS: [&str; 3] = ["br", "zstd", "gzip"];

/// A finished answer, the same for everybody who asks for it.
#[derive(Debug, Default)]
pub struct Answer {
    pub body: Vec<u8>,
    /// With its charset where it is text.
    pub media_type: &'static str,
    /// The language of all of it; `None` where there are several.
    pub language: Option<String>,
    /// The latest change of what it tells, for people; `None` where that is not known.
    pub changed: Option<Instant>,
    /// When it is no longer true by itself, as far as that is known.
    pub dies: Option<Instant>,
    /// The lists it was made from: whatever joins or leaves one changes the answer.
    pub lists: Vec<&'static str>,
    /// What it tells of.
    pub subjects: Vec<Subject>,
    /// What else goes along, such as `Link`.
    pub headers: HeaderMap,
}

/// A thing that an answer tells of, as caches are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// As in its public ids: `news`.
    pub prefix: &'static str,
    pub id: Uuid,
}

impl Answer {
    /// The answer to a GET or HEAD: 304 where whoever asks has it already.
    pub fn to(mut self, asked: &HeaderMap, now: Instant) -> Response {
        let tag = self.tag();
        let known = Self::is_known(asked, &tag);
        let body = if known.is_some() { Body::empty() } else { Body::from(std::mem::take(&mut self.body)) };
        let mut response = body.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        self.describe(headers, known.as_deref().unwrap_or(&tag), now);
        headers.extend(self.headers);
        // On a 304, too, which has nothing to compress.
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        if known.is_some() {
            headers.remove(header::CONTENT_TYPE);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }

    pub fn tag(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.media_type);
        hash.update([0]);
        hash.update(&self.body);
        format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash.finalize()[..15]))
    }

    /// The tag it is known by, if it is (RFC 9110, 13.1.2).
    pub fn is_known(asked: &HeaderMap, tag: &str) -> Option<String> {
        if asked.contains_key(header::IF_NONE_MATCH) {
            let given = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
            return given.flat_map(tags).find_map(|one| match one {
                "*" => Some(tag.to_owned()),
                one => (without_coding(one) == tag).then(|| one.to_owned()),
            });
        }
        // Of `If-Modified-Since` alone nothing can be said: what left a list, or is called otherwise where it is named, took its
        // instant along.
        None
    }

    fn describe(&self, headers: &mut HeaderMap, tag: &str, now: Instant) {
        let mut say = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        say(header::ETAG, tag.to_owned());
        say(header::CACHE_CONTROL, self.caching(now));
        if let Some(language) = &self.language {
            say(header::CONTENT_LANGUAGE, language.clone());
        }
        if let Some(changed) = self.changed.and_then(|changed| http_date(changed.0)) {
            say(header::LAST_MODIFIED, changed);
        }
        let keys = self.keys();
        if !keys.is_empty() {
            say(HeaderName::from_static("cache-tag"), keys.join(","));
            say(HeaderName::from_static("surrogate-key"), keys.join(" "));
        }
    }

    /// Nothing of it outlives the instant at which the answer is no longer true.
    fn caching(&self, now: Instant) -> String {
        let left = self.dies.map_or(i64::MAX, |dies| (dies.0 - now.0).div_euclid(1000).max(0));
        let age = MAX_AGE.min(left);
        let stale = |seconds: i64| seconds.min(left - age);
        format!(
            "public, max-age={age}, stale-while-revalidate={}, stale-if-error={}",
            stale(WHILE_REVALIDATING),
            stale(IF_ERROR)
        )
    }

    fn keys(&self) -> Vec<Cow<'static, str>> {
        let mut keys: Vec<Cow<'static, str>> = self.lists.iter().map(|list| Cow::Borrowed(*list)).collect();
        let mut subjects = self.subjects.clone();
        subjects.sort_unstable();
        subjects.dedup();
        if subjects.len() <= MAX_SUBJECTS {
            keys.extend(subjects.iter().map(|subject| Cow::Owned(subject.key())));
        } else {
            let mut kinds: Vec<_> = subjects.iter().map(|subject| Cow::Borrowed(subject.prefix)).collect();
            kinds.dedup();
            keys.extend(kinds);
        }
        keys.dedup();
        keys
    }
}

impl Subject {
    /// A thing and everything beneath it that has a public id.
    pub fn of(node: Named<'_>) -> impl Iterator<Item = Self> + use<> {
        let mut all = Vec::new();
        node.all(&mut all);
        let subject = |node: Named<'_>| {
            let prefix = node.prefix();
            node.id().filter(|_| !prefix.is_empty()).map(|id| Self { prefix, id })
        };
        let subjects: Vec<_> = all.into_iter().filter_map(subject).collect();
        subjects.into_iter()
    }

    /// `news-4t9k2mzq81xe`: the end of its public id, which no other thing has.
    pub fn key(&self) -> String {
        let id = entity::id::encode(self.prefix, &self.id);
        let end = id.len().saturating_sub(12);
        format!("{}-{}", self.prefix, &id[end..])
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
    let coded = tag.strip_suffix('"').and_then(|bare| bare.rsplit_once('-'));
    match coded {
        Some((bare, coding)) if CODINGS.contains(&coding) => Cow::Owned(format!("{bare}\"")),
        _ => Cow::Borrowed(tag),
    }
}

/// A representation of its own has a tag of its own.
pub async fn layer(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let coding = text(header::CONTENT_ENCODING).filter(|coding| CODINGS.contains(coding));
    let tag = text(header::ETAG).and_then(|tag| tag.strip_suffix('"'));
    if let (Some(coding), Some(tag)) = (coding, tag)
        && let Ok(value) = HeaderValue::from_str(&format!("{tag}-{coding}\""))
    {
        headers.insert(header::ETAG, value);
    }
    response
}

#[cfg(test)]
mod tests;

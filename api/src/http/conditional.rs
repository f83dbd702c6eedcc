//! Public answers that caches may keep: how they are told apart, for how long they do, and what they tell of.
//!
//! An answer has one strong tag for each way it is encoded (RFC 9110, 8.8.3): [`layer`] stands around the compression and
//! adds the coding to it.

mod asked;

use std::borrow::Cow;
use std::collections::BTreeSet;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::instant::Instant;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::footprint::Footprint;
use crate::domain::view::Viewing;
use crate::kit::http_date::http_date;

pub use asked::Asked;

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
    pub body: Bytes,
    /// With its charset where it is text.
    pub media_type: &'static str,
    /// The language of all of it; `None` where there are several.
    pub language: Option<String>,
    /// The latest change of what it tells, for people; `None` where that is not known.
    pub changed: Option<Instant>,
    /// When it is no longer true by itself, beside what it rests on.
    pub dies: Option<Instant>,
    /// What it rests on; `None` for what is the same until this program is another.
    pub as_of: Option<AsOf>,
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

/// When it was read, and on what.
#[derive(Clone, Debug)]
pub struct AsOf {
    pub now: Instant,
    pub footprint: Footprint,
}

impl AsOf {
    pub fn of(viewing: &Viewing) -> Self {
        Self { now: viewing.now, footprint: viewing.footprint.clone() }
    }
}

/// Goes along with the response of an [`Answer`] to [`answers`](super::answers), which says for how long it lasts.
#[derive(Clone, Debug)]
pub struct Lasting {
    pub dies: Option<Instant>,
    pub as_of: Option<AsOf>,
}

impl IntoResponse for Answer {
    fn into_response(mut self) -> Response {
        let tag = self.tag();
        let mut response = Body::from(self.body.clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        self.describe(headers, &tag);
        headers.extend(std::mem::take(&mut self.headers));
        // On a 304, too, which has nothing to compress.
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        response.extensions_mut().insert(Lasting { dies: self.dies, as_of: self.as_of });
        response
    }
}

impl Answer {
    pub fn tag(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.media_type);
        hash.update([0]);
        hash.update(&self.body);
        format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash.finalize()[..15]))
    }

    fn describe(&mut self, headers: &mut HeaderMap, tag: &str) {
        let mut say = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        say(header::ETAG, tag.to_owned());
        if let Some(language) = &self.language {
            say(header::CONTENT_LANGUAGE, language.clone());
        }
        if let Some(changed) = self.changed.and_then(|changed| http_date(changed.0)) {
            say(header::LAST_MODIFIED, changed);
        }
        self.read_footprint();
        let keys = self.keys();
        if !keys.is_empty() {
            say(HeaderName::from_static("cache-tag"), keys.join(","));
            say(HeaderName::from_static("surrogate-key"), keys.join(" "));
        }
    }

    /// What it tells of is what was read.
    fn read_footprint(&mut self) {
        let Some(gathering) = self.as_of.as_ref().and_then(|as_of| as_of.footprint.gathering()) else {
            return;
        };
        self.lists.extend(gathering.lists);
        self.subjects.extend(gathering.things.into_iter().map(|(prefix, id)| Subject { prefix, id }));
    }

    fn keys(&self) -> Vec<Cow<'static, str>> {
        let lists: BTreeSet<&'static str> =
            self.lists.iter().copied().filter(|list| !list.is_empty()).collect();
        let mut keys: Vec<Cow<'static, str>> = lists.into_iter().map(Cow::Borrowed).collect();
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
    /// `news-4t9k2mzq81xe`: the end of its public id, which no other thing has.
    pub fn key(&self) -> String {
        let id = entity::id::encode(self.prefix, &self.id);
        let end = id.len().saturating_sub(12);
        format!("{}-{}", self.prefix, &id[end..])
    }
}

/// `Cache-Control` of what everybody may keep: nothing of it outlives the instant at which it is no longer true.
pub fn caching(until: Option<Instant>, now: Instant) -> String {
    let left = until.map_or(i64::MAX, |until| until.0.saturating_sub(now.0).div_euclid(1000).max(0));
    let age = MAX_AGE.min(left);
    let stale = |seconds: i64| seconds.min(left - age);
    format!(
        "public, max-age={age}, stale-while-revalidate={}, stale-if-error={}",
        stale(WHILE_REVALIDATING),
        stale(IF_ERROR)
    )
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

//! Which answers of this door are for everybody, and how they say so.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use entity::instant::Instant;

use super::answer;
use super::document::Prepared;
use super::negotiate::MediaType;
use crate::http::answers::Questions;
use crate::http::conditional::{Answer, AsOf, Lasting};

/// The fields of the root that tell everybody the same, of what is read in one way alone: what a footprint is gathered of.
/// Whatever is not named here is kept by nobody.
const PUBLIC: [&str; 24] = [
    "__schema",
    "__type",
    "__typename",
    "byExternalRef",
    "call",
    "calls",
    "cities",
    "city",
    "cluster",
    "clusters",
    "event",
    "events",
    "media",
    "mediaItem",
    "news",
    "newsItem",
    "node",
    "nodes",
    "partner",
    "partners",
    "practice",
    "practices",
    "topic",
    "topics",
];

/// Whether all that is asked for is told to everybody alike.
pub fn is_public(prepared: &Prepared) -> bool {
    !prepared.is_mutation() && prepared.root_fields().all(|name| PUBLIC.contains(&name))
}

/// A question that everybody gets the same answer to.
pub struct Public<'a> {
    questions: &'a Questions,
    text: String,
    since: u64,
}

/// An answer to it.
pub struct Told {
    body: Bytes,
    as_of: AsOf,
}

impl<'a> Public<'a> {
    pub fn of(questions: &'a Questions, text: String) -> Self {
        Self { questions, text, since: questions.position() }
    }

    /// What was answered to it in other words, if that is still true.
    pub fn answered(&self, now: Instant) -> Option<Told> {
        let known = self.questions.answered(&self.text, now)?;
        Some(Told { body: known.body.clone(), as_of: AsOf { now, footprint: known.footprint.clone() } })
    }

    pub async fn learn(self, body: Bytes, as_of: AsOf) -> Told {
        self.questions.learn(self.text, &body, (as_of.now, self.since), &as_of.footprint).await;
        Told { body, as_of }
    }
}

impl Told {
    pub fn into_body(self) -> Bytes {
        self.body
    }

    /// To a GET caches on the way may have it, to a POST they may not.
    pub fn response(self, media_type: MediaType, is_get: bool) -> Response {
        if is_get {
            let headers = HeaderMap::from_iter([(header::VARY, HeaderValue::from_static("accept"))]);
            let (body, as_of) = (self.body, Some(self.as_of));
            let media_type = media_type.content_type();
            return Answer { body, media_type, as_of, headers, ..Answer::default() }.into_response();
        }
        let mut response = answer::executed(self.body, media_type);
        response.extensions_mut().insert(Lasting { dies: None, as_of: Some(self.as_of) });
        response
    }
}

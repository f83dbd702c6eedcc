//! Answers and refusals of this door.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::facts::Facts;
use crate::http::conditional::{Answer, AsOf};
use crate::http::problem::Problem;

pub const JSON: &str = "application/json";

/// What a request led to.
#[derive(Debug)]
pub enum Answered {
    Document(Document),
    /// The thing is called otherwise now.
    Moved(String),
}

#[derive(Debug)]
pub struct Document {
    pub body: Vec<u8>,
    pub media_type: &'static str,
    /// The address of the next page.
    pub next: Option<String>,
    pub facts: Facts,
    /// When what is live was decided, and on what it rests.
    pub as_of: AsOf,
}

impl Answered {
    pub fn to(self) -> Response {
        match self {
            Self::Document(document) => document.to(),
            Self::Moved(to) => {
                let to = HeaderValue::try_from(to).expect("an address of ours is visible ASCII");
                // The old name may be given to another thing.
                let caching = HeaderValue::from_static("public, max-age=60");
                let headers = [(header::LOCATION, to), (header::CACHE_CONTROL, caching)];
                (StatusCode::PERMANENT_REDIRECT, headers).into_response()
            }
        }
    }
}

impl Document {
    fn to(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::VARY, HeaderValue::from_static("accept"));
        if let Some(next) = self.next {
            let link = HeaderValue::try_from(format!("<{next}>; rel=\"next\""));
            headers.insert(header::LINK, link.expect("an address of ours is visible ASCII"));
        }
        let facts = self.facts;
        let answer = Answer {
            body: self.body.into(),
            media_type: self.media_type,
            language: facts.language(),
            changed: facts.changed(),
            headers,
            as_of: Some(self.as_of),
            ..Answer::default()
        };
        answer.into_response()
    }
}

pub fn not_acceptable(offered: &[&str]) -> Problem {
    let detail = format!("it is answered as {}: accept that, or leave `Accept` out", offered.join(" or "));
    Problem::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", detail)
}

//! What a request that ran came to.

use axum::body::Bytes;
use axum::response::Response;

use super::answer;
use super::document::Limits;
use super::kept::Told;
use super::negotiate::MediaType;
use super::{cost, idempotency};

pub enum Outcome {
    /// What everybody is told alike.
    Public(Told),
    /// What one caller is told.
    Own(Vec<u8>),
    /// What a mutation answered when it acted.
    Replayed(Bytes),
}

impl Outcome {
    pub fn into_body(self) -> Bytes {
        match self {
            Self::Public(told) => told.into_body(),
            Self::Own(body) => body.into(),
            Self::Replayed(body) => body,
        }
    }

    /// Beside it, what its document was found to cost: that is for whoever asked for it.
    pub fn with_cost(self, found: &Limits, allowed: &Limits) -> Self {
        let is_replayed = matches!(self, Self::Replayed(_));
        let body = cost::told(&self.into_body(), found, allowed);
        if is_replayed { Self::Replayed(body.into()) } else { Self::Own(body) }
    }

    pub fn response(self, media_type: MediaType, is_get: bool) -> Response {
        match self {
            Self::Public(told) => told.response(media_type, is_get),
            Self::Own(body) => answer::executed(body, media_type),
            Self::Replayed(body) => idempotency::replay(body, media_type),
        }
    }
}

//! What became of a request: told in its answer, and counted.

use std::hash::Hash;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::response::Response;
use entity::instant::Instant;
use moka::sync::Cache;

use super::kept::{CACHE_STATUS, Kept};
use super::{Answers, Came};
use crate::http::middleware::request_id::{self, RequestId};

/// How much is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    pub bytes: u64,
    pub entries: u64,
}

impl Size {
    pub(super) fn of<K, V>(cache: &Cache<K, V>) -> Self
    where
        K: Hash + Eq + Send + Sync + 'static,
        V: Clone + Send + Sync + 'static,
    {
        // It counts what came and went now and then by itself.
        cache.run_pending_tasks();
        Self { bytes: cache.weighted_size(), entries: cache.entry_count() }
    }
}

impl Answers {
    /// What is kept by request, and by what was asked.
    pub fn sizes(&self) -> [(&'static str, Size); 2] {
        let by_request = self.kept.as_ref().map_or_else(Size::default, Size::of);
        [("request", by_request), ("question", self.questions.size())]
    }

    pub(super) fn told(&self, mut response: Response, came: Came) -> Response {
        self.counters.came_to(came);
        response.headers_mut().insert(CACHE_STATUS, HeaderValue::from_static(came.status()));
        response
    }

    /// What was kept, with what each answer has of its own.
    pub(super) fn again(&self, kept: &Kept, request: &Request, now: Instant, came: Came) -> Response {
        let id = RequestId::of(request.headers());
        tracing::debug!(%id, path = request.uri().path(), status = came.status(), "answered again");
        let mut response = kept.answer(request.method(), now);
        response.headers_mut().insert(request_id::HEADER, id.header());
        self.told(response, came)
    }
}

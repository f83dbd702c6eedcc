//! Answers by what was asked, in whatever words: the second look, for whoever has parsed a request.

use std::sync::Arc;

use axum::body::Bytes;
use entity::instant::Instant;
use moka::sync::Cache;

use super::kept::Truth;
use super::status::Size;
use crate::app::freshness::Freshness;
use crate::domain::footprint::Footprint;

/// Bytes of a tag: as it is looked up, and as it was gathered.
const PER_TAG: usize = 96;

/// What was answered, before it was dressed for anybody.
#[derive(Debug)]
pub struct Known {
    pub body: Bytes,
    pub footprint: Footprint,
    truth: Truth,
}

/// What is known by its question. Clones share it.
#[derive(Clone, Debug)]
pub struct Questions {
    freshness: Freshness,
    /// `None`: nothing is.
    known: Option<Cache<String, Arc<Known>>>,
}

impl Questions {
    pub fn new(freshness: Freshness, size: usize) -> Self {
        let weigh = |question: &String, known: &Arc<Known>| {
            let size = question.len() + known.body.len() + PER_TAG * known.truth.tags.len() + 1024;
            u32::try_from(size).unwrap_or(u32::MAX)
        };
        let known = (size > 0).then(|| Cache::builder().max_capacity(size as u64).weigher(weigh).build());
        Self { freshness, known }
    }

    /// What was answered to this, if it is still true.
    pub fn answered(&self, question: &str, now: Instant) -> Option<Arc<Known>> {
        let found = self.known.as_ref()?.get(question).filter(|_| self.freshness.is_listening())?;
        found.truth.holds(&self.freshness, now).then_some(found)
    }

    /// How much is known.
    pub fn size(&self) -> Size {
        self.known.as_ref().map_or_else(Size::default, Size::of)
    }

    /// Where we are, before anything is read.
    pub fn position(&self) -> u64 {
        self.freshness.position()
    }

    /// Remembers an answer; `since`: the position before it was read.
    pub async fn learn(
        &self,
        question: String,
        body: &Bytes,
        (now, since): (Instant, u64),
        footprint: &Footprint,
    ) {
        let (Some(known), Some(gathering)) = (&self.known, footprint.gathering()) else { return };
        let Some(until) = self.freshness.boundary(now).await else { return };
        let truth = Truth { tags: gathering.tags, from: now, until, verified: since.into() };
        if truth.holds(&self.freshness, now) {
            let footprint = footprint.clone();
            known.insert(question, Arc::new(Known { body: body.clone(), footprint, truth }));
        }
    }
}

//! What came of a change, with what is known of it then: an answer that shows it need not read all of it again.

use std::fmt;
use std::sync::Arc;

use entity::instant::Instant;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::draft;
use super::head::Head;
use super::seen::Reading;
use super::{Editable, Table};
use crate::domain::permission::{self, Action};
use crate::error::Result;
use crate::query::node::Node;
use crate::query::{Key, read};
use crate::service::input::Purpose;
use crate::service::save::{self, Base, Stored};

/// A change that was made.
pub struct Done {
    pub id: Uuid,
    /// The working draft it left.
    kept: Option<Box<dyn Shown>>,
}

/// A working draft as it was kept, beside what is stored.
#[derive(Debug)]
pub struct Kept<I: Editable> {
    pub stored: I::Stored,
    pub wanted: I,
    /// Of the thing as its editors know it.
    pub version: i32,
    pub at: Instant,
}

/// Of whatever noun it is.
trait Shown: Send + Sync {
    fn shown<'a>(&'a self, reading: &'a Reading<'a>) -> BoxFuture<'a, Result<Option<Arc<Node>>>>;
}

impl Done {
    pub fn kept<I: Editable>(id: Uuid, kept: Option<Kept<I>>) -> Self {
        Self { id, kept: kept.map(|kept| -> Box<dyn Shown> { Box::new(kept) }) }
    }

    /// The working draft, if it still is what it was when it was kept, and this reader may see it.
    pub(super) async fn shown(&self, reading: &Reading<'_>) -> Result<Option<Arc<Node>>> {
        match &self.kept {
            Some(kept) => kept.shown(reading).await,
            None => Ok(None),
        }
    }
}

impl From<Uuid> for Done {
    fn from(id: Uuid) -> Self {
        Self { id, kept: None }
    }
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Done").field("id", &self.id).finish_non_exhaustive()
    }
}

impl<I: Editable> Kept<I> {
    /// The working draft that a save left as it was.
    pub fn beside(head: Head<I>, stored: I::Stored) -> Option<Self> {
        let (row, mut wanted) = head.draft?;
        let version = row.number.max(Table::<I>::stamps(stored.base()).version);
        wanted.keep(&I::of(&stored));
        Some(Self { stored, wanted, version, at: row.at })
    }
}

impl<I: Editable> Shown for Kept<I> {
    fn shown<'a>(&'a self, reading: &'a Reading<'a>) -> BoxFuture<'a, Result<Option<Arc<Node>>>> {
        let shown = async move {
            let (id, cities) = (self.wanted.id(), I::of(&self.stored).cities());
            if !permission::may(reading.actor, Action::ReadDrafts, Head::<I>::thing(&cities)) {
                return Ok(None);
            }
            let mut tx = reading.app.begin().await?;
            tx.hold_content().await?;
            // Nobody may have been faster since.
            if draft::pointed::<I>(&tx.db, id).await? != Some(Table::<I>::stamps(self.stored.base())) {
                return Ok(None);
            }
            let mut wanted = draft::unclashing(&tx.db, self.wanted.clone(), &I::of(&self.stored)).await?;
            wanted.parts_mut().record.purpose = Purpose::Show(self.version, self.at);
            save::shown(&tx, wanted, self.stored.clone()).await?;
            // Whatever was written is undone when the unit of work is dropped.
            read::one(&tx.db, reading.viewing, Key::Id(id), reading.selection).await
        };
        shown.boxed()
    }
}

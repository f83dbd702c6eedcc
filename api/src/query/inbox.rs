//! What waits for a decision, the longest first.

use entity::audit_event::Actor;
use entity::id::UserId;
use entity::instant::Instant;
use entity::noun::Noun;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::record::{Doer, Page, Place, Record, Window};
use super::{compile, read};
use crate::error::Result;

/// A thing, or a working draft of one, that waits for an editor.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    pub noun: Noun,
    pub item_id: Uuid,
    /// The thing's own, or its working draft's: tells those of one instant apart.
    place_id: Uuid,
    pub since: Instant,
    drafted: i32,
    pub title: Option<String>,
    /// Of its latest revision that somebody wrote; `None` for what has none.
    actor: Option<Actor>,
    user_id: Option<UserId>,
    user_name: Option<String>,
    origin: Option<String>,
}

impl Record for Waiting {
    const LIST: &'static str = "inbox";
    const ORDER: &'static str = "SINCE ASC";

    fn place(&self) -> Place {
        Place { key: self.since.0, id: self.place_id }
    }
}

impl Waiting {
    /// Whether the thing itself is published, and what waits is what it is to become.
    pub fn is_working_draft(&self) -> bool {
        self.drafted != 0
    }

    /// Who proposed it.
    pub fn doer(&self) -> Doer {
        let (name, origin) = (self.user_name.clone(), self.origin.clone());
        Doer { actor: self.actor.unwrap_or(Actor::System), user: self.user_id, name, origin }
    }
}

/// A page of it.
pub async fn page(db: &impl ConnectionTrait, window: &Window) -> Result<Page<Waiting>> {
    let after = window.after.map(|place| (place.key, place.id));
    Ok(window.cut(read::rows(db, compile::waiting(after, window.rows())).await?))
}

pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Total {
        total: i64,
    }
    let rows = read::rows::<Total>(db, compile::count_waiting()).await?;
    Ok(rows.first().map_or(0, |row| row.total.unsigned_abs()))
}

//! The next instant at which something begins or ends by itself: one statement of a few seeks.

use std::sync::LazyLock;

use entity::instant::Instant;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::Freshness;
use crate::app::App;
use crate::domain::deadline::GRACE_SECONDS;
use crate::error::Result;

/// From an instant on nothing changes by itself before the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    pub from: Instant,
    pub next: Instant,
    /// Whether nothing changed since it was read, by which it might be sooner.
    pub is_sure: bool,
}

impl Boundary {
    pub fn holds(self, now: Instant) -> bool {
        self.from <= now && now < self.next
    }
}

const CONTENT: [&str; 7] = ["cluster", "city", "news_item", "call", "practice", "media_item", "partner"];
/// What opens and closes, and what was upcoming.
const MORE: [(&str, &str); 3] = [("call", "opens_at"), ("call", "closes_at"), ("event", "starts_at")];
/// Milliseconds of the longest period of grace.
const GRACE: i64 = GRACE_SECONDS as i64 * 1000;

impl Freshness {
    /// Reads the boundary unless it is known; until nothing changes meanwhile.
    pub async fn look_ahead(&self, app: &App, db: &DatabaseConnection) -> Result<()> {
        loop {
            let (position, now) = (self.position(), app.clock.now());
            if self.0.boundary.borrow().is_some_and(|known| known.is_sure && known.holds(now)) {
                return Ok(());
            }
            let next = next(db, now).await?;
            let mut is_true = false;
            self.0.boundary.send_if_modified(|boundary| {
                is_true = self.position() == position;
                if is_true {
                    // As long as none passes, what began before this one was read is told by it, too.
                    let from = boundary.filter(|last| last.holds(now)).map_or(now, |last| last.from);
                    *boundary = Some(Boundary { from, next, is_sure: true });
                }
                is_true
            });
            if is_true {
                return Ok(());
            }
        }
    }
}

async fn next(db: &DatabaseConnection, now: Instant) -> Result<Instant> {
    let values = [now.0.into(), (now.0 - GRACE).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), &*TEXT, values);
    let row = db.query_one_raw(statement).await?;
    let next = row.map(|row| row.try_get_by_index::<Option<i64>>(0)).transpose()?.flatten();
    Ok(next.map_or(Instant::MAX, Instant))
}

/// Drafts with a date count, too: looking once more costs little.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let lives = CONTENT.iter().flat_map(|table| [(*table, "published_at"), (*table, "expires_at")]);
    let turns = lives.chain(MORE).map(|(table, column)| {
        format!("SELECT MIN({column}) AS t FROM {table} WHERE {column} > $1 UNION ALL ")
    });
    let grace = "closes_at + 1000 * CAST(grace_period AS bigint)";
    // What starts now is still upcoming.
    let started = "SELECT MIN(starts_at) + 1 FROM event WHERE starts_at >= $1";
    format!(
        "SELECT MIN(t) FROM ({}{started} UNION ALL \
         SELECT MIN({grace}) FROM call WHERE closes_at > $2 AND {grace} > $1) n",
        turns.collect::<Vec<_>>().concat()
    )
});

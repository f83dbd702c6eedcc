//! Follows the outbox: what other processes changed.

use std::collections::HashSet;

use entity::instant::Instant;
use entity::outbox;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Stale;
use crate::app::App;
use crate::domain::change::Verb;
use crate::error::Result;
use crate::platform::database::{Heard, Side};

/// Rows read at a time. Of more at once everything is stale: reading them would take longer than reading content anew.
const ROWS: u64 = 500;

/// How far the outbox was read.
#[derive(Debug, Default)]
pub struct Tail {
    /// The last row that was read, looked at again each time: where it is another one, so is the database.
    last: Option<(i64, Instant)>,
    /// Where; `None` before it was.
    side: Option<Side>,
}

impl Tail {
    /// Tells of all that others changed since the last time. A replica is behind: what was read there after our own commit
    /// may be from before it, so there our units are as those of others. Whoever asks takes the position first and looks
    /// then where to read; so at another side nothing that was read before is trusted, and all that is read later is told of.
    pub async fn follow(&mut self, app: &App, Heard { db, side }: Heard<'_>) -> Result<()> {
        let freshness = &app.freshness;
        if self.side != Some(side) {
            freshness.own().clear();
            self.last = newest(db).await?;
            self.side = Some(side);
            freshness.apply(&Stale::all());
            freshness.heard();
            return Ok(());
        }
        let from = self.last.map_or(0, |(seq, _)| seq);
        let rows = outbox::Entity::find().filter(outbox::Column::Seq.gte(from));
        let rows = rows.order_by_asc(outbox::Column::Seq).limit(ROWS).all(db).await?;
        let mut new = rows.as_slice();
        let is_another = match (self.last, rows.first()) {
            (None, _) => false,
            (Some(last), Some(row)) if (row.seq, row.at) == last => {
                new = &rows[1..];
                false
            }
            _ => true,
        };
        if is_another || rows.len() as u64 == ROWS {
            tracing::info!(is_another, "much has changed at once: nothing that was kept is trusted");
            self.last = newest(db).await?;
            // Rows that were passed over tell of them no more.
            freshness.own().clear();
            freshness.apply(&Stale::all());
        } else if let Some(last) = new.last() {
            self.last = Some((last.seq, last.at));
            let mut stale = Stale::default();
            let told = new.iter().map(|row| row.unit).filter(|unit| freshness.own().contains(unit));
            let told: HashSet<i64> = told.filter(|_| side == Side::Primary).collect();
            let others = new.iter().filter(|row| !told.contains(&row.unit));
            others.for_each(|row| stale.and(&made_stale(row)));
            freshness.own().retain(|unit| !told.contains(unit));
            if !stale.is_empty() {
                freshness.apply(&stale);
            }
        }
        freshness.heard();
        Ok(())
    }
}

async fn newest(db: &DatabaseConnection) -> Result<Option<(i64, Instant)>> {
    let newest = outbox::Entity::find().order_by_desc(outbox::Column::Seq).limit(1);
    Ok(newest.one(db).await?.map(|row| (row.seq, row.at)))
}

fn made_stale(row: &outbox::Model) -> Stale {
    let mut stale = row.stale.as_deref().map(Stale::read).unwrap_or_default();
    if let (Some(noun), Some(item)) = (row.r#type, row.item_id) {
        stale.thing(Verb::of(&row.action), noun, item);
    }
    stale
}

#[cfg(test)]
mod tests {
    use entity::noun::Noun;
    use uuid::Uuid;

    use super::*;
    use crate::app::bulk::Writes;
    use crate::app::{Settings, record};
    use crate::domain::change::Change;
    use crate::domain::footprint::Tag;

    #[tokio::test]
    async fn a_commit_of_ours_that_nobody_was_told_of_is_heard_of_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cities.db");
        let app = App::open(Settings::new(format!("sqlite:{}", file.display()))).await.unwrap();
        let (mut tail, item) = (Tail::default(), Uuid::now_v7());
        tail.follow(&app, app.db.heard()).await.unwrap();
        let change = Change { verb: Verb::Updated, noun: Noun::City, item };

        let mut tx = app.begin().await.unwrap();
        tx.changes.push(change);
        tx.save().await.unwrap();
        let told = app.freshness.position();
        tail.follow(&app, app.db.heard()).await.unwrap();
        assert_eq!(app.freshness.position(), told, "it was told of as it committed");

        // Whoever waited for the commit is gone.
        let mut tx = app.begin().await.unwrap();
        tx.changes.push(change);
        let mut writes = Writes::of(&tx.db);
        record::write(&tx, &mut writes, &Stale::default()).await.unwrap();
        writes.send(&tx.db).await.unwrap();
        tx.db.commit().await.unwrap();
        assert!(!app.freshness.has_changed(told, &[Tag::item(item)]));
        tail.follow(&app, app.db.heard()).await.unwrap();
        assert!(app.freshness.has_changed(told, &[Tag::item(item)]));
    }
}

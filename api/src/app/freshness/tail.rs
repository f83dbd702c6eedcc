//! Follows the outbox: what other processes changed.

use entity::instant::Instant;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Stale;
use crate::app::App;
use crate::domain::change::Verb;
use crate::error::Result;

/// Rows read at a time. Of more at once everything is stale: reading them would take longer than reading content anew.
const ROWS: u64 = 500;

/// How far the outbox was read.
#[derive(Debug, Default)]
pub struct Tail {
    /// The last row that was read, looked at again each time: where it is another one, so is the database.
    last: Option<(i64, Instant)>,
    has_begun: bool,
}

impl Tail {
    /// Tells of all that others changed since the last time.
    pub async fn follow(&mut self, app: &App) -> Result<()> {
        let freshness = &app.freshness;
        if !self.has_begun {
            self.last = newest(app).await?;
            self.has_begun = true;
            freshness.apply(&Stale::all());
            freshness.heard();
            return Ok(());
        }
        let from = self.last.map_or(0, |(seq, _)| seq);
        let rows = outbox::Entity::find().filter(outbox::Column::Seq.gte(from));
        let rows = rows.order_by_asc(outbox::Column::Seq).limit(ROWS).all(&app.db.reader).await?;
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
            self.last = newest(app).await?;
            freshness.apply(&Stale::all());
        } else if let Some(last) = new.last() {
            self.last = Some((last.seq, last.at));
            let mut stale = Stale::default();
            let others = new.iter().filter(|row| row.writer != freshness.writer());
            others.for_each(|row| stale.and(&made_stale(row)));
            if !stale.is_empty() {
                freshness.apply(&stale);
            }
        }
        freshness.heard();
        Ok(())
    }
}

async fn newest(app: &App) -> Result<Option<(i64, Instant)>> {
    let newest = outbox::Entity::find().order_by_desc(outbox::Column::Seq).limit(1);
    Ok(newest.one(&app.db.reader).await?.map(|row| (row.seq, row.at)))
}

fn made_stale(row: &outbox::Model) -> Stale {
    let mut stale = row.stale.as_deref().map(Stale::read).unwrap_or_default();
    if let (Some(noun), Some(item)) = (row.r#type, row.item_id) {
        stale.thing(Verb::of(&row.action), noun, item);
    }
    stale
}

//! What is done now and then, by one node for all.

use entity::instant::Instant;
use entity::job;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, UpdateMany};

/// Each is done at most so often, whatever the number of nodes, in milliseconds.
const PERIOD_MILLIS: i64 = 60 * 60 * 1000;

/// Changes one row where it is time, and nobody else was faster: then it is ours to do.
pub fn claim(name: &str, now: Instant) -> UpdateMany<job::Entity> {
    let ran = job::ActiveModel { ran_at: Set(now), ..Default::default() };
    let due = job::Column::RanAt.lte(Instant(now.0.saturating_sub(PERIOD_MILLIS)));
    job::Entity::update_many().set(ran).filter(job::Column::Name.eq(name)).filter(due)
}

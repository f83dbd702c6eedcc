//! What is done now and then, by one node for all.

use entity::instant::Instant;
use entity::job;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany};

use crate::error::Result;

/// Each is done at most so often, whatever the number of nodes, in milliseconds.
const PERIOD_MILLIS: i64 = 60 * 60 * 1000;

/// Whether it is time for it, and nobody else was faster: then it is ours to do.
pub async fn is_ours(db: &impl ConnectionTrait, name: &str, now: Instant) -> Result<bool> {
    let due = job::Column::RanAt.lte(Instant(now.0.saturating_sub(PERIOD_MILLIS)));
    Ok(ran(name, now).filter(due).exec(db).await?.rows_affected == 1)
}

/// That it is done now, whether or not it was time.
pub fn ran(name: &str, now: Instant) -> UpdateMany<job::Entity> {
    let ran = job::ActiveModel { ran_at: Set(now), ..Default::default() };
    job::Entity::update_many().set(ran).filter(job::Column::Name.eq(name))
}

/// When it was done last.
pub async fn ran_at(db: &impl ConnectionTrait, name: &str) -> Result<Instant> {
    let job = job::Entity::find_by_id(name.to_owned()).one(db).await?;
    Ok(job.map_or(Instant::MIN, |job| job.ran_at))
}

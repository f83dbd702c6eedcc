//! What nobody can use any more goes, a little at a time, where something new is written.

use entity::id::{SessionId, UserId};
use entity::instant::Instant;
use entity::{refresh_token, session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::SESSION_MILLIS;
use crate::app::Tx;
use crate::error::Result;

/// More than come with each sign-in, so that they grow fewer.
const SESSIONS: u64 = 5;
/// The same of each refresh.
const TOKENS: u64 = 50;

/// Sessions of a user that have expired, with their tokens.
pub async fn sessions(tx: &Tx<'_>, user: UserId) -> Result<()> {
    use session::Column;
    let expired =
        session::Entity::find().filter(Column::UserId.eq(user)).filter(Column::ExpiresAt.lte(tx.now()));
    let ids: Vec<SessionId> =
        expired.select_only().column(Column::Id).limit(SESSIONS).into_tuple().all(&tx.db).await?;
    if !ids.is_empty() {
        session::Entity::delete_many().filter(Column::Id.is_in(ids)).exec(&tx.db).await?;
    }
    Ok(())
}

/// Tokens of a session that were spent so long ago that a session lasts no longer: who shows one is a guesser from then
/// on, and no thief.
pub async fn tokens(tx: &Tx<'_>, session: SessionId) -> Result<()> {
    use refresh_token::Column;
    let long_ago = Instant(tx.now().0.saturating_sub(SESSION_MILLIS));
    let spent = refresh_token::Entity::find().filter(Column::SessionId.eq(session));
    let spent = spent.filter(Column::SpentAt.lt(long_ago)).select_only().column(Column::Hash);
    let hashes: Vec<String> = spent.limit(TOKENS).into_tuple().all(&tx.db).await?;
    if !hashes.is_empty() {
        refresh_token::Entity::delete_many().filter(Column::Hash.is_in(hashes)).exec(&tx.db).await?;
    }
    Ok(())
}

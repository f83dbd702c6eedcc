//! Tokens of scripts and partner servers. Each acts as its user, as far as its scopes reach; who sees one in a place
//! where it should not be revokes it, and from the next request on it is good for nothing.

mod bearer;
mod create;
mod revoke;
mod secret;

use entity::api_token::{self, Column};
use entity::id::{ApiTokenId, AuditEventId};
use entity::instant::Instant;
use entity::{audit_event, user};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

pub use bearer::{again, bearer, is_meant};
pub use create::{Created, Lifetime, NewToken, create};
pub use revoke::revoke;
pub use secret::Secret;

use crate::app::{App, Tx};
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;

/// Tokens in use at a time, of all users together: few enough to be looked through.
pub const MOST: u64 = 200;
/// The longest time that a token is made for, in milliseconds: a year, be it a leap year.
pub const LONGEST_MILLIS: i64 = 366 * DAY_MILLIS;
pub const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// All that are in use, the newest first, each with its user.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<(api_token::Model, Option<user::Model>)>> {
    permission::require(actor, Action::ManageTokens, Thing::Any)?;
    let found = in_use(app.clock.now()).find_also_related(user::Entity);
    Ok(found.order_by_desc(Column::Id).limit(MOST).all(&app.db.reader).await?)
}

/// Neither revoked nor past their time.
fn in_use(now: Instant) -> Select<api_token::Entity> {
    let lasts = Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(now));
    api_token::Entity::find().filter(Column::RevokedAt.is_null()).filter(lasts)
}

/// Of a token, who did what with it; never the token itself.
async fn record(tx: &Tx<'_>, action: &'static str, token: ApiTokenId, detail: Option<String>) -> Result<()> {
    let row = audit_event::ActiveModel {
        id: Set(AuditEventId::new(tx.now())),
        at: Set(tx.now()),
        actor: Set(tx.author.kind()),
        user_id: Set(tx.author.user()),
        action: Set(action.to_owned()),
        subject_type: Set(Some("api_token".to_owned())),
        subject_id: Set(Some(token.0)),
        detail: Set(detail),
        origin: Set(tx.author.origin()),
    };
    audit_event::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}

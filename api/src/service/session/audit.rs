//! What happens to sessions, for those who look after them.

use entity::audit_event::{self, Actor};
use entity::id::{AuditEventId, SessionId, UserId};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::app::Tx;
use crate::error::Result;

pub async fn record(
    tx: &Tx<'_>,
    actor: Actor,
    user: Option<UserId>,
    action: &'static str,
    session: SessionId,
) -> Result<()> {
    let row = audit_event::ActiveModel {
        id: Set(AuditEventId::new(tx.now())),
        at: Set(tx.now()),
        actor: Set(actor),
        user_id: Set(user),
        action: Set(action.to_owned()),
        subject_type: Set(Some("session".to_owned())),
        subject_id: Set(Some(session.0)),
        detail: Set(None),
        origin: Set(None),
    };
    audit_event::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}

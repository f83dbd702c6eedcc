//! What became of a submission is written down, and told in the audit log.

use entity::id::AuditEventId;
use entity::{audit_event, submission, submission_event};
use sea_orm::{ActiveEnum, ActiveValue::Set, EntityTrait};

use super::Arrival;
use crate::app::Tx;
use crate::error::Result;

/// Where it stands from the moment the request came in on, and why.
pub async fn note(
    tx: &Tx<'_>,
    row: &submission::Model,
    arrival: Arrival,
    reason: Option<String>,
) -> Result<()> {
    let event = submission_event::ActiveModel {
        submission_id: Set(row.id),
        version: Set(row.version),
        state: Set(row.state),
        reason: Set(reason),
        at: Set(arrival.at),
        actor: Set(tx.author.kind()),
        user_id: Set(tx.author.user()),
        origin: Set(tx.author.origin()),
    };
    submission_event::Entity::insert(event).exec_without_returning(&tx.db).await?;
    let audited = audit_event::ActiveModel {
        id: Set(AuditEventId::new(tx.now())),
        at: Set(arrival.at),
        actor: Set(tx.author.kind()),
        user_id: Set(tx.author.user()),
        action: Set(format!("submission.{}", row.state.to_value())),
        subject_type: Set(Some("submission".to_owned())),
        subject_id: Set(Some(row.id.0)),
        detail: Set(tx.author.detail()),
        origin: Set(tx.author.origin()),
    };
    audit_event::Entity::insert(audited).exec_without_returning(&tx.db).await?;
    Ok(())
}

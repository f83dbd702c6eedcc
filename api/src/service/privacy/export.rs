//! All that is kept of what somebody sent in, for them to take along.

use entity::audit_event::Actor;
use entity::submission_attachment::Model as Attachment;
use entity::{mail, submission_event, submission_outcome, submission_version};
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::app::App;
use crate::domain::stored;
use crate::error::Result;
use crate::kit::time;
use crate::service::submission::{Token, attachment, by_token};

/// As JSON; `None` for a token of nothing.
pub async fn export(app: &App, token: &Token) -> Result<Option<Value>> {
    let Some(found) = by_token(app, token).await? else { return Ok(None) };
    let (db, found) = (&app.db.reader, found.stored);
    let row = &found.row;
    let versions =
        submission_version::Entity::find().filter(submission_version::Column::SubmissionId.eq(row.id));
    let versions = versions.order_by_asc(submission_version::Column::Number).all(db).await?;
    let events = submission_event::Entity::find().filter(submission_event::Column::SubmissionId.eq(row.id));
    let events = events.order_by_asc(submission_event::Column::Version).all(db).await?;
    let mails = mail::Entity::find().filter(mail::Column::SubmissionId.eq(row.id)).count(db).await?;
    let outcome = submission_outcome::Entity::find_by_id(row.id).one(db).await?;
    let files = attachment::all(db, row.id).await?;
    let input = found.input()?;
    let versions = versions.into_iter().map(|version| {
        Ok(json!({
            "number": version.number,
            "at": time::rfc3339(version.at.0),
            "sha256": version.hash,
            "document": stored::json::<Value>(&version.document)?,
        }))
    });
    let history = events.into_iter().map(|event| {
        json!({
            "state": event.state,
            "at": time::rfc3339(event.at.0),
            "actor": event.actor.to_value(),
            "reason": event.reason,
            // Their own alone.
            "address": event.origin.filter(|_| event.actor == Actor::Anonymous),
        })
    });
    Ok(Some(json!({
        "id": row.id.to_string(),
        "reference": row.reference,
        "kind": row.kind,
        "state": row.state,
        "call": row.call_id.map(|id| id.to_string()),
        "cluster": row.cluster_id.map(|id| id.to_string()),
        "createdAt": time::rfc3339(row.created_at.0),
        "updatedAt": time::rfc3339(row.updated_at.0),
        "submittedAt": row.submitted_at.map(|at| time::rfc3339(at.0)),
        "decidedAt": row.decided_at.map(|at| time::rfc3339(at.0)),
        "current": input,
        "attachments": files.iter().map(file).collect::<Vec<Value>>(),
        "versions": versions.collect::<Result<Vec<Value>>>()?,
        "history": history.collect::<Vec<Value>>(),
        "practice": outcome.as_ref().and_then(|outcome| outcome.practice_id).map(|id| id.to_string()),
        "city": outcome.and_then(|outcome| outcome.city_id).map(|id| id.to_string()),
        "mailsWaiting": mails,
    })))
}

/// Its bytes are fetched by themselves.
fn file(row: &Attachment) -> Value {
    json!({
        "id": row.id,
        "name": row.name.0,
        "mediaType": row.media_type,
        "bytes": row.bytes,
        "sha256": row.sha256,
        "received": row.received,
        "createdAt": time::rfc3339(row.created_at.0),
        "attachedAt": row.attached_at.map(|at| time::rfc3339(at.0)),
        "removedAt": row.removed_at.map(|at| time::rfc3339(at.0)),
        "erasedAt": row.erased_at.map(|at| time::rfc3339(at.0)),
    })
}

//! What is done in a review is told in the audit log, never with what somebody wrote.

use entity::audit_event;
use entity::id::{AuditEventId, CallId, ClusterId, SubmissionId};
use serde_json::{Map, Value};

use crate::app::{Tx, bulk};
use crate::error::Result;

/// What it was done to.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    Call(CallId),
    Cluster(ClusterId),
    Submission(SubmissionId),
}

pub async fn note(tx: &Tx<'_>, subject: Subject, action: &str, detail: Value) -> Result<()> {
    note_each(tx, vec![subject], action, detail).await
}

/// The same of several at once.
pub async fn note_each(tx: &Tx<'_>, subjects: Vec<Subject>, action: &str, detail: Value) -> Result<()> {
    let detail = told(tx, detail);
    let row = |subject: Subject| {
        let (kind, id) = match subject {
            Subject::Call(id) => ("call", id.0),
            Subject::Cluster(id) => ("cluster", id.0),
            Subject::Submission(id) => ("submission", id.0),
        };
        audit_event::Model {
            id: AuditEventId::new(tx.now()),
            at: tx.now(),
            actor: tx.author.kind(),
            user_id: tx.author.user(),
            action: action.to_owned(),
            subject_type: Some(kind.to_owned()),
            subject_id: Some(id),
            detail: detail.clone(),
            origin: tx.author.origin(),
        }
    };
    bulk::insert::<audit_event::Entity>(&tx.db, subjects.into_iter().map(row).collect()).await
}

/// With the API token that was used, if one was.
fn told(tx: &Tx<'_>, detail: Value) -> Option<String> {
    let token = tx.author.detail().and_then(|known| serde_json::from_str::<Map<String, Value>>(&known).ok());
    let mut all = token.unwrap_or_default();
    if let Value::Object(more) = detail {
        all.extend(more);
    }
    (!all.is_empty()).then(|| Value::Object(all).to_string())
}

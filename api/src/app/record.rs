//! What a unit of work leaves behind of what was done in it: rows of the outbox and of the audit log.

use entity::id::AuditEventId;
use entity::noun::Noun;
use entity::{audit_event, outbox};
use sea_orm::ActiveEnum;
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set};

use uuid::Uuid;

use super::Tx;
use super::bulk::{self, Writes};
use super::freshness::Stale;
use crate::domain::change::Change;
use crate::error::Result;

/// `stale`: what was changed beside the things themselves.
pub fn write(tx: &Tx<'_>, writes: &mut Writes, stale: &Stale) {
    let mut rows: Vec<_> = tx.changes.iter().map(|change| happened(tx, Some(change))).collect();
    if rows.is_empty() && !stale.is_empty() {
        rows.push(happened(tx, None));
    }
    if let Some(first) = rows.first_mut() {
        first.stale = Set(stale.written());
    }
    writes.insert_active::<outbox::Entity>(rows);
    writes.insert::<audit_event::Entity>(tx.changes.iter().map(|change| audited(tx, change)).collect());
}

/// What is told of no piece of content: files were changed, or the lists written anew.
const OTHERWISE: &str = "renewed";

/// Its number is the database's to give.
fn happened(tx: &Tx<'_>, change: Option<&Change>) -> outbox::ActiveModel {
    outbox::ActiveModel {
        seq: NotSet,
        action: Set(change.map_or(OTHERWISE, |change| change.verb.word()).to_owned()),
        r#type: Set(change.map(|change| change.noun)),
        item_id: Set(change.map(|change| change.item)),
        at: Set(tx.now()),
        unit: Set(tx.unit),
        stale: Set(None),
    }
}

/// Writes down what was done with a piece of content that did not change it.
pub async fn note(tx: &Tx<'_>, (noun, item): (Noun, Uuid), word: &str) -> Result<()> {
    bulk::insert::<audit_event::Entity>(&tx.db, vec![entry(tx, (noun, item), word)]).await
}

fn audited(tx: &Tx<'_>, change: &Change) -> audit_event::Model {
    entry(tx, (change.noun, change.item), change.verb.word())
}

fn entry(tx: &Tx<'_>, (noun, item): (Noun, Uuid), word: &str) -> audit_event::Model {
    let subject = noun.to_value();
    audit_event::Model {
        id: AuditEventId::new(tx.now()),
        at: tx.now(),
        actor: tx.author.kind(),
        user_id: tx.author.user(),
        action: format!("{subject}.{word}"),
        subject_type: Some(subject),
        subject_id: Some(item),
        detail: tx.author.detail(),
        origin: tx.author.origin(),
    }
}

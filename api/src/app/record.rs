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

/// Changes told of at a time.
const CHANGES: usize = 128;

/// `stale`: what was changed beside the things themselves.
pub async fn write(tx: &Tx<'_>, writes: &mut Writes, stale: &Stale) -> Result<()> {
    let mut told = Some(stale.written());
    let mut with = |row| outbox::ActiveModel { stale: Set(told.take().flatten()), ..row };
    if tx.changes.is_empty() && !stale.is_empty() {
        writes.insert_active::<outbox::Entity>(vec![with(happened(tx, None))]);
    }
    for some in tx.changes.chunks(CHANGES) {
        let rows = some.iter().map(|change| with(happened(tx, Some(change)))).collect();
        writes.insert_active::<outbox::Entity>(rows);
        writes.insert::<audit_event::Entity>(some.iter().map(|change| audited(tx, change)).collect());
        writes.flush_if_many(&tx.db).await?;
    }
    Ok(())
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

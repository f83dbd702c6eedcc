//! What a thing was after each save: rows are added and never changed.

use std::collections::HashMap;

use entity::audit_event::Actor;
use entity::id::RevisionId;
use entity::instant::Instant;
use entity::noun::Noun;
use entity::revision::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Stored;
use super::base::Base;
use super::steps::Change;
use crate::app::Tx;
use crate::app::bulk::{self, Queries, Query, Writes};
use crate::domain::change::{self, Verb};
use crate::error::Result;

/// Asks for the number of the last revision of each item that has one.
pub fn asked<S: Stored>(queries: &mut Queries, ids: &[Uuid]) -> Query<(Uuid, i32)> {
    let ids = if S::Base::NOUN.is_some() { ids } else { &[] };
    queries.greatest::<Entity>(Column::ItemId, Column::Number, ids)
}

/// Adds a revision for each change, and says what happened. What was stored before there were revisions gets one of
/// what it was.
pub fn write<S: Stored>(tx: &mut Tx<'_>, writes: &mut Writes, changes: &[Change<S>]) {
    let Some(noun) = S::Base::NOUN else { return };
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        if let (Some(before), None) = (&change.before, change.number) {
            rows.extend(before_all(tx, noun, before));
        }
        let usual = if change.before.is_some() { Verb::Updated } else { Verb::Created };
        let verb = tx.verb.unwrap_or(usual);
        let number = S::Base::stamps(change.after.base()).version;
        let item = change.after.id();
        let stored = change.before.as_ref().map(|before| S::Base::stamps(before.base()).version);
        // Of what only got another old slug there is nothing new to keep.
        if change.number.or(stored).is_none_or(|last| last < number) {
            let document = change.after.document();
            rows.extend(document.map(|document| row(tx, (noun, item), number, verb, document)));
        }
        tx.changes.push(change::Change { verb, noun, item });
    }
    writes.insert_wide::<Entity>(rows);
}

/// When each of these was taken back from the public, where its history tells: the first time since it was last published.
pub async fn taken_back(db: &DatabaseTransaction, ids: &[Uuid]) -> Result<HashMap<Uuid, Instant>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let [published, back @ ..] = [Verb::Published, Verb::Unpublished, Verb::Archived].map(Verb::word);
    let rows = Entity::find().select_only().columns([Column::ItemId, Column::Action, Column::At]);
    let rows = rows.filter(Column::ItemId.is_in(bulk::padded(ids)));
    let rows = rows.filter(Column::Action.is_in([published, back[0], back[1]]));
    let rows = rows.order_by_asc(Column::Number).into_tuple::<(Uuid, String, Instant)>().all(db).await?;
    let mut found = HashMap::new();
    for (item, action, at) in rows {
        if action == published {
            found.remove(&item);
        } else {
            found.entry(item).or_insert(at);
        }
    }
    Ok(found)
}

/// A revision of what is done in this unit of work.
pub fn row(tx: &Tx<'_>, (r#type, item_id): (Noun, Uuid), number: i32, verb: Verb, document: String) -> Model {
    Model {
        id: RevisionId::new(tx.now()),
        r#type,
        item_id,
        number,
        action: verb.word().to_owned(),
        draft: None,
        document,
        at: tx.now(),
        actor: tx.author.kind(),
        user_id: tx.author.user(),
        origin: tx.author.origin(),
    }
}

/// What was stored before there were revisions.
pub fn baseline<S: Stored>(tx: &Tx<'_>, writes: &mut Writes, before: &S) {
    let row = S::Base::NOUN.and_then(|noun| before_all(tx, noun, before));
    writes.insert_wide::<Entity>(row.into_iter().collect());
}

fn before_all<S: Stored>(tx: &Tx<'_>, noun: Noun, before: &S) -> Option<Model> {
    let stamps = S::Base::stamps(before.base());
    let made = row(tx, (noun, before.id()), stamps.version, Verb::Updated, before.document()?);
    Some(Model { at: stamps.updated_at, actor: Actor::System, user_id: None, origin: None, ..made })
}

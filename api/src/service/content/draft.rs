//! Working drafts: what a published thing is to become, beside what the public sees.

use std::collections::HashMap;

use entity::revision::{self, Draft};
use entity::status::Status;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::done::Kept;
use super::head::Head;
use super::request::{self, Request, refused};
use super::{Editable, Table, document};
use crate::app::bulk::{self, Writes};
use crate::app::{App, Tx, listing};
use crate::domain::change::{Author, Change, Verb};
use crate::domain::mistake::Code;
use crate::domain::permission::Action;
use crate::error::{Error, Result};
use crate::service::save::{self, Base, Stamps, Stored};

/// Working drafts by the id of their thing: where each stands, and the thing as it would be stored.
pub type Drafts<S> = HashMap<Uuid, (Draft, S)>;

/// Those of these things.
pub async fn drafts<I: Editable>(db: &DatabaseTransaction, rows: &[I::Stored]) -> Result<Drafts<I::Stored>> {
    let pointed = rows.iter().filter_map(|row| Table::<I>::stamps(row.base()).draft_id);
    let pointed: Vec<Uuid> = pointed.collect();
    let found = bulk::find::<revision::Entity>(db, revision::Column::Id, &pointed).await?;
    let mut drafts = Drafts::with_capacity(found.len());
    for row in found {
        let Some(stored) = rows.iter().find(|stored| stored.id() == row.item_id) else { continue };
        let live = I::of(stored);
        let mut sound = save::targets(&live).collect();
        let wanted = document::present(db, wanted::<I>(&row, &live)?, &mut sound).await?;
        let state = row.draft.unwrap_or(Draft::Draft);
        drafts.insert(row.item_id, (state, wanted.into_stored(Some(stored))));
    }
    Ok(drafts)
}

/// Takes a working draft over from elsewhere, for a thing that is stored already; one that is the same stays.
pub async fn adopt<I: Editable>(tx: &mut Tx<'_>, state: Draft, mut wanted: I) -> Result<()> {
    let found = Head::<I>::find_to_change(&tx.db, wanted.id()).await?;
    let head = found.ok_or_else(|| Error::Conflict("a working draft of nothing".into()))?;
    settled::<I>(&mut wanted, &head.live);
    if request::status(&head.live) != Some(Status::Published) {
        let name = Table::<I>::slug(head.stored.base()).unwrap_or_default();
        let message = format!("`{name}` is not PUBLISHED and has a draft beside it: say there what it says");
        return Err(Error::Conflict(message.into()));
    }
    let wanted = document::as_stored(wanted, &head.stored);
    let is_same = head.draft.as_ref().is_some_and(|(row, draft)| {
        let known = document::as_stored(draft.clone(), &head.stored);
        row.draft == Some(state) && document::is_same(&known, &wanted)
    });
    let is_none = head.draft.is_none() && state == Draft::Draft && document::is_same(&head.live, &wanted);
    if is_same || is_none {
        return Ok(());
    }
    // One that was handed in waits for a decision, also where it says what is live.
    if state == Draft::InReview {
        return write(tx, head, wanted, (state, Verb::Drafted)).await.map(drop);
    }
    keep(tx, head, wanted, (state, Verb::Drafted)).await.map(drop)
}

/// What a revision says, with what no draft holds.
pub(super) fn wanted<I: Editable>(row: &revision::Model, live: &I) -> Result<I> {
    let mut wanted = document::read::<I>(&row.document)?;
    settled::<I>(&mut wanted, live);
    Ok(wanted)
}

/// Takes over from what is live what no draft holds, and what need not be rendered again.
pub fn settled<I: Editable>(wanted: &mut I, live: &I) {
    wanted.keep(live);
    // Most texts of a draft are those that are stored, rendered already.
    document::stand_like(wanted, live);
}

/// As it can be shown: its slug and its key may have become another's since, which publishing it will tell. Until then it
/// goes by those that are live.
pub async fn unclashing<I: Editable>(db: &DatabaseTransaction, mut wanted: I, live: &I) -> Result<I> {
    let (slug, key) = (wanted.naming().map(|naming| &naming.slug), &wanted.record().external_ref);
    let renamed = slug.filter(|slug| live.naming().is_none_or(|live| live.slug != **slug)).cloned();
    let rekeyed = key.clone().filter(|key| live.record().external_ref.as_ref() != Some(key));
    if let (Some(column), Some(slug)) = (Table::<I>::SLUG, renamed)
        && !bulk::holders::<Table<I>>(db, Table::<I>::ID, column, &[slug]).await?.is_empty()
    {
        let live = live.naming().map(|naming| naming.slug.clone()).unwrap_or_default();
        wanted.parts_mut().naming.slug = live;
    }
    let column = Table::<I>::EXTERNAL_REF;
    if let Some(key) = rekeyed
        && !bulk::holders::<Table<I>>(db, Table::<I>::ID, column, &[key]).await?.is_empty()
    {
        wanted.parts_mut().record.external_ref.clone_from(&live.record().external_ref);
    }
    Ok(wanted)
}

/// Where the working draft of a thing is, without reading it; `None` where there is no such thing.
pub async fn pointed<I: Editable>(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Stamps>> {
    let rows = bulk::find::<Table<I>>(db, Table::<I>::ID, &[id]).await?;
    Ok(rows.first().map(Table::<I>::stamps))
}

/// Keeps what a published thing is to become; the public sees no change. What says nothing else than the public sees is no
/// working draft: then there is none from here on.
pub async fn keep<I: Editable>(
    tx: &mut Tx<'_>,
    head: Head<I>,
    wanted: I,
    (draft, verb): (Draft, Verb),
) -> Result<Option<Kept<I>>> {
    // What an editor writes at is theirs: who may only propose hands it in.
    let is_proposed = draft == Draft::InReview;
    let known = head.draft.as_ref().map(|(row, _)| row.draft);
    if known.is_some_and(|known| !is_proposed || known == Some(draft))
        && !save::differs(&head.stored, wanted.clone())
    {
        throw_away(tx, &head).await?;
        return Ok(None);
    }
    write(tx, head, wanted, (draft, verb)).await.map(Some)
}

/// The same, also where it says nothing else than the public sees.
pub async fn write<I: Editable>(
    tx: &mut Tx<'_>,
    mut head: Head<I>,
    wanted: I,
    (draft, verb): (Draft, Verb),
) -> Result<Kept<I>> {
    let item = wanted.id();
    let mut writes = Writes::of(&tx.db);
    if head.number.is_none() {
        save::baseline(tx, &mut writes, &head.stored);
    }
    let mut stamps = Table::<I>::stamps(head.stored.base());
    let number = head.number.unwrap_or(0).max(stamps.version).saturating_add(1);
    settle(&mut writes, &head);
    let row = save::revision(tx, (I::NOUN, item), number, verb, document::document(&wanted));
    let row = revision::Model { draft: Some(draft), ..row };
    stamps.draft_id = Some(row.id.0);
    writes.insert_wide::<revision::Entity>(vec![row]);
    point::<I>(&mut writes, item, stamps.draft_id);
    listing::changed(&mut writes, item, stamps.updated_at.max(tx.now()));
    writes.send(&tx.db).await?;
    tx.changes.push(Change { verb, noun: I::NOUN, item });
    Table::<I>::set_stamps(head.stored.base_mut(), stamps);
    if tx.touched.outdated(item) {
        I::Stored::touch(Some(&head.stored), &head.stored, &mut tx.touched);
    }
    Ok(Kept { stored: head.stored, wanted, version: number, at: tx.now() })
}

/// What others wrote at is not thrown away by who may only propose: they hand in that nothing is to change.
pub async fn is_of_others<I: Editable>(tx: &Tx<'_>, head: &Head<I>) -> Result<bool> {
    use revision::Column;
    let words = |verbs: &[Verb]| verbs.iter().map(|verb| verb.word()).collect::<Vec<_>>();
    let of_it = || revision::Entity::find().filter(Column::ItemId.eq(head.stored.id()));
    let ends = [Verb::Created, Verb::Published, Verb::Discarded, Verb::Unpublished, Verb::Restored];
    let last = of_it().filter(Column::Action.is_in(words(&ends))).order_by_desc(Column::Number);
    let since = last.select_only().column(Column::Number).into_tuple::<i32>().one(&tx.db).await?;
    let own = tx.author.user().map(|user| Column::UserId.ne(user));
    let by_others = own.into_iter().fold(Condition::any().add(Column::UserId.is_null()), Condition::add);
    let written = of_it().filter(Column::Number.gt(since.unwrap_or(0))).filter(by_others);
    let written = written.filter(Column::Action.is_in(words(&[Verb::Drafted, Verb::Reverted])));
    Ok(written.select_only().column(Column::Number).into_tuple::<i32>().one(&tx.db).await?.is_some())
}

fn point<I: Editable>(writes: &mut Writes, item: Uuid, draft: Option<Uuid>) {
    if let Some(column) = Table::<I>::DRAFT {
        writes.set::<Table<I>>((Table::<I>::ID, item), column, draft);
    }
}

/// No revision of the item is its working draft any more.
fn settle<I: Editable>(writes: &mut Writes, head: &Head<I>) {
    let Some((row, _)) = &head.draft else { return };
    let none = revision::ActiveModel { draft: Set(None), ..Default::default() };
    let mine = revision::Entity::update_many().set(none).filter(revision::Column::ItemId.eq(row.item_id));
    writes.add(&mine.filter(revision::Column::Draft.is_not_null()).into_query());
}

/// The same, sent.
pub async fn settle_now<I: Editable>(tx: &Tx<'_>, head: &Head<I>) -> Result<()> {
    let mut writes = Writes::of(&tx.db);
    settle(&mut writes, head);
    writes.send(&tx.db).await
}

/// Throws the working draft away; it stays among the revisions.
pub async fn discard<I: Editable>(app: &App, author: Author, request: Request) -> Result<Uuid> {
    let mut tx = app.begin_for(author).await?;
    let head = request.head::<I>(&mut tx, Action::Write).await?;
    let none = || refused("id", Code::InvalidState, "has no working draft: there is nothing to discard");
    let wrong = head.draft.as_ref().map(drop).ok_or_else(none);
    request.check(&head, &head.live, wrong)?;
    throw_away(&mut tx, &head).await?;
    tx.save().await?;
    Ok(request.id)
}

/// Throws it away if what is live says the same by now.
pub async fn settle_same<I: Editable>(tx: &mut Tx<'_>, item: Uuid) -> Result<()> {
    let Some(head) = Head::<I>::find_to_change(&tx.db, item).await? else { return Ok(()) };
    match &head.draft {
        Some((_, wanted)) if !save::differs(&head.stored, wanted.clone()) => throw_away(tx, &head).await,
        _ => Ok(()),
    }
}

/// Its last revision is that of what is live, by whom it was thrown away.
pub async fn throw_away<I: Editable>(tx: &mut Tx<'_>, head: &Head<I>) -> Result<()> {
    let verb = Verb::Discarded;
    let (item, stamps) = (head.stored.id(), Table::<I>::stamps(head.stored.base()));
    let mut writes = Writes::of(&tx.db);
    settle(&mut writes, head);
    let number = head.number.unwrap_or(0).max(stamps.version).saturating_add(1);
    let document = document::document(&I::of(&head.stored));
    writes.insert_wide::<revision::Entity>(vec![save::revision(tx, (I::NOUN, item), number, verb, document)]);
    point::<I>(&mut writes, item, None);
    listing::changed(&mut writes, item, stamps.updated_at);
    writes.send(&tx.db).await?;
    tx.changes.push(Change { verb, noun: I::NOUN, item });
    Ok(())
}

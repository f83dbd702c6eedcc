//! Content as its editors see it: `view: DRAFT`.
//!
//! A working draft is shown by doing what publishing it would do, reading, and undoing it all: what is seen is what
//! will be published, by the same rules and the same read.

use std::sync::Arc;

use entity::id::{EventId, NewsItemId};
use entity::noun::Noun;
use sea_orm::{ActiveEnum, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::draft;
use super::head::Head;
use super::{Done, Editable, Table, reader};
use crate::app::{App, Tx};
use crate::domain::actor::Actor;
use crate::domain::mistake::Mistake;
use crate::domain::permission::{self, Action, Thing};
use crate::domain::view::Viewing;
use crate::error::{Error, Result};
use crate::platform::database::Caller;
use crate::query::node::Node;
use crate::query::selection::Selection;
use crate::query::value::Value;
use crate::query::{self, Key, Name, content, event, read};
use crate::service::input::Purpose;
use crate::service::save::{self, Base};
use crate::service::{call, city, cluster, media_item, news_item, partner, practice, topic};

/// What a change led to, as it now stands for its editors.
pub async fn answered(
    app: &App,
    actor: &Actor,
    viewing: &Viewing,
    done: &Done,
    selection: &Arc<Selection>,
) -> Result<Option<Arc<Node>>> {
    permission::require(actor, Action::ReadDrafts, Thing::Any)?;
    match done.shown(&Reading { app, actor, viewing, selection }).await? {
        Some(node) => Ok(Some(node)),
        None => seen(app, actor, viewing, Key::Id(done.id), selection).await,
    }
}

/// One thing in whatever state it is, its working draft laid over it; `None` where there is none that this reader may
/// see so.
pub async fn seen(
    app: &App,
    actor: &Actor,
    viewing: &Viewing,
    key: Key,
    selection: &Arc<Selection>,
) -> Result<Option<Arc<Node>>> {
    permission::require(actor, Action::ReadDrafts, Thing::Any)?;
    let reading = Reading { app, actor, viewing, selection };
    let db = &app.db.read_by(Caller::Somebody);
    let is_event = selection.noun.prefix == event::NOUN.prefix;
    let found = if is_event {
        reading.announcing(db, key).await?
    } else {
        reading.called(db, selection.noun, key).await?
    };
    let id = match found {
        Some(id) => id,
        None if permission::may(actor, Action::ReadDrafts, Thing::Everything) => return Ok(None),
        // Whoever may not see all waits as long for what is not there as for what is hidden.
        None => Uuid::nil(),
    };
    match selection.noun.word {
        "call" => reading.of::<call::Input>(id).await,
        "city" => reading.of::<city::Input>(id).await,
        "cluster" => reading.of::<cluster::Input>(id).await,
        "media_item" => reading.of::<media_item::Input>(id).await,
        "news_item" if is_event => reading.event(id).await,
        "news_item" => reading.of::<news_item::Input>(id).await,
        "partner" => reading.of::<partner::Input>(id).await,
        "practice" => reading.of::<practice::Input>(id).await,
        "topic" => reading.of::<topic::Input>(id).await,
        // Files have no drafts: they are shown to those who may see any.
        _ if permission::may(actor, Action::ReadDrafts, Thing::Content(Noun::Cluster, &[])) => {
            read::one(db, viewing, Key::Id(id), selection).await
        }
        _ => Ok(None),
    }
}

pub(super) struct Reading<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub viewing: &'a Viewing,
    pub selection: &'a Arc<Selection>,
}

impl Reading<'_> {
    /// Of what goes by this name, is to or did, what this reader may see: what is hidden takes nothing away from them.
    async fn called(
        &self,
        db: &impl ConnectionTrait,
        noun: &'static query::declare::Noun,
        key: Key,
    ) -> Result<Option<Uuid>> {
        let name = match &key {
            Key::Id(id) => return Ok(Some(*id)),
            Key::Slug(slug) => Name::Slug(slug),
            Key::External(key) => Name::ExternalRef(key),
        };
        // Files have no drafts.
        let Ok(of) = Noun::try_from_value(&noun.word.to_owned()) else { return self.file(db, key).await };
        let called = read::called(db, noun, name).await?;
        reader::first(db, self.actor, Action::ReadDrafts, (of, &called)).await
    }

    /// The news item that announces an event, which shares its slug.
    async fn announcing(&self, db: &impl ConnectionTrait, key: Key) -> Result<Option<Uuid>> {
        let Key::Id(id) = key else { return self.called(db, &query::news_item::NOUN, key).await };
        let event = entity::event::Entity::find_by_id(EventId(id)).one(db).await?;
        Ok(event.map(|event| event.news_item_id.0))
    }

    async fn file(&self, db: &impl ConnectionTrait, key: Key) -> Result<Option<Uuid>> {
        let mut wanted = Selection::new(self.selection.noun);
        wanted.column(&content::ID);
        wanted.seal();
        let found = read::one(db, self.viewing, key, &Arc::new(wanted)).await?;
        Ok(found.map(|node| node.value(&content::ID).map(Value::uuid)).transpose()?.flatten())
    }

    async fn of<I: Editable>(&self, id: Uuid) -> Result<Option<Arc<Node>>> {
        if !reader::may(self.app, self.actor, Action::ReadDrafts, (I::NOUN, id)).await? {
            return Ok(None);
        }
        match self.undrafted::<I>(id).await? {
            Some(found) => Ok(found),
            None => Box::pin(self.drafted::<I>(id)).await,
        }
    }

    /// The event that this news item announces, or is to announce.
    async fn event(&self, news: Uuid) -> Result<Option<Arc<Node>>> {
        if !reader::may(self.app, self.actor, Action::ReadDrafts, (Noun::NewsItem, news)).await? {
            return Ok(None);
        }
        let db = &self.app.db.read_by(Caller::Somebody);
        let stamps = draft::pointed::<news_item::Input>(db, news).await?;
        if stamps.is_none_or(|stamps| stamps.draft_id.is_none()) {
            return self.event_on(db, news).await;
        }
        let tx = Box::pin(self.laid_over::<news_item::Input>(news)).await?;
        self.event_on(&tx.db, news).await
    }

    async fn event_on(&self, db: &impl ConnectionTrait, news: Uuid) -> Result<Option<Arc<Node>>> {
        let of_news = entity::event::Column::NewsItemId.eq(NewsItemId(news));
        match entity::event::Entity::find().filter(of_news).one(db).await? {
            Some(event) => read::one(db, self.viewing, Key::Id(event.id.0), self.selection).await,
            None => Ok(None),
        }
    }

    /// What is stored, in one statement; `None` if there is a working draft to be laid over it.
    async fn undrafted<I: Editable>(&self, id: Uuid) -> Result<Option<Option<Arc<Node>>>> {
        let (db, key) = (&self.app.db.read_by(Caller::Somebody), Key::Id(id));
        if Table::<I>::DRAFT.is_none() {
            return read::one(db, self.viewing, key, self.selection).await.map(Some);
        }
        let node = read::one(db, self.viewing, key, &self.selection.and(&content::DRAFT)).await?;
        let is_drafted = match &node {
            Some(node) => node.value(&content::DRAFT)?.uuid().is_some(),
            // Its working draft may be in a language that it is not in.
            None => draft::pointed::<I>(db, id).await?.is_some_and(|stamps| stamps.draft_id.is_some()),
        };
        Ok((!is_drafted).then_some(node))
    }

    async fn drafted<I: Editable>(&self, id: Uuid) -> Result<Option<Arc<Node>>> {
        let tx = self.laid_over::<I>(id).await?;
        read::one(&tx.db, self.viewing, Key::Id(id), self.selection).await
    }

    /// As if the working draft were published: whatever is written is undone when the unit of work is dropped.
    async fn laid_over<I: Editable>(&self, id: Uuid) -> Result<Tx<'_>> {
        let mut tx = self.app.begin().await?;
        tx.hold_content().await?;
        if let Some(head) = Head::<I>::find(&tx.db, id).await? {
            let version = head.version();
            if let Some((row, wanted)) = head.draft {
                let mut wanted = draft::unclashing(&tx.db, wanted, &head.live).await?;
                let mistakes = save::check_over(&tx.db, &wanted, &head.stored, &head.sound).await?;
                if !mistakes.is_empty() {
                    return Err(unfit(self.actor, &mistakes));
                }
                wanted.parts_mut().record.purpose = Purpose::Show(version, row.at);
                Box::pin(save::shown(&tx, wanted, head.stored)).await?;
            }
        }
        Ok(tx)
    }
}

/// Something the draft needs is no longer there.
fn unfit(actor: &Actor, found: &[Mistake]) -> Error {
    let told: Vec<String> = found.iter().map(Mistake::to_string).collect();
    let way = match actor {
        Actor::Preview(_) => "tell whoever gave you the preview token",
        _ => "update it, or discard it",
    };
    Error::Conflict(format!("the working draft cannot be shown; {way}: {}", told.join("; ")).into())
}

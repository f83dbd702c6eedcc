//! A thing as its next change begins: in every language, and with all it names, in whatever state that is.

use entity::noun::Noun;
use entity::revision::Draft;
use uuid::Uuid;

use super::head::Head;
use super::hidden::Hidden;
use super::{Editable, document, reader};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::service::{call, city, cluster, media_item, news_item, partner, practice, topic};

/// What is edited of a thing.
#[derive(Debug)]
pub struct Edited {
    /// The one that a change has to name.
    pub version: i32,
    /// Where its working draft stands, if this is one.
    pub draft: Option<Draft>,
    /// As a document, which revisions keep.
    pub document: String,
}

/// `None` where there is no such thing that this actor may change.
pub async fn edited(app: &App, actor: &Actor, (noun, id): (Noun, Uuid)) -> Result<Option<Edited>> {
    permission::require(actor, Action::ReadEdits, Thing::Any)?;
    match noun {
        Noun::Call => of::<call::Input>(app, actor, id).await,
        Noun::City => of::<city::Input>(app, actor, id).await,
        Noun::Cluster => of::<cluster::Input>(app, actor, id).await,
        Noun::MediaItem => of::<media_item::Input>(app, actor, id).await,
        Noun::NewsItem => of::<news_item::Input>(app, actor, id).await,
        Noun::Partner => of::<partner::Input>(app, actor, id).await,
        Noun::Practice => of::<practice::Input>(app, actor, id).await,
        Noun::Topic => of::<topic::Input>(app, actor, id).await,
    }
}

/// All of it is of one moment.
async fn of<I: Editable>(app: &App, actor: &Actor, id: Uuid) -> Result<Option<Edited>> {
    if !reader::may(app, actor, Action::ReadEdits, (I::NOUN, id)).await? {
        return Ok(None);
    }
    let db = app.snapshot().await?;
    let Some(head) = Head::<I>::find(&db, id).await? else { return Ok(None) };
    let hidden = Hidden::of(&db, (actor, app.clock.now()), head.current()).await?;
    let draft = head.draft.as_ref().map(|(row, _)| row.draft.unwrap_or(Draft::Draft));
    Ok(Some(Edited { version: head.version(), draft, document: document::document(&hidden.shown) }))
}

//! Whether somebody may do something to a thing that is only to be read.

use entity::noun::Noun;
use uuid::Uuid;

use super::Editable;
use super::draft::Head;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::service::{call, city, cluster, media_item, news_item, partner, practice, topic};

/// No for a thing that is not there, or not theirs.
pub async fn may(app: &App, actor: &Actor, action: Action, (noun, id): (Noun, Uuid)) -> Result<bool> {
    // Whose it is matters to few.
    if permission::may(actor, action, Thing::Content(noun, &[])) {
        return Ok(true);
    }
    let asking = Asking { app, actor, action };
    match noun {
        Noun::Call => asking.of::<call::Input>(id).await,
        Noun::City => asking.of::<city::Input>(id).await,
        Noun::Cluster => asking.of::<cluster::Input>(id).await,
        Noun::MediaItem => asking.of::<media_item::Input>(id).await,
        Noun::NewsItem => asking.of::<news_item::Input>(id).await,
        Noun::Partner => asking.of::<partner::Input>(id).await,
        Noun::Practice => asking.of::<practice::Input>(id).await,
        Noun::Topic => asking.of::<topic::Input>(id).await,
    }
}

struct Asking<'a> {
    app: &'a App,
    actor: &'a Actor,
    action: Action,
}

impl Asking<'_> {
    async fn of<I: Editable>(&self, id: Uuid) -> Result<bool> {
        let db = self.app.snapshot().await?;
        let head = Head::<I>::find(&db, id).await?;
        let is_theirs =
            |head: Head<I>| permission::may(self.actor, self.action, Head::<I>::thing(&head.cities()));
        Ok(head.is_some_and(is_theirs))
    }
}

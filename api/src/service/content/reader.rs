//! Whether somebody may do something to a thing. That is asked before anything else of it is read: how long its texts take
//! would tell whoever may not see it that it is there.

use entity::id::{CityId, NewsItemId, PracticeId};
use entity::noun::Noun;
use entity::{city, news_item_city, practice};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::app::App;
use crate::app::bulk;
use crate::domain::actor::{Actor, SignedIn};
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;

/// No for a thing that is not there, or not theirs.
pub async fn may(app: &App, actor: &Actor, action: Action, thing: (Noun, Uuid)) -> Result<bool> {
    may_on(&app.db.reader, actor, action, thing).await
}

/// The same, on this connection. One statement for those of a city, and none for others.
pub async fn may_on(
    db: &impl ConnectionTrait,
    actor: &Actor,
    action: Action,
    (noun, id): (Noun, Uuid),
) -> Result<bool> {
    let may = |thing| permission::may(actor, action, thing);
    if may(Thing::Content(noun, &[])) || may(Thing::Shown(id)) {
        return Ok(true);
    }
    // Whose it is matters to nobody else.
    let Actor::User(SignedIn { city: Some(_), .. }) = actor else { return Ok(false) };
    Ok(may(Thing::Content(noun, &cities(db, (noun, id)).await?)))
}

/// The first of these that they may do it to. As many statements, whether there is one or not.
pub async fn first(
    db: &impl ConnectionTrait,
    actor: &Actor,
    action: Action,
    (noun, ids): (Noun, &[Uuid]),
) -> Result<Option<Uuid>> {
    let may = |thing| permission::may(actor, action, thing);
    if may(Thing::Content(noun, &[])) {
        return Ok(ids.first().copied());
    }
    let Actor::User(SignedIn { city: Some(own), .. }) = actor else {
        return Ok(ids.iter().copied().find(|id| may(Thing::Shown(*id))));
    };
    if !may(Thing::Content(noun, &[*own])) {
        return Ok(None);
    }
    let theirs = of_city(db, (noun, ids), *own).await?;
    Ok(ids.iter().copied().find(|id| theirs.contains(id)))
}

/// Which of these are of this city.
async fn of_city(db: &impl ConnectionTrait, (noun, ids): (Noun, &[Uuid]), own: CityId) -> Result<Vec<Uuid>> {
    let any = if ids.is_empty() { &[Uuid::nil()] } else { ids };
    Ok(match noun {
        Noun::City => vec![own.0],
        Noun::Practice => {
            let these = practice::Entity::find().select_only().column(practice::Column::Id);
            let these = these.filter(practice::Column::Id.is_in(bulk::padded(any)));
            these.filter(practice::Column::CityId.eq(own)).into_tuple().all(db).await?
        }
        Noun::NewsItem => {
            use news_item_city::Column;
            let these = news_item_city::Entity::find().select_only().column(Column::NewsItemId);
            let these = these.filter(Column::NewsItemId.is_in(bulk::padded(any)));
            these.filter(Column::CityId.eq(own)).into_tuple().all(db).await?
        }
        Noun::Call | Noun::Cluster | Noun::MediaItem | Noun::Partner | Noun::Topic => Vec::new(),
    })
}

/// Those whose it is, as [`Editable::cities`](super::Editable::cities) has them.
async fn cities(db: &impl ConnectionTrait, (noun, id): (Noun, Uuid)) -> Result<Vec<CityId>> {
    Ok(match noun {
        Noun::City => {
            let this = city::Entity::find_by_id(CityId(id)).select_only().column(city::Column::Id);
            this.into_tuple().all(db).await?
        }
        Noun::Practice => {
            let this = practice::Entity::find_by_id(PracticeId(id)).select_only();
            let theirs = this.filter(practice::Column::CityId.is_not_null()).column(practice::Column::CityId);
            theirs.into_tuple().all(db).await?
        }
        Noun::NewsItem => {
            let these = news_item_city::Entity::find().select_only().column(news_item_city::Column::CityId);
            these.filter(news_item_city::Column::NewsItemId.eq(NewsItemId(id))).into_tuple().all(db).await?
        }
        Noun::Call | Noun::Cluster | Noun::MediaItem | Noun::Partner | Noun::Topic => Vec::new(),
    })
}

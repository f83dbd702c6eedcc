//! The derived tables that lists read, `listing` and `directory`: this is the one place that writes them.
//!
//! A unit of work gathers what it touched and mends the rows of that, just before it commits. Whether a thing shows
//! at a given time is for the reader to say (`live_from`, `live_until`): rows are there for all that is published.

mod calls;
mod cities;
mod clusters;
mod directory;
mod drafts;
mod media;
mod members;
mod news;
mod practices;
mod rows;
mod whole;
mod window;

use std::collections::BTreeSet;

use entity::id::{
    CallId, CityId, ClusterId, EventId, MediaItemId, NewsItemId, PartnerId, PracticeId, TopicId,
};
use entity::instant::Instant;
use entity::{directory as directory_row, listing};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::bulk;
use crate::error::Result;

pub use news::lent_by;
pub use whole::{Difference, are_filled, rebuild, verify};
pub use window::Live;

/// Things whose rows no longer tell the truth.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    pub news: BTreeSet<NewsItemId>,
    /// Events that news items had before: they may be gone.
    pub events: BTreeSet<EventId>,
    pub practices: BTreeSet<PracticeId>,
    pub media: BTreeSet<MediaItemId>,
    pub calls: BTreeSet<CallId>,
    /// Themselves, or their members.
    pub clusters: BTreeSet<ClusterId>,
    /// Themselves, or their memberships.
    pub cities: BTreeSet<CityId>,
    /// Cities that lend another country to what tells of them, or at another time.
    pub moved: BTreeSet<CityId>,
    pub partners: BTreeSet<PartnerId>,
    pub topics: BTreeSet<TopicId>,
}

/// Removes what is listed under something that is about to go. What it lent to others is mended with them.
pub async fn forget_scope(db: &DatabaseTransaction, id: Uuid, touched: &mut Touched) -> Result<()> {
    touched.news.extend(news::of_cities(db, &[id]).await?.into_iter().map(NewsItemId));
    touched.practices.extend(practices::of_cities(db, &[id]).await?.into_iter().map(PracticeId));
    bulk::delete::<listing::Entity>(db, listing::Column::ScopeId, &[id]).await?;
    bulk::delete::<directory_row::Entity>(db, directory_row::Column::ScopeId, &[id]).await
}

/// Says in the lists of editors when a thing last changed, where nothing else that lists know of it did.
pub async fn changed(db: &DatabaseTransaction, item: Uuid, at: Instant) -> Result<()> {
    let rows = listing::Entity::update_many().col_expr(listing::Column::SortAt, Expr::value(at));
    let rows = rows.filter(listing::Column::ItemId.eq(item));
    rows.filter(listing::Column::List.starts_with(drafts::PREFIX)).exec(db).await?;
    Ok(())
}

/// Writes anew the rows of everything touched.
pub async fn refresh(db: &DatabaseTransaction, touched: &Touched) -> Result<()> {
    let moved: Vec<_> = touched.moved.iter().map(|id| id.0).collect();
    let mut news: BTreeSet<_> = touched.news.iter().map(|id| id.0).collect();
    news.extend(news::of_cities(db, &moved).await?);
    let mut practices: BTreeSet<_> = touched.practices.iter().map(|id| id.0).collect();
    practices.extend(practices::of_cities(db, &moved).await?);

    rows::forget(db, &touched.events.iter().map(|id| id.0).collect::<Vec<_>>()).await?;
    rows::renew(db, news, news::entries).await?;
    rows::renew(db, practices, practices::entries).await?;
    rows::renew(db, touched.media.iter().map(|id| id.0), media::entries).await?;
    rows::renew(db, touched.calls.iter().map(|id| id.0), calls::entries).await?;
    rows::renew(db, touched.clusters.iter().map(|id| id.0), clusters::entries).await?;
    rows::renew(db, touched.cities.iter().map(|id| id.0), cities::entries).await?;
    rows::renew(db, touched.partners.iter().map(|id| id.0), drafts::partners).await?;
    directory::renew(db, touched).await
}

//! The derived tables that lists read, `listing` and `directory`: this is the one place that writes them.
//!
//! A unit of work gathers what it touched and mends the rows of that, just before it commits. Whether a thing shows
//! at a given time is for the reader to say (`live_from`, `live_until`): rows are there for all that is published.

mod basis;
pub mod calls;
pub mod cities;
pub mod clusters;
mod crossed;
mod differ;
mod directory;
mod drafts;
pub mod media;
mod members;
pub mod news;
pub mod partners;
pub mod practices;
mod rows;
mod sizes;
pub mod topics;
mod touched;
mod whole;
mod window;

use entity::instant::Instant;
use entity::{directory as directory_row, listing};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryTrait};
use uuid::Uuid;

use super::bulk::Writes;
use super::freshness::Stale;
use crate::error::Result;

pub use basis::lent_by;
pub use directory::names;
pub use rows::readable;
pub use touched::{Items, Touched};
pub use whole::{Difference, are_filled, rebuild, verify};
pub use window::Live;

/// Every list of the one table.
const LISTS: [&str; 19] = [
    "news",
    "events",
    "practices",
    "media",
    "calls",
    "calls_by_publication",
    "clusters",
    "cities_by_population",
    "cities_without_population",
    "members_by_position",
    "members_by_joining",
    "members_without_joining",
    "drafts_news",
    "drafts_practices",
    "drafts_media",
    "drafts_calls",
    "drafts_clusters",
    "drafts_cities",
    "drafts_partners",
];
/// And of the other.
const DIRECTORIES: [&str; 3] = ["cities", "partners", "topics"];

/// Removes what is listed under something that is about to go.
pub fn forget_scope(writes: &mut Writes, id: Uuid) {
    // Their indexes begin with the list.
    let listed = listing::Entity::delete_many().filter(listing::Column::List.is_in(LISTS));
    writes.add(&listed.filter(listing::Column::ScopeId.eq(id)).into_query());
    let named = directory_row::Entity::delete_many().filter(directory_row::Column::List.is_in(DIRECTORIES));
    writes.add(&named.filter(directory_row::Column::ScopeId.eq(id)).into_query());
}

/// Says in the lists of editors when a thing last changed, where nothing else that lists know of it did.
pub fn changed(writes: &mut Writes, item: Uuid, at: Instant) {
    let rows = listing::Entity::update_many().col_expr(listing::Column::SortAt, Expr::value(at));
    let rows = rows.filter(listing::Column::ItemId.eq(item));
    writes.add(&rows.filter(listing::Column::List.starts_with(drafts::PREFIX)).into_query());
}

/// How the lists are mended.
#[must_use = "what is still to be sent is not written before"]
#[derive(Debug)]
pub struct Mended {
    /// What of them is no longer as it was.
    pub stale: Stale,
    /// Those that are still to be sent.
    pub writes: Writes,
}

/// Mends the rows of everything touched.
pub async fn refresh(db: &DatabaseTransaction, touched: &Touched) -> Result<Mended> {
    let moved: Vec<_> = touched.moved.iter().map(|id| id.0).collect();
    let mut news = touched.news.clone();
    news.extend(news::of_cities(db, &moved).await?);
    let mut practices = touched.practices.clone();
    practices.extend(practices::of_cities(db, &moved).await?);

    let mut mended = Mended { stale: touched.stale.clone(), writes: Writes::of(db) };
    let to = &mut mended;
    let events = touched.events.iter().map(|id| id.0).collect();
    rows::renew_beside(db, (&news, events), news::entries, to).await?;
    rows::renew(db, &practices, practices::entries, to).await?;
    rows::renew(db, &touched.media, media::entries, to).await?;
    rows::renew(db, &touched.calls, calls::entries, to).await?;
    rows::renew(db, &touched.clusters, clusters::entries, to).await?;
    partners::renew(db, &touched.partners, to).await?;
    cities::renew(db, &touched.cities, to).await?;
    directory::renew(db, &touched.topics, topics::names, to).await?;
    Ok(mended)
}

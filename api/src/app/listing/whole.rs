//! All rows at once: whether they tell the truth, and writing them all anew.

use std::collections::HashSet;

use entity::{
    call, city, cluster, directory as named, listing, media_item, news_item, partner, practice, topic,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::basis::{Basis, Wants};
use super::rows::{Entry, PIECE};
use super::touched::Facts;
use super::{
    Items, Touched, calls, cities, clusters, directory, media, news, partners, practices, refresh, topics,
};
use crate::error::Result;

/// How the rows differ from what the content says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Rows that should be there and are not.
    pub missing: u64,
    /// Rows that should not be there.
    pub surplus: u64,
}

/// Compares every row with what the content says.
pub async fn verify(db: &DatabaseTransaction) -> Result<Difference> {
    let mut sum = Sum::default();
    sum.listed::<news_item::Entity, _>(db, news_item::Column::Id, news::entries).await?;
    sum.listed::<practice::Entity, _>(db, practice::Column::Id, practices::entries).await?;
    sum.listed::<media_item::Entity, _>(db, media_item::Column::Id, media::entries).await?;
    sum.listed::<call::Entity, _>(db, call::Column::Id, calls::entries).await?;
    sum.listed::<cluster::Entity, _>(db, cluster::Column::Id, clusters::entries).await?;
    sum.listed::<city::Entity, _>(db, city::Column::Id, cities::entries).await?;
    sum.listed::<partner::Entity, _>(db, partner::Column::Id, partners::entries).await?;
    sum.named::<city::Entity, _>(db, city::Column::Id, cities::names).await?;
    sum.named::<partner::Entity, _>(db, partner::Column::Id, partners::names).await?;
    sum.named::<topic::Entity, _>(db, topic::Column::Id, topics::names).await?;
    let rows = listing::Entity::find().count(db).await? + named::Entity::find().count(db).await?;
    Ok(Difference { missing: sum.wanted - sum.right, surplus: rows - sum.right })
}

/// False when no list has a row although there is content for one.
pub async fn are_filled(db: &impl ConnectionTrait) -> Result<bool> {
    let some = listing::Entity::find().select_only().column(listing::Column::ItemId).limit(1);
    if some.into_tuple::<Uuid>().one(db).await?.is_some() {
        return Ok(true);
    }
    macro_rules! is_empty {
        ($($table:ident)*) => {
            true $(&& $table::Entity::find()
                .select_only()
                .column($table::Column::Id)
                .limit(1)
                .into_tuple::<Uuid>()
                .one(db)
                .await?
                .is_none())*
        };
    }
    Ok(is_empty!(news_item practice media_item call cluster city partner))
}

/// Removes every row and writes them all from the content.
pub async fn rebuild(db: &DatabaseTransaction) -> Result<()> {
    listing::Entity::delete_many().exec(db).await?;
    named::Entity::delete_many().exec(db).await?;
    let touched = Touched {
        news: all::<news_item::Entity, _>(db, news_item::Column::Id).await?,
        practices: all::<practice::Entity, _>(db, practice::Column::Id).await?,
        media: all::<media_item::Entity, _>(db, media_item::Column::Id).await?,
        calls: all::<call::Entity, _>(db, call::Column::Id).await?,
        clusters: all::<cluster::Entity, _>(db, cluster::Column::Id).await?,
        cities: all::<city::Entity, _>(db, city::Column::Id).await?,
        partners: all::<partner::Entity, _>(db, partner::Column::Id).await?,
        topics: all::<topic::Entity, _>(db, topic::Column::Id).await?,
        ..Touched::default()
    };
    refresh(db, &touched).await?.writes.send(db).await
}

async fn all<E: EntityTrait, F>(db: &DatabaseTransaction, id: E::Column) -> Result<Items<F>> {
    Ok(E::find().select_only().column(id).into_tuple::<Uuid>().all(db).await?.into_iter().collect())
}

#[derive(Default)]
struct Sum {
    wanted: u64,
    right: u64,
}

impl Sum {
    async fn listed<E: EntityTrait, F: Facts>(
        &mut self,
        db: &DatabaseTransaction,
        id: E::Column,
        entries: impl Fn(&Basis, Vec<F>) -> Result<Vec<Entry>>,
    ) -> Result<()> {
        let mut after = None;
        while let Some(ids) = next::<E>(db, id, &mut after).await? {
            let facts = F::load(db, &ids).await?;
            let basis = Basis::of(db, Wants { listed: ids, ..Wants::default() }.and(&facts)).await?;
            let wanted: Vec<_> = entries(&basis, facts)?.into_iter().flat_map(Entry::rows).collect();
            self.compare(&wanted, &basis.listed);
        }
        Ok(())
    }

    async fn named<E: EntityTrait, F: Facts>(
        &mut self,
        db: &DatabaseTransaction,
        id: E::Column,
        entries: impl Fn(&Basis, Vec<F>) -> Vec<directory::Entry>,
    ) -> Result<()> {
        let mut after = None;
        while let Some(ids) = next::<E>(db, id, &mut after).await? {
            let facts = F::load(db, &ids).await?;
            let basis = Basis::of(db, Wants { named: ids, ..Wants::default() }.and(&facts)).await?;
            let wanted: Vec<_> =
                entries(&basis, facts).into_iter().flat_map(directory::Entry::rows).collect();
            self.compare(&wanted, &basis.named);
        }
        Ok(())
    }

    fn compare<M: std::fmt::Debug>(&mut self, wanted: &[M], found: &[M]) {
        let found: HashSet<String> = found.iter().map(|row| format!("{row:?}")).collect();
        let right = wanted.iter().filter(|row| found.contains(&format!("{row:?}"))).count();
        self.wanted += wanted.len() as u64;
        self.right += right as u64;
    }
}

/// The next ids of a table, in their order.
async fn next<E: EntityTrait>(
    db: &DatabaseTransaction,
    id: E::Column,
    after: &mut Option<Uuid>,
) -> Result<Option<Vec<Uuid>>> {
    let mut ids = E::find().select_only().column(id).order_by_asc(id).limit(PIECE as u64);
    if let Some(after) = *after {
        ids = ids.filter(id.gt(after));
    }
    let ids: Vec<Uuid> = ids.into_tuple().all(db).await?;
    *after = ids.last().copied();
    Ok((!ids.is_empty()).then_some(ids))
}

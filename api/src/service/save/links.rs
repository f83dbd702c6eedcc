//! Whether what the items point at is there.

use std::collections::{HashMap, HashSet};

use entity::{asset, call, city, cluster, media_item, topic};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Input;
use super::base::{Linked, Target};
use crate::app::bulk;
use crate::domain::mistake::{Code, Mistake};
use crate::error::Result;

/// What the items point at, gathered while walking them.
#[derive(Debug, Default)]
pub struct Links {
    item: usize,
    found: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    item: usize,
    field: &'static str,
    index: Option<usize>,
    target: Target,
    id: Uuid,
}

impl Links {
    pub fn one<T: Linked>(&mut self, field: &'static str, id: Option<T>) {
        let Some(id) = id else { return };
        self.found.push(Link { item: self.item, field, index: None, target: T::TARGET, id: id.uuid() });
    }

    pub fn many<T: Linked>(&mut self, field: &'static str, ids: impl IntoIterator<Item = T>) {
        for (index, id) in ids.into_iter().enumerate() {
            let index = Some(index);
            self.found.push(Link { item: self.item, field, index, target: T::TARGET, id: id.uuid() });
        }
    }
}

/// One mistake for each link that leads nowhere.
pub async fn dangling<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Vec<Mistake>> {
    let mut links = Links::default();
    for (index, item) in items.iter().enumerate() {
        links.item = index;
        item.links(&mut links);
    }
    let mut wanted: HashMap<Target, HashSet<Uuid>> = HashMap::new();
    for link in &links.found {
        wanted.entry(link.target).or_default().insert(link.id);
    }
    for (target, ids) in &mut wanted {
        let list: Vec<Uuid> = ids.iter().copied().collect();
        *ids = existing(db, *target, &list).await?;
    }
    let lost = links.found.into_iter().filter(|link| !wanted[&link.target].contains(&link.id));
    Ok(lost
        .map(|link| {
            let index = link.index.map(|index| index.to_string());
            let field = [link.field.to_owned()].into_iter().chain(index).collect();
            let message = "names a thing that does not exist: create it first or leave it out".to_owned();
            Mistake { item: link.item, field, code: Code::NotFound, message }
        })
        .collect())
}

async fn existing(db: &DatabaseTransaction, target: Target, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    match target {
        Target::Asset => bulk::existing::<asset::Entity>(db, asset::Column::Id, ids).await,
        Target::Call => bulk::existing::<call::Entity>(db, call::Column::Id, ids).await,
        Target::City => bulk::existing::<city::Entity>(db, city::Column::Id, ids).await,
        Target::Cluster => bulk::existing::<cluster::Entity>(db, cluster::Column::Id, ids).await,
        Target::MediaItem => bulk::existing::<media_item::Entity>(db, media_item::Column::Id, ids).await,
        Target::Topic => bulk::existing::<topic::Entity>(db, topic::Column::Id, ids).await,
    }
}

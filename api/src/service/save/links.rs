//! Whether what the items point at is there.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entity::id::AssetId;
use entity::{asset, call, city, cluster, media_item, topic};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::Input;
use super::base::{Linked, Target};
use crate::app::bulk::{Queries, Query};
use crate::domain::mistake::{Code, Mistake};
use crate::error::Result;
use crate::service::input::Text;

/// What the items point at, gathered while walking them.
#[derive(Debug, Default)]
pub struct Links {
    item: usize,
    found: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    item: usize,
    field: Field,
    target: Target,
    id: Uuid,
}

/// Things that are known to be there.
pub type Sound = HashSet<(Target, Uuid)>;

/// What is said of a thing that is not there.
pub const NOWHERE: &str = "names a thing that does not exist: create it first or leave it out";

/// The field that points.
#[derive(Debug)]
enum Field {
    One(&'static str),
    Nth(&'static str, usize),
    /// The rich text in this language.
    Body(String),
}

impl Links {
    pub fn one<T: Linked>(&mut self, field: &'static str, id: Option<T>) {
        self.extend(id.map(|id| (Field::One(field), id)));
    }

    pub fn many<T: Linked>(&mut self, field: &'static str, ids: impl IntoIterator<Item = T>) {
        self.extend(ids.into_iter().enumerate().map(|(index, id)| (Field::Nth(field, index), id)));
    }

    /// The files that rich texts show or link to.
    pub fn bodies<T: Text>(&mut self, texts: &[T]) {
        let bodies = texts.iter().filter_map(|text| Some((text.key().0, text.body()?)));
        self.extend(
            bodies.flat_map(|(locale, body)| {
                body.files().map(move |file| (Field::Body(locale.to_owned()), file))
            }),
        );
    }

    fn extend<T: Linked>(&mut self, links: impl IntoIterator<Item = (Field, T)>) {
        let item = self.item;
        let links = links.into_iter();
        self.found.extend(links.map(|(field, id)| Link { item, field, target: T::TARGET, id: id.uuid() }));
    }
}

impl Field {
    fn path(self) -> Vec<String> {
        match self {
            Self::One(field) => vec![field.to_owned()],
            Self::Nth(field, index) => vec![field.to_owned(), index.to_string()],
            Self::Body(locale) => vec!["text".to_owned(), locale, "body".to_owned()],
        }
    }
}

/// One mistake for each link that leads nowhere.
pub async fn dangling<I: Input>(db: &DatabaseTransaction, items: &[I]) -> Result<Vec<Mistake>> {
    lost(db, all(items)).await
}

/// The same of one thing, but for what is known to be there.
pub async fn dangling_but<I: Input>(
    db: &DatabaseTransaction,
    item: &I,
    sound: &Sound,
) -> Result<Vec<Mistake>> {
    let mut links = all(std::slice::from_ref(item));
    links.found.retain(|link| !sound.contains(&(link.target, link.id)));
    lost(db, links).await
}

/// Where a thing leads to.
pub fn targets<I: Input>(item: &I) -> impl Iterator<Item = (Target, Uuid)> {
    all(std::slice::from_ref(item)).found.into_iter().map(|link| (link.target, link.id))
}

/// The same, but for files in its rich texts; each with its field.
pub fn named<I: Input>(item: &I) -> Vec<(Vec<String>, Target, Uuid)> {
    let links = all(std::slice::from_ref(item)).found.into_iter();
    let named = links.filter(|link| !matches!(link.field, Field::Body(_)));
    named.map(|link| (link.field.path(), link.target, link.id)).collect()
}

/// The same for files in rich texts alone, of which those that `come` along need not be there yet.
pub async fn lost_files<I: Input>(
    db: &DatabaseTransaction,
    items: &[I],
    come: &BTreeSet<Uuid>,
) -> Result<Vec<Mistake>> {
    let mut links = all(items);
    links.found.retain(|link| matches!(link.field, Field::Body(_)) && !come.contains(&link.id));
    lost(db, links).await
}

fn all<I: Input>(items: &[I]) -> Links {
    let mut links = Links::default();
    for (index, item) in items.iter().enumerate() {
        links.item = index;
        item.links(&mut links);
    }
    links
}

async fn lost(db: &DatabaseTransaction, links: Links) -> Result<Vec<Mistake>> {
    let mut wanted: BTreeMap<Target, BTreeSet<Uuid>> = BTreeMap::new();
    for link in &links.found {
        wanted.entry(link.target).or_default().insert(link.id);
    }
    let mut queries = Queries::of(db);
    let asked = wanted.into_iter().map(|(target, ids)| {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        (target, existing(&mut queries, target, &ids))
    });
    let asked: Vec<_> = asked.collect();
    let mut answers = queries.ask(db).await?;
    let mut there = Sound::new();
    for (target, query) in asked {
        there.extend(answers.tuples(query)?.into_iter().map(|id| (target, id)));
    }
    let lost = links.found.into_iter().filter(|link| !there.contains(&(link.target, link.id)));
    Ok(lost
        .map(|link| {
            let message = match &link.field {
                Field::Body(_) => {
                    let file = AssetId(link.id);
                    format!(
                        "shows /assets/{file}, which does not exist: save that file first or leave it out"
                    )
                }
                _ => NOWHERE.to_owned(),
            };
            Mistake { item: link.item, field: link.field.path(), code: Code::NotFound, message }
        })
        .collect())
}

fn existing(queries: &mut Queries, target: Target, ids: &[Uuid]) -> Query<Uuid> {
    match target {
        Target::Asset => queries.existing::<asset::Entity>(asset::Column::Id, ids),
        Target::Call => queries.existing::<call::Entity>(call::Column::Id, ids),
        Target::City => queries.existing::<city::Entity>(city::Column::Id, ids),
        Target::Cluster => queries.existing::<cluster::Entity>(cluster::Column::Id, ids),
        Target::MediaItem => queries.existing::<media_item::Entity>(media_item::Column::Id, ids),
        Target::Topic => queries.existing::<topic::Entity>(topic::Column::Id, ids),
    }
}

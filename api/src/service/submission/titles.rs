//! What calls and clusters are called, in the mails about them.

use std::collections::HashMap;

use entity::{call, call_translation, cluster, cluster_translation};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Aim;
use crate::app::bulk;
use crate::error::Result;

/// Titles of one of them by language, each on one line.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    texts: HashMap<String, String>,
    /// The language it was first written in.
    original: String,
}

impl Titles {
    pub async fn of(db: &impl ConnectionTrait, aim: Aim) -> Result<Self> {
        Ok(Self::of_all(db, &[aim]).await?.remove(&aim).unwrap_or_default())
    }

    /// Those of each.
    pub async fn of_all(db: &impl ConnectionTrait, aims: &[Aim]) -> Result<HashMap<Aim, Self>> {
        let mut found: HashMap<Aim, Self> = HashMap::new();
        let ids = |of: fn(Aim) -> Option<Uuid>| aims.iter().filter_map(|aim| of(*aim)).collect::<Vec<_>>();
        let calls = ids(|aim| if let Aim::Call(id) = aim { Some(id.0) } else { None });
        for text in
            bulk::find::<call_translation::Entity>(db, call_translation::Column::ItemId, &calls).await?
        {
            found.entry(Aim::Call(text.item_id)).or_default().add(text.locale, &text.title);
        }
        for call in bulk::find::<call::Entity>(db, call::Column::Id, &calls).await? {
            found.entry(Aim::Call(call.id)).or_default().original = call.locale;
        }
        let clusters = ids(|aim| if let Aim::Cluster(id) = aim { Some(id.0) } else { None });
        let of = cluster_translation::Column::ItemId;
        for text in bulk::find::<cluster_translation::Entity>(db, of, &clusters).await? {
            found.entry(Aim::Cluster(text.item_id)).or_default().add(text.locale, &text.title);
        }
        for cluster in bulk::find::<cluster::Entity>(db, cluster::Column::Id, &clusters).await? {
            found.entry(Aim::Cluster(cluster.id)).or_default().original = cluster.locale;
        }
        Ok(found)
    }

    fn add(&mut self, locale: String, title: &str) {
        self.texts.insert(locale, title.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    /// In this language, or in that it was first written in; empty where there is none.
    pub fn in_locale(&self, locale: &str) -> &str {
        let found = self.texts.get(locale).or_else(|| self.texts.get(&self.original));
        found.map_or("", String::as_str)
    }
}

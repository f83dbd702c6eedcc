//! What news items are filed under, read by one statement.

use entity::id::{CityId, ClusterId, MediaItemId, NewsItemId, TopicId};
use entity::{news_item_city, news_item_cluster, news_item_media, news_item_topic};
use uuid::Uuid;

use crate::app::bulk::{self, Answers, Filing, Queries, Query, filing};
use crate::error::Result;

/// Clusters, topics, cities and media.
const FILINGS: [Filing; 4] = [
    Filing::new(|ids| {
        use news_item_cluster::{Column, Entity};
        filing::<Entity>([Column::NewsItemId, Column::ClusterId, Column::Position], ids)
    }),
    Filing::new(|ids| {
        use news_item_topic::{Column, Entity};
        filing::<Entity>([Column::NewsItemId, Column::TopicId, Column::Position], ids)
    }),
    Filing::new(|ids| {
        use news_item_city::{Column, Entity};
        filing::<Entity>([Column::NewsItemId, Column::CityId, Column::Position], ids)
    }),
    Filing::new(|ids| {
        use news_item_media::{Column, Entity};
        filing::<Entity>([Column::NewsItemId, Column::MediaItemId, Column::Position], ids)
    }),
];

/// The rows of some news items.
pub struct Filed(bulk::Filed<4>);

impl Filed {
    pub fn asked(queries: &mut Queries, ids: &[Uuid]) -> Query<bulk::Place> {
        queries.filed(FILINGS, ids)
    }

    pub fn answered(answers: &mut Answers, query: Query<bulk::Place>) -> Result<Self> {
        Ok(Self(answers.filed(query)?))
    }

    pub fn clusters(&mut self, item: NewsItemId) -> Vec<news_item_cluster::Model> {
        self.0.take(0, item.0, |position, other| news_item_cluster::Model {
            news_item_id: item,
            cluster_id: ClusterId(other),
            position,
        })
    }

    pub fn topics(&mut self, item: NewsItemId) -> Vec<news_item_topic::Model> {
        self.0.take(1, item.0, |position, other| news_item_topic::Model {
            news_item_id: item,
            topic_id: TopicId(other),
            position,
        })
    }

    pub fn cities(&mut self, item: NewsItemId) -> Vec<news_item_city::Model> {
        self.0.take(2, item.0, |position, other| news_item_city::Model {
            news_item_id: item,
            city_id: CityId(other),
            position,
        })
    }

    pub fn media(&mut self, item: NewsItemId) -> Vec<news_item_media::Model> {
        self.0.take(3, item.0, |position, other| news_item_media::Model {
            news_item_id: item,
            media_item_id: MediaItemId(other),
            position,
        })
    }
}

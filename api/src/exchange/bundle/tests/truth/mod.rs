//! What the lists should say, told a second time, in the plainest way.

mod places;

use std::collections::BTreeSet;

use entity::id::{CityId, MediaItemId, NewsItemId, PracticeId};
use entity::instant::Instant;
use entity::status::{Status, TextStatus};
use entity::{
    call, call_cluster, call_translation, city, event, media_item, media_item_cluster,
    media_item_translation, media_source, news_item, news_item_city, news_item_cluster, news_item_topic,
    news_item_translation, practice, practice_cluster, practice_translation,
};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::bed::Bed;
use crate::domain::scope;

/// List, item, scope, locale, kind or name, order, from, until.
pub type Row = (String, Uuid, Uuid, String, String, i64, i64, i64);

pub async fn truth(bed: &Bed) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    news(bed, &mut rows).await;
    practices(bed, &mut rows).await;
    media(bed, &mut rows).await;
    calls(bed, &mut rows).await;
    places::names(bed, &mut rows).await;
    places::numbers(bed, &mut rows).await;
    rows
}

/// From and until, of what is published.
fn live(status: Status, from: Option<Instant>, until: Option<Instant>) -> Option<(i64, i64)> {
    (status == Status::Published).then(|| (from.unwrap().0, until.map_or(i64::MAX, |until| until.0)))
}

struct Item {
    list: &'static str,
    id: Uuid,
    kind: String,
    sort_at: i64,
    live: (i64, i64),
    scopes: Vec<Uuid>,
    /// Also listed under everything.
    at_root: bool,
}

impl Item {
    fn tell(&self, rows: &mut BTreeSet<Row>, texts: &[(String, String)], original: &str) {
        for scope in self.scopes.iter().copied().chain(self.at_root.then_some(Uuid::nil())) {
            for (locale, name) in texts {
                let kind = if name.is_empty() { &self.kind } else { name };
                let locales = [Some(locale.as_str()), (locale == original).then_some("*")];
                for locale in locales.into_iter().flatten() {
                    let (from, until) = self.live;
                    let (list, locale) = (self.list.to_owned(), locale.to_owned());
                    rows.insert((list, self.id, scope, locale, kind.clone(), self.sort_at, from, until));
                }
            }
        }
    }
}

fn goals(column: &str) -> impl Iterator<Item = Uuid> {
    serde_json::from_str::<Vec<u8>>(column).unwrap().into_iter().map(scope::sdg)
}

/// Its country, while it is published.
async fn country(bed: &Bed, id: CityId) -> Option<Uuid> {
    let cities = bed.all::<city::Entity>().await;
    let city = cities.iter().find(|city| city.id == id).unwrap();
    (city.status == Status::Published).then(|| scope::country(&city.country_code))
}

async fn news(bed: &Bed, rows: &mut BTreeSet<Row>) {
    let texts = bed.all::<news_item_translation::Entity>().await;
    let clusters = bed.all::<news_item_cluster::Entity>().await;
    let topics = bed.all::<news_item_topic::Entity>().await;
    let cities = bed.all::<news_item_city::Entity>().await;
    let events = bed.all::<event::Entity>().await;
    for item in bed.all::<news_item::Entity>().await {
        let id: NewsItemId = item.id;
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let published =
            texts.iter().filter(|text| text.item_id == id && text.status == TextStatus::Published);
        let texts: Vec<_> = published.map(|text| (text.locale.clone(), String::new())).collect();
        let mut scopes: Vec<Uuid> = goals(&item.sdgs).chain(item.call_id.map(|call| call.0)).collect();
        scopes.extend(clusters.iter().filter(|row| row.news_item_id == id).map(|row| row.cluster_id.0));
        scopes.extend(topics.iter().filter(|row| row.news_item_id == id).map(|row| row.topic_id.0));
        for row in cities.iter().filter(|row| row.news_item_id == id) {
            scopes.extend([Some(row.city_id.0), country(bed, row.city_id).await].into_iter().flatten());
        }
        let kind = item.kind.to_value();
        let news = Item { list: "news", id: id.0, kind, sort_at: live.0, live, scopes, at_root: true };
        news.tell(rows, &texts, &item.locale);
        if let Some(event) = events.iter().find(|event| event.news_item_id == id) {
            let event = Item { list: "events", id: event.id.0, sort_at: event.starts_at.0, ..news };
            event.tell(rows, &texts, &item.locale);
        }
    }
}

async fn practices(bed: &Bed, rows: &mut BTreeSet<Row>) {
    let texts = bed.all::<practice_translation::Entity>().await;
    let clusters = bed.all::<practice_cluster::Entity>().await;
    for item in bed.all::<practice::Entity>().await {
        let id: PracticeId = item.id;
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let published =
            texts.iter().filter(|text| text.item_id == id && text.status == TextStatus::Published);
        let texts: Vec<_> = published.map(|text| (text.locale.clone(), String::new())).collect();
        let mut scopes: Vec<Uuid> = goals(&item.sdgs).chain(item.call_id.map(|call| call.0)).collect();
        scopes.extend(clusters.iter().filter(|row| row.practice_id == id).map(|row| row.cluster_id.0));
        if let Some(city) = item.city_id {
            scopes.extend([Some(city.0), country(bed, city).await].into_iter().flatten());
        }
        let practice = Item {
            list: "practices",
            id: id.0,
            kind: String::new(),
            sort_at: live.0,
            live,
            scopes,
            at_root: true,
        };
        practice.tell(rows, &texts, &item.locale);
    }
}

async fn media(bed: &Bed, rows: &mut BTreeSet<Row>) {
    let texts = bed.all::<media_item_translation::Entity>().await;
    let clusters = bed.all::<media_item_cluster::Entity>().await;
    let sources = bed.all::<media_source::Entity>().await;
    for item in bed.all::<media_item::Entity>().await {
        let id: MediaItemId = item.id;
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let published =
            texts.iter().filter(|text| text.item_id == id && text.status == TextStatus::Published);
        let texts: Vec<_> = published.map(|text| (text.locale.clone(), String::new())).collect();
        let own = sources.iter().filter(|row| row.media_item_id == id);
        let mut scopes: Vec<Uuid> = own.map(|row| scope::provider(&row.provider.to_value())).collect();
        scopes.extend(clusters.iter().filter(|row| row.media_item_id == id).map(|row| row.cluster_id.0));
        let kind = item.kind.to_value();
        Item { list: "media", id: id.0, kind, sort_at: live.0, live, scopes, at_root: true }.tell(
            rows,
            &texts,
            &item.locale,
        );
    }
}

async fn calls(bed: &Bed, rows: &mut BTreeSet<Row>) {
    let texts = bed.all::<call_translation::Entity>().await;
    let clusters = bed.all::<call_cluster::Entity>().await;
    for item in bed.all::<call::Entity>().await {
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let own = texts.iter().filter(|text| text.item_id == item.id && text.status == TextStatus::Published);
        let texts: Vec<_> = own.map(|text| (text.locale.clone(), String::new())).collect();
        let scopes = clusters.iter().filter(|row| row.call_id == item.id).map(|row| row.cluster_id.0);
        let (scopes, kind): (Vec<Uuid>, _) = (scopes.collect(), String::new());
        let call = Item {
            list: "calls",
            id: item.id.0,
            kind,
            sort_at: item.closes_at.0,
            live,
            scopes,
            at_root: true,
        };
        call.tell(rows, &texts, &item.locale);
        Item { list: "calls_by_publication", sort_at: live.0, ..call }.tell(rows, &texts, &item.locale);
    }
}

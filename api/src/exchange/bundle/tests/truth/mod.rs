//! What the lists should say, told a second time, in the plainest way.

pub mod drafts;
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

/// List, item, scope, locale, kind and name, order, from, until.
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
    /// Only then listed under these.
    lent: Vec<(Uuid, (i64, i64))>,
    /// Also listed under everything.
    at_root: bool,
}

impl Item {
    fn tell(&self, rows: &mut BTreeSet<Row>, texts: &[(String, String)], original: &str) {
        let always = self.scopes.iter().copied().chain(self.at_root.then_some(Uuid::nil()));
        let always = always.map(|scope| (scope, self.live));
        for (scope, (from, until)) in always.chain(self.lent.iter().copied()) {
            for (locale, name) in texts {
                let kind = format!("{}/{name}", self.kind);
                let locales = [Some(locale.as_str()), (locale == original).then_some("*")];
                for locale in locales.into_iter().flatten() {
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

/// When, of the time `within`, any of the windows is (or, if not `inside`, none is): looked at between every two
/// instants at which that may change.
fn stretches(windows: &[(i64, i64)], within: (i64, i64), inside: bool) -> Vec<(i64, i64)> {
    let mut instants: Vec<i64> =
        windows.iter().chain([&within]).flat_map(|(from, until)| [*from, *until]).collect();
    instants.sort_unstable();
    instants.dedup();
    let mut found: Vec<(i64, i64)> = Vec::new();
    for pair in instants.windows(2) {
        let (from, until) = (pair[0], pair[1]);
        let is_in = |window: &(i64, i64)| window.0 <= from && from < window.1;
        if !is_in(&within) || windows.iter().any(is_in) != inside {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.1 == from => last.1 = until,
            _ => found.push((from, until)),
        }
    }
    found
}

/// The countries of its cities, while those are live.
async fn countries(bed: &Bed, ids: Vec<CityId>, within: (i64, i64)) -> Vec<(Uuid, (i64, i64))> {
    let mut cities = bed.all::<city::Entity>().await;
    cities.retain(|city| ids.contains(&city.id));
    let codes: BTreeSet<String> = cities.iter().map(|city| city.country_code.clone()).collect();
    let mut lent = Vec::new();
    for code in codes {
        let there = cities.iter().filter(|city| city.country_code == code);
        let windows: Vec<_> =
            there.filter_map(|city| live(city.status, city.published_at, city.expires_at)).collect();
        let windows = stretches(&windows, within, true);
        lent.extend(windows.into_iter().map(|window| (scope::country(&code), window)));
    }
    lent
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
        let own = cities.iter().filter(|row| row.news_item_id == id);
        let own: Vec<CityId> = own.map(|row| row.city_id).collect();
        scopes.extend(own.iter().map(|city| city.0));
        let lent = countries(bed, own, live).await;
        let kind = item.kind.to_value();
        let news = Item { list: "news", id: id.0, kind, sort_at: live.0, live, scopes, lent, at_root: true };
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
        scopes.extend(item.city_id.map(|city| city.0));
        let lent = countries(bed, item.city_id.into_iter().collect(), live).await;
        let practice = Item {
            list: "practices",
            id: id.0,
            kind: String::new(),
            sort_at: live.0,
            live,
            scopes,
            lent,
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
        let (id, lent, sort_at) = (id.0, Vec::new(), live.0);
        let media = Item { list: "media", id, kind, sort_at, live, scopes, lent, at_root: true };
        media.tell(rows, &texts, &item.locale);
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
            lent: Vec::new(),
            at_root: true,
        };
        call.tell(rows, &texts, &item.locale);
        Item { list: "calls_by_publication", sort_at: live.0, ..call }.tell(rows, &texts, &item.locale);
    }
}

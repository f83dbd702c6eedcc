//! Cities, clusters, partners and topics: by name, and by number.

use std::collections::BTreeSet;

use entity::id::{PartnerId, TopicId};
use entity::status::TextStatus;
use entity::{
    city, city_translation, cluster, cluster_translation, membership, partner, partner_cluster,
    partner_translation, topic, topic_translation,
};
use uuid::Uuid;

use super::{Item, Row, live, stretches};
use crate::domain::country::Country;
use crate::domain::scope;
use crate::exchange::bundle::tests::bed::Bed;
use crate::kit::time::parse_rfc3339;

pub async fn names(bed: &Bed, rows: &mut BTreeSet<Row>) {
    let texts = bed.all::<city_translation::Entity>().await;
    let members = bed.all::<membership::Entity>().await;
    for item in bed.all::<city::Entity>().await {
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let own = texts.iter().filter(|text| text.item_id == item.id && text.status == TextStatus::Published);
        let texts: Vec<_> = own.map(|text| (text.locale.clone(), text.sort_key.clone())).collect();
        let own: Vec<_> = members.iter().filter(|row| row.city_id == item.id).collect();
        let (mut scopes, lent) = (scopes_of_city(&item, &own), featured(bed, &own, live).await);
        let by_cluster = |featured| own.iter().filter(move |row| row.featured == featured);
        scopes.retain(|scope| by_cluster(true).all(|row| row.cluster_id.0 != *scope));
        let (id, kind) = (item.id.0, String::new());
        let city = Item { list: "cities", id, kind, sort_at: 0, live, scopes, lent, at_root: true };
        city.tell(rows, &texts, &item.locale);
        let (lent, scopes) = (Vec::new(), by_cluster(true).map(|row| row.cluster_id.0).collect());
        Item { kind: "featured".into(), scopes, lent, at_root: false, ..city }.tell(
            rows,
            &texts,
            &item.locale,
        );
    }
    let texts = bed.all::<partner_translation::Entity>().await;
    let clusters = bed.all::<partner_cluster::Entity>().await;
    for item in bed.all::<partner::Entity>().await {
        let id: PartnerId = item.id;
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let own = texts.iter().filter(|text| text.item_id == id && text.status == TextStatus::Published);
        let texts: Vec<_> = own.map(|text| (text.locale.clone(), text.sort_key.clone())).collect();
        let scopes = clusters.iter().filter(|row| row.partner_id == id).map(|row| row.cluster_id.0).collect();
        let (id, kind, lent) = (id.0, String::new(), Vec::new());
        let partner = Item { list: "partners", id, kind, sort_at: 0, live, scopes, lent, at_root: true };
        partner.tell(rows, &texts, &item.locale);
    }
    let texts = bed.all::<topic_translation::Entity>().await;
    for item in bed.all::<topic::Entity>().await {
        let id: TopicId = item.id;
        let own = texts.iter().filter(|text| text.item_id == id && text.status == TextStatus::Published);
        let texts: Vec<_> = own.map(|text| (text.locale.clone(), text.sort_key.clone())).collect();
        let live = (i64::MIN, i64::MAX);
        let topic = Item {
            list: "topics",
            id: id.0,
            kind: String::new(),
            sort_at: 0,
            live,
            scopes: Vec::new(),
            lent: Vec::new(),
            at_root: true,
        };
        topic.tell(rows, &texts, &item.locale);
    }
}

/// Clusters by place, cities by population, members by place and by day of joining.
pub async fn numbers(bed: &Bed, rows: &mut BTreeSet<Row>) {
    let members = bed.all::<membership::Entity>().await;
    let texts = bed.all::<cluster_translation::Entity>().await;
    for item in bed.all::<cluster::Entity>().await {
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let own = texts.iter().filter(|text| text.item_id == item.id && text.status == TextStatus::Published);
        let texts: Vec<_> = own.map(|text| (text.locale.clone(), String::new())).collect();
        let scopes =
            members.iter().filter(|row| row.cluster_id == item.id).map(|row| row.city_id.0).collect();
        let (kind, sort_at) = (String::new(), item.position.into());
        let (id, lent) = (item.id.0, Vec::new());
        let cluster = Item { list: "clusters", id, kind, sort_at, live, scopes, lent, at_root: true };
        cluster.tell(rows, &texts, &item.locale);
    }
    let texts = bed.all::<city_translation::Entity>().await;
    for item in bed.all::<city::Entity>().await {
        let Some(live) = live(item.status, item.published_at, item.expires_at) else { continue };
        let own = texts.iter().filter(|text| text.item_id == item.id && text.status == TextStatus::Published);
        let texts: Vec<_> = own.map(|text| (text.locale.clone(), String::new())).collect();
        let own: Vec<_> = members.iter().filter(|row| row.city_id == item.id).collect();
        let list =
            if item.population.is_some() { "cities_by_population" } else { "cities_without_population" };
        let sort_at = item.population.unwrap_or(0);
        let (scopes, lent) = (scopes_of_city(&item, &own), featured(bed, &own, live).await);
        let (id, kind) = (item.id.0, String::new());
        let city = Item { list, id, kind, sort_at, live, scopes, lent, at_root: true };
        city.tell(rows, &texts, &item.locale);
        for member in own {
            let kind = if member.featured { "featured" } else { "" }.to_owned();
            let scopes = vec![member.cluster_id.0];
            let sort_at = member.position.into();
            let place = Item {
                list: "members_by_position",
                id: item.id.0,
                kind,
                sort_at,
                live,
                scopes,
                lent: Vec::new(),
                at_root: false,
            };
            place.tell(rows, &texts, &item.locale);
            let day =
                member.joined_on.as_ref().map(|day| parse_rfc3339(&format!("{day}T00:00:00Z")).unwrap());
            let list = if day.is_some() { "members_by_joining" } else { "members_without_joining" };
            Item { list, sort_at: day.unwrap_or(0), ..place }.tell(rows, &texts, &item.locale);
        }
    }
}

fn scopes_of_city(city: &city::Model, members: &[&membership::Model]) -> Vec<Uuid> {
    let mut scopes = vec![scope::country(&city.country_code)];
    scopes.extend(Country::get(&city.country_code).unwrap().region_codes().map(scope::region));
    for member in members {
        scopes.push(member.cluster_id.0);
    }
    scopes
}

/// When some live cluster features a city that is live, and when none does.
async fn featured(bed: &Bed, own: &[&membership::Model], within: (i64, i64)) -> Vec<(Uuid, (i64, i64))> {
    let mut clusters = bed.all::<cluster::Entity>().await;
    clusters.retain(|cluster| own.iter().any(|row| row.featured && row.cluster_id == cluster.id));
    let windows = clusters.iter().filter_map(|item| live(item.status, item.published_at, item.expires_at));
    let windows: Vec<_> = windows.collect();
    let of = |scope, inside| stretches(&windows, within, inside).into_iter().map(move |at| (scope, at));
    of(scope::FEATURED, true).chain(of(scope::NOT_FEATURED, false)).collect()
}

//! Rows come back as they went in, and go when what they hang on goes.

use entity::id::{CityId, ClusterId, MembershipId};
use entity::instant::Instant;
use entity::status::Status;
use entity::{city, cluster, listing, membership};
use sea_orm::prelude::Uuid;
use sea_orm::{EntityTrait, IntoActiveModel, PaginatorTrait};

use super::scratch::Scratch;
use crate::platform::database::migrate;

const NOW: Instant = Instant(1_619_740_800_123);

fn xiamen() -> city::Model {
    city::Model {
        id: CityId::derived("xiamen"),
        slug: "xiamen".into(),
        status: Status::InReview,
        published_at: Some(NOW),
        expires_at: None,
        created_at: NOW,
        updated_at: NOW,
        version: 1,
        locale: "zh".into(),
        external_ref: Some("42".into()),
        draft_id: None,
        country_code: "CN".into(),
        admin_region: Some("福建".into()),
        website: None,
        latitude: Some(24.0),
        longitude: Some(118.088_9),
        population: Some(5_163_970),
        photo_id: None,
    }
}

fn transport() -> cluster::Model {
    let city::Model { status, published_at, expires_at, created_at, updated_at, version, locale, .. } =
        xiamen();
    cluster::Model {
        id: ClusterId::derived("transport"),
        slug: "transport".into(),
        status,
        published_at,
        expires_at,
        created_at,
        updated_at,
        version,
        locale,
        external_ref: None,
        draft_id: Some(Uuid::nil()),
        hero_id: None,
        position: 1,
    }
}

fn member() -> membership::Model {
    membership::Model {
        id: MembershipId::new(NOW),
        cluster_id: transport().id,
        city_id: xiamen().id,
        featured: true,
        position: 3,
        joined_on: Some("2020-02-29".into()),
    }
}

fn listed() -> listing::Model {
    listing::Model {
        list: "events".into(),
        scope_id: Uuid::nil(),
        locale: "*".into(),
        kind: "webinar".into(),
        sort_at: NOW,
        live_from: Instant::MIN,
        live_until: Instant::MAX,
        item_id: xiamen().id.0,
    }
}

#[tokio::test]
async fn rows_come_back_as_they_went_in_and_go_with_what_they_hang_on() {
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        let tx = db.begin().await.unwrap();
        cluster::Entity::insert(transport().into_active_model()).exec(&tx).await.unwrap();
        city::Entity::insert_many([xiamen().into_active_model()]).exec_without_returning(&tx).await.unwrap();
        let member = member();
        membership::Entity::insert(member.clone().into_active_model()).exec(&tx).await.unwrap();
        listing::Entity::insert(listed().into_active_model()).exec(&tx).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(city::Entity::find().one(&db.reader).await.unwrap().unwrap(), xiamen());
        assert_eq!(cluster::Entity::find().one(&db.reader).await.unwrap().unwrap(), transport());
        assert_eq!(membership::Entity::find().one(&db.reader).await.unwrap().unwrap(), member);
        assert_eq!(listing::Entity::find().one(&db.reader).await.unwrap().unwrap(), listed());

        city::Entity::delete_by_id(xiamen().id).exec(&db.writer).await.unwrap();
        assert_eq!(membership::Entity::find().count(&db.reader).await.unwrap(), 0);
        db.close().await;
    }
}

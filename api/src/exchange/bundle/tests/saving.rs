//! Saving through the services, as a mutation will: slugs over time, and lists that stay true.

use entity::id::{CityId, ClusterId, NewsItemId, TopicId};
use entity::instant::Instant;
use entity::news_item::Kind;
use entity::status::{Status, TextStatus};
use entity::{city, event, listing, news_item, slug_history, topic};

use super::bed::{Bed, NOW};
use crate::domain::mistake::Code;
use crate::domain::rich_text::Format;
use crate::error::Error;
use crate::service::input::{Body, Lifecycle, Naming, Record};
use crate::service::save::Saved;
use crate::service::{news_item as news, topic as topics};

fn topic_called(id: u8, slug: &str) -> topics::Input {
    let label = slug.to_owned();
    topics::Input {
        id: TopicId::derived(&id.to_string()),
        record: Record { locale: "en".into(), ..Record::default() },
        naming: Naming { slug: slug.into(), ..Naming::default() },
        texts: vec![topics::Text { locale: "en".into(), status: TextStatus::Published, label }],
    }
}

pub fn news_called(slug: &str) -> news::Input {
    news::Input {
        id: NewsItemId::derived(slug),
        record: Record { locale: "en".into(), ..Record::default() },
        naming: Naming { slug: slug.into(), ..Naming::default() },
        lifecycle: Lifecycle { status: Status::Published, published_at: Some(NOW), expires_at: None },
        kind: Kind::Article,
        hero: None,
        author_name: None,
        canonical_url: None,
        sdgs: Vec::new(),
        clusters: Vec::new(),
        topics: Vec::new(),
        cities: Vec::new(),
        call: None,
        media: Vec::new(),
        event: None,
        texts: vec![news::Text {
            locale: "en".into(),
            status: TextStatus::Published,
            title: slug.into(),
            excerpt: String::new(),
            body: Body::new(Format::Markdown, "Hello".into()),
            venue: String::new(),
        }],
    }
}

async fn save_topics(bed: &Bed, items: Vec<topics::Input>) -> Result<Saved, Error> {
    let mut tx = bed.app.begin().await?;
    let saved = topics::save_many(&mut tx, items).await?;
    tx.save().await?;
    Ok(saved)
}

async fn save_news(bed: &Bed, items: Vec<news::Input>) -> Result<Saved, Error> {
    let mut tx = bed.app.begin().await?;
    let saved = news::save_many(&mut tx, items).await?;
    tx.save().await?;
    Ok(saved)
}

async fn old_slugs(bed: &Bed) -> Vec<(String, TopicId)> {
    let rows = bed.all::<slug_history::Entity>().await;
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.slug, TopicId(row.item_id))).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn an_old_slug_stays_with_its_thing_also_while_another_goes_by_it() {
    for bed in Bed::each().await {
        let id = |id: u8| TopicId::derived(&id.to_string());
        save_topics(&bed, vec![topic_called(1, "a")]).await.unwrap();
        save_topics(&bed, vec![topic_called(1, "b")]).await.unwrap();
        save_topics(&bed, vec![topic_called(1, "c")]).await.unwrap();
        assert_eq!(old_slugs(&bed).await, [("a".into(), id(1)), ("b".into(), id(1))]);
        save_topics(&bed, vec![topic_called(2, "a")]).await.unwrap();
        assert_eq!(old_slugs(&bed).await, [("a".into(), id(1)), ("b".into(), id(1))]);
        save_topics(&bed, vec![topic_called(1, "b")]).await.unwrap();
        assert_eq!(old_slugs(&bed).await, [("a".into(), id(1)), ("c".into(), id(1))]);

        let Err(Error::Mistakes(found)) = save_topics(&bed, vec![topic_called(3, "a")]).await else {
            panic!("the slug of another was given away");
        };
        assert_eq!((found[0].code, found[0].field.join(".")), (Code::Taken, "slug".into()));
    }
}

#[tokio::test]
async fn two_things_may_swap_their_slugs_in_one_save() {
    for bed in Bed::each().await {
        save_topics(&bed, vec![topic_called(1, "a"), topic_called(2, "b")]).await.unwrap();
        let swapped = save_topics(&bed, vec![topic_called(1, "b"), topic_called(2, "a")]).await.unwrap();
        assert_eq!(swapped.updated, 2);
        let mut slugs: Vec<_> =
            bed.all::<topic::Entity>().await.into_iter().map(|row| (row.slug, row.id)).collect();
        slugs.sort();
        let id = |id: u8| TopicId::derived(&id.to_string());
        assert_eq!(slugs, [("a".to_owned(), id(2)), ("b".to_owned(), id(1))]);
        assert_eq!(
            old_slugs(&bed).await,
            [("a".into(), id(1)), ("b".into(), id(2))],
            "for when the other goes"
        );
    }
}

#[tokio::test]
async fn a_link_to_nothing_is_named_and_not_a_broken_constraint() {
    let bed = Bed::sqlite().await;
    let mut item = news_called("a");
    item.clusters = vec![ClusterId::derived("nowhere")];
    item.cities = vec![CityId::derived("nowhere")];
    let Err(Error::Mistakes(found)) = save_news(&bed, vec![news_called("b"), item]).await else {
        panic!("it was saved");
    };
    let told: Vec<_> =
        found.iter().map(|mistake| (mistake.item, mistake.code, mistake.field.join("."))).collect();
    let lost = |field: &str| (1, Code::NotFound, field.to_owned());
    assert_eq!(told, [lost("clusters.0"), lost("cities.0")]);
    assert!(bed.all::<news_item::Entity>().await.is_empty());
}

#[tokio::test]
async fn an_event_keeps_its_id_and_leaves_the_lists_when_it_goes() {
    for bed in Bed::each().await {
        let mut item = news_called("webinar");
        item.kind = Kind::Webinar;
        item.event = Some(news::Event {
            id: None,
            starts_at: Instant(5),
            ends_at: None,
            time_zone: "Asia/Shanghai".into(),
            online_url: None,
            registration_url: None,
            is_cancelled: false,
        });
        save_news(&bed, vec![item.clone()]).await.unwrap();
        let first = bed.all::<event::Entity>().await;
        item.event.as_mut().unwrap().starts_at = Instant(6);
        save_news(&bed, vec![item.clone()]).await.unwrap();
        let second = bed.all::<event::Entity>().await;
        assert_eq!((first[0].id, second[0].starts_at), (second[0].id, Instant(6)));
        let listed = bed.all::<listing::Entity>().await;
        assert!(listed.iter().any(|row| row.list == "events" && row.sort_at == Instant(6)));

        (item.kind, item.event) = (Kind::Article, None);
        save_news(&bed, vec![item]).await.unwrap();
        assert!(bed.all::<event::Entity>().await.is_empty());
        assert!(bed.all::<listing::Entity>().await.iter().all(|row| row.list.ends_with("news")));
        bed.assert_lists_are_true().await;
    }
}

#[tokio::test]
async fn a_city_that_changes_country_takes_its_news_along() {
    for bed in Bed::each().await {
        bed.import_demo().await;
        let folder = super::bed::demo_folder();
        let file = "news/henan-medical-supplies-luxembourg.json";
        super::bed::spoil(folder.path(), file, "  \"text\": {", "  \"cities\": [\"xiamen\"],\n  \"text\": {");
        bed.import(folder.path()).await.unwrap();
        let only_city = tempfile::tempdir().unwrap();
        super::bed::put(
            only_city.path(),
            "bundle.json",
            std::fs::read(folder.path().join("bundle.json")).unwrap(),
        );
        let city = std::fs::read_to_string(folder.path().join("cities/xiamen.json")).unwrap();
        super::bed::put(only_city.path(), "cities/xiamen.json", city.replace("\"CN\"", "\"CL\""));
        bed.import(only_city.path()).await.unwrap();
        assert!(bed.all::<city::Entity>().await.iter().all(|city| city.country_code == "CL"));
        let china = crate::domain::scope::country("CN");
        assert!(bed.all::<listing::Entity>().await.iter().all(|row| row.scope_id != china));
        bed.assert_lists_are_true().await;
    }
}

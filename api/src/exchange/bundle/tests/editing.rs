//! What is stored and what is edited are the same, and every change leaves its traces.

use entity::audit_event::Actor;
use entity::{
    audit_event, call, city, cluster, media_item, news_item, outbox, partner, practice, revision, topic,
};
use uuid::Uuid;

use super::bed::{Bed, demo_folder, spoil};
use crate::service::content::{Editable, document};
use crate::service::save::{self, Stored};
use crate::service::{
    call as calls, city as cities, cluster as clusters, media_item as media, news_item as news,
    partner as partners, practice as practices, topic as topics,
};

/// Saves what is stored as its document says it; answers how many things that were.
async fn save_again<I: Editable>(bed: &Bed, ids: Vec<Uuid>) -> usize {
    let mut tx = bed.app.begin().await.unwrap();
    let stored = I::Stored::load(&tx.db, &ids).await.unwrap();
    let texts: Vec<String> = stored.iter().map(|row| document(&I::of(row))).collect();
    let items: Vec<I> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let again: Vec<String> = items.iter().map(document).collect();
    assert_eq!(texts, again);
    let saved = save::many(&mut tx, items).await.unwrap();
    assert_eq!((saved.created, saved.updated), (0, 0), "{:?}", I::NOUN);
    saved.unchanged
}

#[tokio::test]
async fn what_is_read_to_be_edited_and_saved_as_it_is_changes_nothing() {
    for bed in Bed::each().await {
        bed.import_demo().await;
        macro_rules! check {
            ($($table:ident $room:ident)*) => {[$({
                let ids = bed.all::<$table::Entity>().await.into_iter().map(|row| row.id.0).collect();
                save_again::<$room::Input>(&bed, ids).await
            }),*]};
        }
        let counts = check!(
            call calls city cities cluster clusters media_item media news_item news partner partners
            practice practices topic topics
        );
        assert!(counts.iter().all(|count| *count > 0), "the demo has some of each: {counts:?}");
    }
}

#[tokio::test]
async fn every_change_leaves_a_revision_an_entry_in_the_log_and_a_note_for_others() {
    for bed in Bed::each().await {
        let created: usize = bed.import_demo().await.0.iter().map(|(_, saved)| saved.created).sum();
        let assets = bed.all::<entity::asset::Entity>().await.len();
        let revisions = bed.all::<revision::Entity>().await;
        assert_eq!(revisions.len(), created - assets);
        assert!(
            revisions.iter().all(|row| row.number == 1 && row.action == "created" && row.draft.is_none())
        );

        bed.import_demo().await;
        assert_eq!(bed.all::<revision::Entity>().await.len(), revisions.len(), "nothing changed");
        let folder = demo_folder();
        let file = "news/call-innovative-city-experiences.json";
        spoil(folder.path(), file, "Most people live in cities", "Most of us live in cities");
        bed.import(folder.path()).await.unwrap();

        let item = bed.all::<news_item::Entity>().await.into_iter().find(|item| item.version == 2).unwrap();
        let mut of_item: Vec<_> = bed.all::<revision::Entity>().await;
        of_item.retain(|row| row.item_id == item.id.0);
        of_item.sort_by_key(|row| row.number);
        let [before, after] = of_item.as_slice() else { panic!("{of_item:?}") };
        assert!(before.document.contains("Most people live in cities"));
        assert!(after.document.contains("Most of us live in cities"));
        assert_eq!((after.number, after.action.as_str(), after.actor), (2, "updated", Actor::System));

        let happened = bed.all::<outbox::Entity>().await;
        let last = happened.iter().max_by_key(|row| row.seq).unwrap();
        assert_eq!((last.action.as_str(), last.item_id), ("updated", Some(item.id.0)));
        assert_eq!(happened.len(), revisions.len() + 1);
        let audited = bed.all::<audit_event::Entity>().await;
        assert_eq!(audited.len(), happened.len());
        assert!(
            audited.iter().any(|row| row.action == "news_item.updated" && row.subject_id == Some(item.id.0))
        );
    }
}

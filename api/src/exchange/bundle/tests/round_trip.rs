//! What goes in comes out, and nothing is written twice.

use std::fs;

use entity::instant::Instant;
use entity::{listing, news_item, news_item_translation, topic};

use serde_json::json;

use super::bed::{Bed, NOW, assert_same_files, demo_folder, empty_folder, put, spoil};
use crate::exchange::bundle::Folder;
use crate::service::save::Saved;

#[tokio::test]
async fn the_export_of_an_import_is_the_import_byte_for_byte() {
    for bed in Bed::each().await {
        bed.import_demo().await;
        bed.assert_lists_are_true().await;
        let exported = bed.export().await;
        assert_same_files(demo_folder().path(), exported.path());
        assert_same_files(exported.path(), bed.export().await.path());
    }
}

#[tokio::test]
async fn content_moves_from_one_database_to_the_other_whole() {
    let sqlite = Bed::sqlite().await;
    sqlite.import_demo().await;
    let exported = sqlite.export().await;
    for other in Bed::each().await {
        other.import(exported.path()).await.unwrap();
        assert_same_files(exported.path(), other.export().await.path());
        let rows = |mut rows: Vec<listing::Model>| {
            rows.sort_by_key(|row| format!("{row:?}"));
            rows
        };
        assert_eq!(rows(sqlite.all::<listing::Entity>().await), rows(other.all::<listing::Entity>().await));
    }
}

#[tokio::test]
async fn what_grows_most_when_written_can_be_read_again() {
    let bed = Bed::sqlite().await;
    let folder = empty_folder();
    let texts = ["\n", "\u{1}", "\"\n", "a\n"].map(|piece| piece.repeat((1 << 20) / piece.len() - 3) + "end");
    let texts: serde_json::Map<_, _> = ["en", "zh", "ar", "fr"]
        .into_iter()
        .zip(texts)
        .map(|(locale, body)| (locale.to_owned(), json!({ "title": locale, "body": { "html": body } })))
        .collect();
    let longest = json!({ "slug": "long", "position": 1, "locale": "en", "text": texts });
    put(folder.path(), "clusters/long.json", longest.to_string());
    bed.import(folder.path()).await.unwrap();
    let exported = bed.export().await;
    let other = Bed::sqlite().await;
    other.import(exported.path()).await.unwrap();
    assert_same_files(exported.path(), other.export().await.path());
}

#[tokio::test]
async fn an_import_done_again_changes_nothing_and_an_edit_only_what_was_edited() {
    for bed in Bed::each().await {
        let first = bed.import_demo().await;
        assert!(first.0.iter().all(|(_, saved)| saved.updated == 0 && saved.unchanged == 0));
        let again = bed.import_demo().await;
        assert!(again.0.iter().all(|(_, saved)| saved.updated == 0 && saved.created == 0));

        let folder = demo_folder();
        let file = "news/call-innovative-city-experiences.json";
        spoil(folder.path(), file, "Most people live in cities", "Most of us live in cities");
        let edited = bed.import(folder.path()).await.unwrap();
        for (folder, saved) in edited.0 {
            assert_eq!(saved.updated, usize::from(folder == Folder::News), "{folder:?}");
        }
        let items = bed.all::<news_item::Entity>().await;
        let versions: Vec<i32> = items.iter().map(|item| item.version).collect();
        assert_eq!(versions.iter().sum::<i32>(), i32::try_from(items.len()).unwrap() + 1);
        let item = items.iter().find(|item| item.version == 2).unwrap();
        assert_eq!((item.slug.as_str(), item.updated_at), ("call-innovative-city-experiences", NOW));
        bed.assert_lists_are_true().await;
    }
}

#[tokio::test]
async fn two_imports_at_once_wait_for_each_other() {
    for bed in Bed::each().await {
        let folder = demo_folder();
        let (one, other) = tokio::join!(bed.import(folder.path()), bed.import(folder.path()));
        let count = |imported: &[(Folder, Saved)]| -> (usize, usize) {
            imported.iter().fold((0, 0), |sum, (_, saved)| (sum.0 + saved.created, sum.1 + saved.unchanged))
        };
        let mut counts = [count(&one.unwrap().0), count(&other.unwrap().0)];
        counts.sort_unstable();
        assert_eq!(counts, [(0, 34), (34, 0)]);
        bed.assert_lists_are_true().await;
    }
}

#[tokio::test]
async fn a_thing_without_an_id_stays_the_same_thing() {
    for bed in Bed::each().await {
        let folder = empty_folder();
        let news =
            r#"{"slug": "hello", "locale": "en", "externalRef": "wp-7", "text": {"en": {"title": "Hello"}}}"#;
        put(folder.path(), "news/hello.json", news);
        bed.import(folder.path()).await.unwrap();
        let first = bed.all::<news_item::Entity>().await;
        put(folder.path(), "news/hello.json", news.replace("\"hello\"", "\"hello-again\""));
        bed.import(folder.path()).await.unwrap();
        let second = bed.all::<news_item::Entity>().await;
        assert_eq!(second.len(), 1);
        assert_eq!((first[0].id, second[0].slug.as_str()), (second[0].id, "hello-again"));
    }
}

#[tokio::test]
async fn an_asset_without_a_reference_goes_by_its_id() {
    for bed in Bed::each().await {
        let folder = demo_folder();
        spoil(folder.path(), "assets/tram-line.json", "  \"externalRef\": \"tram-line\",\n", "");
        bed.import(folder.path()).await.unwrap();
        let exported = bed.export().await;
        let key = "asset_3wbdqd97ftbykr5xkst2mngwxh";
        let cluster = fs::read_to_string(exported.path().join("clusters/transport.json")).unwrap();
        assert!(cluster.contains(&format!("\"hero\": \"{key}\"")), "{cluster}");
        assert!(exported.path().join(format!("assets/{key}.png")).exists());
        bed.import(exported.path()).await.unwrap();
        assert_same_files(exported.path(), bed.export().await.path());
    }
}

#[tokio::test]
async fn a_newer_version_from_elsewhere_keeps_its_stamps_and_an_older_one_is_an_edit() {
    for bed in Bed::each().await {
        let save = async |version: i32, label: &str| {
            let folder = empty_folder();
            let topic = format!(
                r#"{{"slug": "a", "locale": "en", "version": {version}, "createdAt": "2020-01-01T00:00:00Z",
                    "updatedAt": "2021-01-01T00:00:00Z", "text": {{"en": {{"label": "{label}"}}}}}}"#
            );
            put(folder.path(), "topics/a.json", topic);
            bed.import(folder.path()).await.unwrap();
            let row = bed.all::<topic::Entity>().await.remove(0);
            (row.version, row.updated_at)
        };
        let then = Instant(1_609_459_200_000);
        assert_eq!(save(3, "A").await, (3, then));
        assert_eq!(save(7, "B").await, (7, then));
        assert_eq!(save(5, "C").await, (8, NOW));
        assert_eq!(save(5, "C").await, (8, NOW));
    }
}

#[tokio::test]
async fn what_a_bundle_does_not_hold_is_found_in_the_database() {
    for bed in Bed::each().await {
        bed.import_demo().await;
        let folder = empty_folder();
        let news = r#"{
            "slug": "more", "locale": "en", "hero": "green-city", "clusters": ["transport"], "cities": ["xiamen"],
            "topics": ["news"], "media": ["cities-on-the-move"], "call": "innovative-city-experiences",
            "text": {"en": {"title": "More", "body": {"markdown": "Hello <script>alert(1)</script> *you*"}}}}"#;
        put(folder.path(), "news/more.json", news);
        let imported = bed.import(folder.path()).await.unwrap();
        let news = Saved { created: 1, ..Saved::default() };
        assert!(imported.0.contains(&(Folder::News, news)));
        let exported = fs::read_to_string(bed.export().await.path().join("news/more.json")).unwrap();
        assert!(exported.contains("\"hero\": \"green-city\"") && exported.contains("\"call\": \"innov"));
        let texts = bed.all::<news_item_translation::Entity>().await;
        let text = texts.iter().find(|text| text.title == "More").unwrap();
        assert!(text.body_source.contains("<script>"));
        assert!(!text.body_html.contains("script") && text.body_html.contains("<em>you</em>"));
        bed.assert_lists_are_true().await;
    }
}

#[tokio::test]
async fn an_export_replaces_a_bundle_and_nothing_else() {
    let bed = Bed::sqlite().await;
    bed.import_demo().await;
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("content");
    let export = || crate::exchange::bundle::export(&bed.app, &place, std::sync::Arc::new(()));

    export().await.unwrap();
    put(&place, ".git/HEAD", "ref: refs/heads/main");
    put(&place, "news/gone.json", "{}");
    export().await.unwrap();
    assert!(!place.join("news/gone.json").exists() && place.join(".git/HEAD").exists());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);

    put(&place, "thesis.doc", "years of work");
    let error = export().await.unwrap_err().to_string();
    assert!(error.contains("thesis.doc"), "{error}");
    assert!(place.join("thesis.doc").exists());
}

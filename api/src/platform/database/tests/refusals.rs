//! What cannot work is said in one sentence, and leaves everything as it was.

use std::fs;
use std::time::Duration;

use sea_orm::ConnectionTrait;

use super::scratch::Scratch;
use crate::error::Error;
use crate::platform::database::{Database, Options, Place, connect, migrate, sqlite, trouble};

fn hasty() -> Options {
    Options { patience: Duration::from_millis(300), ..Options::default() }
}

/// What the operator reads.
#[track_caller]
fn sentence<T>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Environment(sentence)) => sentence,
        Err(other) => panic!("not for the operator: {other:?}"),
        Ok(_) => panic!("should have been refused"),
    }
}

async fn refused(url: &str) -> String {
    sentence(connect(url, &hasty()).await)
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        let newer =
            "insert into seaql_migrations (version, applied_at) values ('m2031_01_01_000001_moon', 0)";
        db.writer.execute_unprepared(newer).await.unwrap();
        for outcome in [
            migrate::up(&db).await,
            migrate::down(&db, None).await,
            migrate::status(&db).await.map(|_| Vec::new()),
        ] {
            let sentence = sentence(outcome);
            assert!(sentence.contains("newer version") && sentence.contains("m2031"), "{sentence}");
        }
        db.writer.execute_unprepared("select id from cluster").await.unwrap();
        db.close().await;
    }
}

#[tokio::test]
async fn a_missing_folder_a_folder_and_a_missing_file_are_told_apart() {
    let scratch = Scratch::sqlite();
    let folder = scratch.folder.path().display();
    assert!(refused(&format!("sqlite:{folder}/none/cities.db")).await.contains("does not exist: make it"));
    assert!(refused(&format!("sqlite:{folder}")).await.contains("is a folder"));
    let options = Options { create: false, ..hasty() };
    assert!(sentence(connect(&scratch.url, &options).await).contains("there is no database"));
    assert_eq!(fs::read_dir(scratch.folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn another_file_is_not_taken_for_a_database() {
    let scratch = Scratch::sqlite();
    let file = scratch.folder.path().join("cities.db");
    fs::write(&file, "Dear diary, ".repeat(500)).unwrap();
    assert!(refused(&scratch.url).await.contains("is not a SQLite database"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear diary, ".repeat(500));
}

#[tokio::test]
async fn a_locked_database_is_waited_for_and_then_given_up() {
    let scratch = Scratch::sqlite();
    let holder = scratch.open().await;
    let lock = holder.begin().await.unwrap();
    let db = connect(&scratch.url, &hasty()).await.unwrap();
    assert!(sentence(migrate::up(&db).await).contains("is locked"));
    lock.rollback().await.unwrap();
    assert!(!migrate::up(&db).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_read_only_database_is_refused() {
    let scratch = Scratch::sqlite();
    scratch.open().await.close().await;
    let path = scratch.folder.path().join("cities.db");
    // As SQLite opens a file that this user may not write; file rights do not bind the root of a test machine.
    let file = sqlite::file(&path, &hasty()).read_only(true);
    let cause = sqlite::writer(file, &hasty()).await.unwrap_err();
    let sentence = sentence::<()>(Err(trouble::explain(cause, &Place::File(path))));
    assert!(sentence.contains("is read-only"), "{sentence}");

    let db = scratch.open().await;
    db.writer.execute_unprepared("pragma query_only = on").await.unwrap();
    assert!(self::sentence(migrate::up(&db).await).contains("is read-only"));
}

#[tokio::test]
async fn a_full_disk_leaves_no_half_schema() {
    let scratch = Scratch::sqlite();
    let db = scratch.open().await;
    db.writer.execute_unprepared("pragma max_page_count = 40").await.unwrap();
    let sentence = sentence(migrate::up(&db).await);
    assert!(sentence.contains("cannot grow") && sentence.contains("free some space"), "{sentence}");
    assert!(tables(&db).await.is_empty());
}

async fn tables(db: &Database) -> Vec<String> {
    let query = sea_orm::Statement::from_string(db.dialect, "select name from sqlite_master");
    let rows = db.reader.query_all_raw(query).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_without_its_password() {
    let sentence = refused("postgres://editor:hunter2@127.0.0.1:1/cities").await;
    assert!(sentence.contains("cannot reach the server of 127.0.0.1:1/cities"), "{sentence}");
    assert!(!sentence.contains("hunter2"));
}

#[tokio::test]
async fn what_goes_wrong_behind_a_pooler_that_we_were_not_told_of_leads_to_the_setting() {
    let Some(scratch) = Scratch::postgres().await else { return };
    let db = scratch.open().await;
    // As it looks when the next message goes to another server.
    for lost in ["execute nothing", "prepare twice as select 1; prepare twice as select 1"] {
        let cause = db.reader.execute_unprepared(lost).await.unwrap_err();
        let sentence = sentence::<()>(Err(db.explain(cause)));
        assert!(sentence.contains("set database-pooler to transaction"), "{sentence}");
    }
    db.close().await;
}

#[tokio::test]
async fn a_database_that_cannot_keep_all_text_is_refused() {
    let Some(scratch) = Scratch::postgres().await else { return };
    let mut url = url::Url::parse(&scratch.url).unwrap();
    let (name, db) = (format!("{}_latin", url.path().trim_start_matches('/')), scratch.open().await);
    let make = format!("create database {name} template template0 encoding 'LATIN1' locale 'C'");
    db.writer.execute_unprepared(&make).await.unwrap();
    url.set_path(&name);
    let sentence = refused(url.as_str()).await;
    db.writer.execute_unprepared(&format!("drop database {name} with (force)")).await.unwrap();
    assert!(sentence.contains("keeps text as LATIN1: make it anew"), "{sentence}");
    db.close().await;
}

#[tokio::test]
async fn a_missing_database_on_a_server_and_a_wrong_password_are_told() {
    let Some(scratch) = Scratch::postgres().await else { return };
    let mut url = url::Url::parse(&scratch.url).unwrap();
    url.set_path("cities_no_such_database");
    assert!(refused(url.as_str()).await.contains("there is no database"));
    url.set_username("cities_nobody").unwrap();
    url.set_password(Some("hunter2")).unwrap();
    let sentence = refused(url.as_str()).await;
    assert!(sentence.contains("check user and password") && !sentence.contains("hunter2"), "{sentence}");
}

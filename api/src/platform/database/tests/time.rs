//! No statement of a server outlasts its request, whoever still waits for it; no sleep of a connection is felt.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use super::scratch::Scratch;
use crate::config::Pooler;
use crate::error::{Error, Result};
use crate::platform::database::{Database, Options, connect, migrate};

const ENDLESS: &str =
    "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c";
const SHORT: &str =
    "with recursive c(n) as (select 1 union all select n + 1 from c where n < 1000) select count(*) from c";

async fn ask(db: &Database, connection: &DatabaseConnection, sql: &str) -> Result<i64> {
    let statement = Statement::from_string(db.dialect, sql);
    let row = connection.query_one_raw(statement).await.map_err(|cause| db.explain(cause))?;
    Ok(row.expect("a count is one row").try_get_by_index(0)?)
}

/// Opened in each way there is.
async fn hurried(scratch: &Scratch) -> Vec<Database> {
    let mut opened = Vec::new();
    for pooler in [Pooler::None, Pooler::Transaction] {
        let statement_time = Some(Duration::from_millis(50));
        let options = Options { statement_time, readers: 1, pooler, ..Options::default() };
        opened.push(connect(&scratch.url, &options).await.unwrap());
    }
    opened
}

#[tokio::test]
async fn a_statement_without_end_is_ended_and_the_next_one_runs() {
    for scratch in Scratch::each().await {
        for db in hurried(&scratch).await {
            for _ in 0..2 {
                let error = ask(&db, &db.reader, ENDLESS).await.unwrap_err();
                assert!(matches!(&error, Error::Environment(text) if text.contains("took")), "{error}");
                assert_eq!(ask(&db, &db.reader, SHORT).await.unwrap(), 1000);
            }
            if db.dialect == DbBackend::Postgres {
                for is_write in [true, false] {
                    let tx = if is_write { db.begin().await } else { db.snapshot().await }.unwrap();
                    let ended = tx.execute_unprepared("select pg_sleep(5)").await.unwrap_err();
                    assert!(db.explain(ended).to_string().contains("took"), "whoever writes waits no longer");
                    tx.rollback().await.unwrap();
                }
            }
            db.close().await;
        }
    }
}

#[tokio::test]
async fn a_statement_that_nobody_waits_for_any_more_is_ended_too() {
    for scratch in Scratch::each().await {
        for db in hurried(&scratch).await {
            let given_up =
                tokio::time::timeout(Duration::from_millis(5), ask(&db, &db.reader, ENDLESS)).await;
            assert!(given_up.is_err());
            // The only connection: it comes back when the statement has ended.
            assert_eq!(ask(&db, &db.reader, SHORT).await.unwrap(), 1000);
            db.close().await;
        }
    }
}

#[tokio::test]
async fn a_connection_that_slept_is_tried_before_it_is_trusted() {
    let Some(scratch) = Scratch::postgres().await else { return };
    let options = Options { readers: 1, trusted_for: Duration::ZERO, ..Options::default() };
    // Which has connections beside the one it drops others by: they are dropped, too, and not to be trusted either.
    let other = connect(&scratch.url, &options).await.unwrap();
    let db = connect(&scratch.url, &options).await.unwrap();
    for _ in 0..3 {
        assert_eq!(ask(&db, &db.reader, SHORT).await.unwrap(), 1000);
        // Whoever gives a connection back tries it once more; only then it sleeps.
        while db.reader.get_postgres_connection_pool().num_idle() == 0 {
            tokio::task::yield_now().await;
        }
        let drop_others = "select pg_terminate_backend(pid, 5000) from pg_stat_activity \
                           where datname = current_database() and pid <> pg_backend_pid()";
        assert!(other.reader.execute_unprepared(drop_others).await.unwrap().rows_affected() > 0);
    }
    assert_eq!(ask(&db, &db.reader, SHORT).await.unwrap(), 1000);
    other.close().await;
    db.close().await;
}

#[tokio::test]
async fn the_schema_is_changed_without_hurry() {
    let Some(scratch) = Scratch::postgres().await else { return };
    for db in hurried(&scratch).await {
        let tx = migrate::lock(&db).await.unwrap();
        tx.execute_unprepared("select pg_sleep(0.2)").await.unwrap();
        tx.commit().await.unwrap();
        // And only there.
        assert!(db.reader.execute_unprepared("select pg_sleep(0.2)").await.is_err());
        db.close().await;
    }
}

#[tokio::test]
async fn whoever_has_no_session_of_its_own_has_its_settings_all_the_same() {
    let Some(scratch) = Scratch::postgres().await else { return };
    let planned =
        "select count(*) from pg_settings where name = 'plan_cache_mode' and setting = 'force_generic_plan'";
    for db in hurried(&scratch).await {
        for _ in 0..3 {
            assert_eq!(ask(&db, &db.reader, planned).await.unwrap(), 1);
            let tx = db.begin().await.unwrap();
            let row = tx.query_one_raw(Statement::from_string(db.dialect, planned)).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 1);
            tx.rollback().await.unwrap();
        }
        db.close().await;
    }
}

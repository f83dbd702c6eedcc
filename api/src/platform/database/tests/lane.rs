//! Connections go from one read to the next: none is lost, and nobody who waits for one is passed over for good.

use std::future::ready;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use tokio::time::timeout;

use super::scratch::Scratch;
use crate::platform::database::{Caller, Database, Options, connect};

/// Takes some milliseconds on either.
const LONG: &str = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 300000) \
                    SELECT CAST(count(*) AS BIGINT) FROM r";

/// On each database, with one connection to read.
async fn narrow(scratch: &Scratch) -> Database {
    let options = Options { readers: 1, patience: Duration::from_secs(20), ..Options::default() };
    connect(&scratch.url, &options).await.unwrap()
}

async fn read(db: &Database, sql: &str) -> Result<i64, DbErr> {
    let statement = Statement::from_string(db.dialect, sql);
    let row = db.read_by(Caller::Anybody).query_one_raw(statement).await?;
    row.expect("it has a row").try_get_by_index(0)
}

fn number(n: i64) -> String {
    format!("SELECT CAST({n} AS BIGINT)")
}

#[tokio::test]
async fn of_many_who_read_at_once_each_is_answered_what_it_asked() {
    for scratch in Scratch::each().await {
        let db = narrow(&scratch).await;
        let asked = (0..300).map(|n| {
            let (db, sql) = (&db, if n % 3 == 0 { "SELECT nonsense".into() } else { number(n) });
            async move { (n, read(db, &sql).await) }
        });
        for (n, answer) in join_all(asked).await {
            match answer {
                Ok(found) => assert_eq!(found, n),
                Err(error) => assert!(n % 3 == 0 && error.to_string().contains("nonsense"), "{n}: {error}"),
            }
        }
        db.close().await;
    }
}

#[tokio::test]
async fn whoever_waits_at_the_pool_has_a_turn_while_others_read_without_end() {
    for scratch in Scratch::each().await {
        let db = narrow(&scratch).await;
        let is_over = AtomicBool::new(false);
        let readers = join_all((0..8).map(|n| {
            let (db, is_over) = (&db, &is_over);
            async move {
                let mut count = 0;
                while !is_over.load(Ordering::Relaxed) {
                    assert_eq!(read(db, &number(n)).await.unwrap(), n);
                    count += 1;
                }
                count
            }
        }));
        let other = async {
            // They are at it.
            read(&db, &number(0)).await.unwrap();
            let one = Statement::from_string(db.dialect, number(1));
            let outcome = db.reader.query_one_raw(one).await;
            is_over.store(true, Ordering::Relaxed);
            outcome
        };
        let (counts, outcome) = tokio::join!(readers, other);
        assert!(outcome.is_ok(), "{outcome:?} after {counts:?} reads");
        db.close().await;
    }
}

#[tokio::test]
async fn who_goes_away_in_the_middle_or_while_waiting_takes_no_connection_along() {
    for scratch in Scratch::each().await {
        let db = narrow(&scratch).await;
        for _ in 0..20 {
            let waiting = join_all((0..5).map(|n| {
                let db = &db;
                async move { read(db, &number(n)).await }
            }));
            let (gone, ()) = tokio::join!(timeout(Duration::from_millis(1), read(&db, LONG)), async {
                // Begun, and then left.
                tokio::select! { biased; _ = waiting => {}, () = ready(()) => {} }
            });
            assert!(gone.is_err(), "it should have taken longer");
            assert_eq!(read(&db, &number(7)).await.unwrap(), 7);
        }
        db.close().await;
    }
}

/// On each database, with four connections to read, trusted for as long as this.
async fn wide(scratch: &Scratch, trusted_for: Duration) -> Database {
    let options =
        Options { readers: 4, trusted_for, patience: Duration::from_secs(20), ..Options::default() };
    connect(&scratch.url, &options).await.unwrap()
}

fn parked(db: &Database) -> usize {
    db.lane.as_ref().unwrap().parked()
}

#[tokio::test]
async fn who_reads_next_has_the_connection_of_who_read_before_and_the_pool_counts_it_as_idle() {
    for scratch in Scratch::each().await {
        let db = wide(&scratch, Duration::from_mins(10)).await;
        let own =
            if db.dialect == DbBackend::Sqlite { "SELECT 1" } else { "SELECT pg_backend_pid()::bigint" };
        let first = read(&db, own).await.unwrap();
        assert_eq!(parked(&db), 1);
        for _ in 0..10 {
            assert_eq!(read(&db, own).await.unwrap(), first);
            assert_eq!(parked(&db), 1);
        }
        let all_idle = async {
            // What its opening asked may be on its way back yet.
            while db.pools()[0].1.idle < db.pools()[0].1.open {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(20), all_idle).await.expect("nobody uses any");
        assert!(read(&db, "SELECT nonsense").await.is_err());
        assert_eq!(parked(&db), 0, "its pool looks whether it is well");
        read(&db, own).await.unwrap();
        timeout(Duration::from_secs(20), db.close()).await.expect("what rests does not hold up the end");
    }
}

#[tokio::test]
async fn half_of_the_connections_are_left_to_who_asks_the_pool() {
    for scratch in Scratch::each().await {
        let db = wide(&scratch, Duration::from_mins(10)).await;
        for _ in 0..3 {
            let answers = join_all((0..4).map(|_| read(&db, LONG))).await;
            assert!(answers.into_iter().all(|answer| answer.unwrap() == 300_000));
            assert!((1..=2).contains(&parked(&db)), "{} rest", parked(&db));
            let others = join_all((0..4).map(|n| {
                let (db, one) = (&db, Statement::from_string(db.dialect, number(n)));
                async move { db.reader.query_one_raw(one).await }
            }));
            assert!(others.await.into_iter().all(|outcome| outcome.is_ok()));
        }
        db.close().await;
    }
}

#[tokio::test]
async fn what_nobody_reads_on_goes_back_to_its_pool() {
    for scratch in Scratch::each().await {
        let db = wide(&scratch, Duration::from_millis(20)).await;
        for n in 0..3 {
            assert_eq!(read(&db, &number(n)).await.unwrap(), n);
            let back = async {
                while parked(&db) > 0 {
                    tokio::task::yield_now().await;
                }
            };
            timeout(Duration::from_secs(20), back).await.expect("it is given back");
        }
        db.close().await;
    }
}

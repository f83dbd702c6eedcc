//! What a statement costs its database, counted, not timed.

use std::ffi::{CString, c_char, c_int};
use std::ptr;

use libsqlite3_sys::{
    SQLITE_DONE, SQLITE_OK, SQLITE_OPEN_READONLY, SQLITE_ROW, SQLITE_STMTSTATUS_VM_STEP, sqlite3,
    sqlite3_close, sqlite3_finalize, sqlite3_open_v2, sqlite3_prepare_v2, sqlite3_step, sqlite3_stmt,
    sqlite3_stmt_status,
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};
use serde_json::Value;

use crate::app::Statement;
use crate::database::TestDatabase;

/// As the server's own sessions plan (`platform/database/postgres.rs`).
pub const SESSION: &str = "SET jit = off; SET plan_cache_mode = force_generic_plan; SET random_page_cost = 1.1; \
                       SET enable_bitmapscan = off; SET enable_seqscan = off; SET enable_memoize = off";

/// Counts what one database reads.
#[derive(Debug)]
pub enum Meter {
    /// Steps of SQLite's machine: some tens for each row. Named by the file.
    Steps(String),
    /// Rows that PostgreSQL takes out of tables and indexes, those it then throws away included.
    Rows(DatabaseConnection),
}

impl Meter {
    pub async fn of(database: &TestDatabase) -> Self {
        if let Some(file) = database.url.strip_prefix("sqlite:") {
            return Self::Steps(file.to_owned());
        }
        let mut options = ConnectOptions::new(&database.url);
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await.expect("the database can be reached");
        db.execute_unprepared(SESSION).await.expect("it can be set");
        Self::Rows(db)
    }

    /// What this statement costs, run once more.
    pub async fn read(&self, statement: &Statement) -> u64 {
        match self {
            Self::Steps(file) => steps(file, &bound(statement)),
            Self::Rows(db) => rows(db, statement).await,
        }
    }
}

async fn rows(db: &DatabaseConnection, statement: &Statement) -> u64 {
    let run = async |sql: &str| db.execute_unprepared(sql).await.expect("it can be run");
    // Our server sends the types of ids with the statement; all others follow from where they stand.
    let is_id = |value: &str| sea_orm::prelude::Uuid::try_parse(value.trim_matches('\'')).is_ok();
    let types = statement.values.iter().map(|value| if is_id(value) { "uuid" } else { "unknown" });
    let types = in_brackets(&types.collect::<Vec<_>>());
    run(&format!("PREPARE explained{types} AS {}", statement.sql)).await;
    let values = in_brackets(&statement.values);
    let explain = format!("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE explained{values}");
    let explain = sea_orm::Statement::from_string(DbBackend::Postgres, explain);
    let row = db.query_one_raw(explain).await.expect("it can be explained").expect("a plan");
    run("DEALLOCATE explained").await;
    let plan: Value = row.try_get("", "QUERY PLAN").expect("the plan is JSON");
    scanned(&plan[0]["Plan"])
}

fn in_brackets<T: AsRef<str>>(all: &[T]) -> String {
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    if all.is_empty() { String::new() } else { format!("({})", all.join(", ")) }
}

/// The statement with its values in their places, which the query builder marks by `?`, and we by `$1`.
fn bound(statement: &Statement) -> String {
    let mut parts = statement.sql.split('?');
    if parts.clone().count() == statement.values.len() + 1 {
        let first = parts.next().unwrap_or_default().to_owned();
        return parts.zip(&statement.values).fold(first, |sql, (part, value)| sql + value + part);
    }
    // From the last, since `$1` begins `$12`, too.
    let values = statement.values.iter().enumerate().rev();
    values.fold(statement.sql.clone(), |sql, (n, value)| sql.replace(&format!("${}", n + 1), value))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of rows")]
fn scanned(node: &Value) -> u64 {
    let beneath: u64 = node["Plans"].as_array().into_iter().flatten().map(scanned).sum();
    let is_table = node.get("Relation Name").is_some() || node["Node Type"] == "Bitmap Index Scan";
    let count = |name: &str| node[name].as_f64().unwrap_or_default();
    let rows =
        count("Actual Rows") + count("Rows Removed by Filter") + count("Rows Removed by Index Recheck");
    beneath + if is_table { (rows * count("Actual Loops")).ceil() as u64 } else { 0 }
}

#[expect(unsafe_code, reason = "only SQLite's own C functions tell")]
fn steps(file: &str, sql: &str) -> u64 {
    let file = CString::new(file).expect("a plain path");
    let sql = CString::new(sql).expect("plain SQL");
    let (mut db, mut statement): (*mut sqlite3, *mut sqlite3_stmt) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: both pointers are set by SQLite before they are used, and given back once, here.
    unsafe {
        let opened = sqlite3_open_v2(file.as_ptr(), &raw mut db, SQLITE_OPEN_READONLY, ptr::null());
        assert_eq!(opened, SQLITE_OK, "the file can be opened");
        let tail: *mut *const c_char = ptr::null_mut();
        let prepared = sqlite3_prepare_v2(db, sql.as_ptr(), -1, &raw mut statement, tail);
        assert_eq!(prepared, SQLITE_OK, "the statement can be prepared");
        let mut outcome: c_int = SQLITE_ROW;
        while outcome == SQLITE_ROW {
            outcome = sqlite3_step(statement);
        }
        assert_eq!(outcome, SQLITE_DONE, "the statement can be run");
        let steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
        sqlite3_finalize(statement);
        sqlite3_close(db);
        u64::try_from(steps).expect("a count")
    }
}

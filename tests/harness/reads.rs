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
    /// Steps of SQLite's machine: some tens for each row.
    Steps(File),
    /// Rows that PostgreSQL takes out of tables and indexes, those it then throws away included.
    Rows(DatabaseConnection),
}

impl Meter {
    pub async fn of(database: &TestDatabase) -> Self {
        if let Some(file) = database.url.strip_prefix("sqlite:") {
            return Self::Steps(File::open(file));
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
            Self::Steps(file) => file.steps(&bound(statement)),
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

/// A database of SQLite, open to be read: to open it again for each statement would cost more than most of them.
#[derive(Debug)]
pub struct File(*mut sqlite3);

#[expect(unsafe_code, reason = "only SQLite's own C functions tell")]
impl File {
    fn open(path: &str) -> Self {
        let path = CString::new(path).expect("a plain path");
        let mut db: *mut sqlite3 = ptr::null_mut();
        // SAFETY: SQLite sets the pointer before it is used; it is given back once, when this is dropped.
        let opened =
            unsafe { sqlite3_open_v2(path.as_ptr(), &raw mut db, SQLITE_OPEN_READONLY, ptr::null()) };
        assert_eq!(opened, SQLITE_OK, "the file can be opened");
        Self(db)
    }

    fn steps(&self, sql: &str) -> u64 {
        let sql = CString::new(sql).expect("plain SQL");
        let mut statement: *mut sqlite3_stmt = ptr::null_mut();
        // SAFETY: the database is open; SQLite sets the statement before it is used, and it is given back once, here.
        unsafe {
            let tail: *mut *const c_char = ptr::null_mut();
            let prepared = sqlite3_prepare_v2(self.0, sql.as_ptr(), -1, &raw mut statement, tail);
            assert_eq!(prepared, SQLITE_OK, "the statement can be prepared");
            let mut outcome: c_int = SQLITE_ROW;
            while outcome == SQLITE_ROW {
                outcome = sqlite3_step(statement);
            }
            assert_eq!(outcome, SQLITE_DONE, "the statement can be run");
            let steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
            sqlite3_finalize(statement);
            u64::try_from(steps).expect("a count")
        }
    }
}

impl Drop for File {
    #[expect(unsafe_code, reason = "it was opened by SQLite's own C functions")]
    fn drop(&mut self) {
        // SAFETY: it is open, and has no statement left.
        unsafe { sqlite3_close(self.0) };
    }
}

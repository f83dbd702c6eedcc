//! The page by SQLite, opened as the server opens it (`api/src/platform/database/sqlite.rs`).

use std::ffi::c_int;

use libsqlite3_sys::{SQLITE_DBCONFIG_ENABLE_QPSG, SQLITE_OK, sqlite3_db_config};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::sqlx::{ConnectOptions as _, Error, SqliteConnection, SqlitePool};

use super::page::CONNECTIONS;

/// `?1` is the slug, `?2` the instant.
pub const PAGE: &str = include_str!("sqlite.sql");

pub async fn pool(file: &str) -> Result<SqlitePool, Error> {
    let file = SqliteConnectOptions::new()
        .filename(file)
        .pragma("query_only", "on")
        .pragma("mmap_size", "1099511627776")
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "memory")
        .statement_cache_capacity(512)
        .row_buffer_size(256)
        .disable_statement_logging();
    SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(|connection, _| Box::pin(keep_plans(connection)))
        .connect_with(file)
        .await
}

/// Without it a statement is planned again whenever another value is bound to it.
#[expect(unsafe_code, reason = "sqlx has no word for this switch")]
async fn keep_plans(connection: &mut SqliteConnection) -> Result<(), Error> {
    let mut handle = connection.lock_handle().await?;
    let raw = handle.as_raw_handle().as_ptr();
    let mut is_on: c_int = 0;
    // SAFETY: the handle is open and locked to us, and this option takes an int and a pointer to one.
    let outcome = unsafe { sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_QPSG, 1 as c_int, &raw mut is_on) };
    if outcome == SQLITE_OK && is_on == 1 {
        Ok(())
    } else {
        Err(Error::Protocol("SQLite has no QPSG".into()))
    }
}

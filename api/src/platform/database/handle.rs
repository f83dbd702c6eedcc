//! The two things that only SQLite's own C functions can do: the one place with `unsafe`.

use std::ffi::c_int;

use libsqlite3_sys::{SQLITE_DBCONFIG_ENABLE_QPSG, SQLITE_OK, sqlite3_db_config, sqlite3_db_readonly};
use sea_orm::SqlxError;
use sea_orm::sqlx::SqliteConnection;

/// Keeps the plan of a prepared statement whatever is bound to it: without it SQLite plans again at every
/// execution that binds another value.
#[expect(unsafe_code, reason = "sqlx has no word for this switch")]
pub async fn keep_plans(connection: &mut SqliteConnection) -> Result<(), SqlxError> {
    let mut handle = connection.lock_handle().await?;
    let raw = handle.as_raw_handle().as_ptr();
    let mut is_on: c_int = 0;
    // SAFETY: the handle is open and locked to us, and this option takes an int and a pointer to one.
    let outcome = unsafe { sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_QPSG, 1 as c_int, &raw mut is_on) };
    if outcome == SQLITE_OK && is_on == 1 {
        Ok(())
    } else {
        Err(SqlxError::Protocol("SQLite has no QPSG".into()))
    }
}

/// Whether the file can only be read: SQLite opens it all the same and says so at the first write.
#[expect(unsafe_code, reason = "sqlx does not tell")]
pub async fn is_read_only(connection: &mut SqliteConnection) -> Result<bool, SqlxError> {
    let mut handle = connection.lock_handle().await?;
    let raw = handle.as_raw_handle().as_ptr();
    // SAFETY: the handle is open and locked to us, and the name is a C string that outlives the call.
    Ok(unsafe { sqlite3_db_readonly(raw, c"main".as_ptr()) } == 1)
}

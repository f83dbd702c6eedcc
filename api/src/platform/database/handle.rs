//! The things that only SQLite's own C functions can do: the one place with `unsafe`.

use std::cell::Cell;
use std::ffi::{c_int, c_uint, c_void};
use std::ptr;
use std::sync::Once;
use std::time::{Duration, Instant};

use libsqlite3_sys::{
    SQLITE_CONFIG_LOOKASIDE, SQLITE_CONFIG_MEMSTATUS, SQLITE_DBCONFIG_ENABLE_QPSG, SQLITE_OK,
    SQLITE_TRACE_STMT, sqlite3_config, sqlite3_db_config, sqlite3_db_readonly, sqlite3_trace_v2,
};
use sea_orm::SqlxError;
use sea_orm::sqlx::SqliteConnection;

/// Bytes of a piece of memory that a connection has ready, and how many there are.
const POCKET: (c_int, c_int) = (1200, 400);

/// Sets the library up, once a process and before it is first used. It counts no memory, which costs a lock at each
/// allocation; and each connection takes small pieces from a pocket of its own. Where somebody was first, all works as well,
/// a little slower.
#[expect(unsafe_code, reason = "sqlx has no word for the library's own settings")]
pub fn set_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the options take an int, and two; SQLite refuses them while it is in use.
        let outcomes = unsafe {
            [
                sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0 as c_int),
                sqlite3_config(SQLITE_CONFIG_LOOKASIDE, POCKET.0, POCKET.1),
            ]
        };
        if outcomes != [SQLITE_OK; 2] {
            tracing::debug!("SQLite was in use before it was set up");
        }
    });
}

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

/// How many steps of a statement pass between two looks at the clock: well under a millisecond's worth.
const STEPS: c_int = 10_000;

thread_local! {
    /// When the statement that runs on this thread began: a connection has one thread, and runs everything on it.
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Ends every statement that runs for longer than `time`: it fails with `SQLITE_INTERRUPT`.
#[expect(unsafe_code, reason = "sqlx has no word for being told that a statement begins")]
pub async fn end_after(connection: &mut SqliteConnection, time: Duration) -> Result<(), SqlxError> {
    let mut handle = connection.lock_handle().await?;
    handle.set_progress_handler(STEPS, move || BEGUN.get().is_none_or(|begun| begun.elapsed() < time));
    let raw = handle.as_raw_handle().as_ptr();
    // SAFETY: the handle is open and locked to us; the callback reads none of its pointers and is never gone.
    let outcome = unsafe { sqlite3_trace_v2(raw, SQLITE_TRACE_STMT, Some(begins), ptr::null_mut()) };
    if outcome == SQLITE_OK { Ok(()) } else { Err(SqlxError::Protocol("SQLite has no trace".into())) }
}

#[expect(unsafe_code, reason = "the shape of a callback from C")]
unsafe extern "C" fn begins(_: c_uint, _: *mut c_void, _: *mut c_void, _: *mut c_void) -> c_int {
    BEGUN.set(Some(Instant::now()));
    0
}

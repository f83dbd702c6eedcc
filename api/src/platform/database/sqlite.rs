//! SQLite in one file: one connection that writes, several that read beside it.

use std::path::Path;
use std::time::{Duration, Instant};

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxError, SqlxSqliteConnector};

use super::{Options, handle, trouble};

/// The reader and the writer of a file.
pub async fn connect(
    path: &Path,
    options: &Options,
) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    handle::set_up();
    let file = file(path, options);
    let writer = writer(file.clone(), options).await?;
    let reader = file.create_if_missing(false).pragma("query_only", "on");
    let reader = pool(reader, options.readers, options.statement_time, options).await?;
    Ok((reader, writer))
}

/// What all connections to a file have in common.
pub(super) fn file(path: &Path, options: &Options) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(options.create)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(options.patience)
        // All of it, up to what `.cargo/config.toml` lets SQLite map: what is not mapped is read by a call of the system a page.
        .pragma("mmap_size", "1099511627776")
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "memory")
        // Pages that many changes share, such as the ends of lists, go from the log to their place once for all of them.
        .pragma("wal_autocheckpoint", "4000")
        .statement_cache_capacity(512)
        // What is read of the lists of one thing comes in one go: of more rows than fit, each waits for the one before to be taken.
        .row_buffer_size(256)
        .disable_statement_logging()
}

/// The one connection that writes. Turning a new file to WAL takes a lock that SQLite does not wait for, so two
/// processes that start at once would trip: we wait instead.
pub(super) async fn writer(
    file: SqliteConnectOptions,
    options: &Options,
) -> Result<DatabaseConnection, DbErr> {
    // Texts of several statements are larger (`together.rs`), and what is written is of few shapes.
    let file = file.journal_mode(SqliteJournalMode::Wal).statement_cache_capacity(256);
    let started = Instant::now();
    loop {
        match pool(file.clone(), 1, None, options).await {
            Err(cause) if trouble::is_locked(&cause) && started.elapsed() < options.patience => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            outcome => return outcome,
        }
    }
}

/// Connections stay open for good: each keeps its prepared statements.
async fn pool(
    file: SqliteConnectOptions,
    size: u32,
    statement_time: Option<Duration>,
    options: &Options,
) -> Result<DatabaseConnection, DbErr> {
    let pool = SqlitePoolOptions::new()
        .max_connections(size)
        .min_connections(1)
        .acquire_timeout(options.patience)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if let Some(time) = statement_time {
                    handle::end_after(connection, time).await?;
                }
                handle::keep_plans(connection).await
            })
        });
    let pool = open(pool, file).await.map_err(|cause| DbErr::Conn(RuntimeErr::SqlxError(cause.into())))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

async fn open(pool: SqlitePoolOptions, file: SqliteConnectOptions) -> Result<SqlitePool, SqlxError> {
    let pool = pool.connect_with(file).await?;
    if handle::is_read_only(&mut *pool.acquire().await?).await? {
        return Err(SqlxError::Configuration(Box::new(trouble::ReadOnly)));
    }
    Ok(pool)
}

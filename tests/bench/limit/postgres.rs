//! The page by PostgreSQL, in sessions like those of the server (`api/src/platform/database/postgres.rs`).

use harness::POSTGRES_SESSION;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{ConnectOptions as _, Error, Executor, PgPool};

use super::NAME;
use super::page::CONNECTIONS;

/// `$1` is the slug, `$2` the instant.
pub const PAGE: &str = include_str!("postgres.sql");

pub async fn pool(url: &str) -> Result<PgPool, Error> {
    let server: PgConnectOptions = url.parse()?;
    let server = server.application_name(NAME).statement_cache_capacity(512).disable_statement_logging();
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(POSTGRES_SESSION).await.map(drop) })
        })
        .connect_with(server)
        .await
}

//! PostgreSQL: one pool for everything, shared with any number of other processes.

use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};

use super::Options;

/// The same pool twice: its reader and its writer.
pub async fn connect(
    url: &str,
    options: &Options,
) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let mut settings = ConnectOptions::new(url);
    settings
        .max_connections(options.readers)
        .min_connections(1)
        .connect_timeout(options.patience)
        .acquire_timeout(options.patience)
        // A statement does not pay for a ping; only a connection that slept may have died.
        .test_before_acquire_if_idle_for(Duration::from_secs(10))
        .set_application_name("cities")
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|server| server.statement_cache_capacity(512));
    let pool = sea_orm::Database::connect(settings).await?;
    Ok((pool.clone(), pool))
}

//! PostgreSQL: one pool for everything, shared with any number of other processes.

use sea_orm::sqlx::{AssertSqlSafe, Executor};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::Options;

/// How PostgreSQL plans what we send. Every read is a walk along an index that ends with its page: nothing to
/// compile, the same plan whatever is bound, nothing gathered to be sorted, nothing remembered that costs as much to
/// look up as to read again; and a plan made while a table was small must still be right when it has grown.
const SESSION: [&str; 6] = [
    "jit = off",
    "plan_cache_mode = force_generic_plan",
    "random_page_cost = 1.1",
    "enable_bitmapscan = off",
    "enable_seqscan = off",
    "enable_memoize = off",
];

pub async fn connect(
    url: &str,
    options: &Options,
) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let pool = sea_orm::Database::connect(settings(url, options)).await?;
    Ok((pool.clone(), pool))
}

/// One pool, which connects when it is first asked.
pub async fn lazily(url: &str, options: &Options) -> Result<DatabaseConnection, DbErr> {
    let mut settings = settings(url, options);
    settings.connect_lazy(true);
    sea_orm::Database::connect(settings).await
}

fn settings(url: &str, options: &Options) -> ConnectOptions {
    let session = set("SET", options);
    let mut settings = ConnectOptions::new(url);
    settings
        .max_connections(options.readers)
        .min_connections(1)
        .connect_timeout(options.patience)
        .acquire_timeout(options.patience)
        .test_before_acquire_if_idle_for(options.trusted_for)
        .set_application_name("cities")
        .sqlx_logging(false)
        // A pooler would refuse to set how numbers are told, which a server does in full by itself.
        .map_sqlx_postgres_opts(|server| server.statement_cache_capacity(512).extra_float_digits(None))
        .map_sqlx_postgres_pool_opts(move |pool| {
            let session = session.clone();
            pool.after_connect(move |connection, _| {
                let session = AssertSqlSafe(session.clone());
                Box::pin(async move { connection.execute(session).await.map(drop) })
            })
        });
    settings
}

/// Statements that set all of it, and how long a statement may take; `set` says for how long that is to be so.
pub fn set(set: &str, options: &Options) -> String {
    // The server counts in milliseconds; 0 lets a statement take what it takes.
    let time = options.statement_time.map_or(0, |time| time.as_millis().max(1));
    let session = SESSION.map(|setting| format!("{set} {setting}; ")).concat();
    format!("{session}{set} statement_timeout = {time}")
}

/// How the database keeps text; one that is not Unicode could not keep ours.
pub async fn encoding(pool: &DatabaseConnection) -> Result<String, DbErr> {
    let ask = Statement::from_string(DbBackend::Postgres, "SELECT current_setting('server_encoding')");
    let row = pool.query_one_raw(ask).await?;
    row.map_or_else(|| Ok(String::new()), |row| row.try_get_by_index(0))
}

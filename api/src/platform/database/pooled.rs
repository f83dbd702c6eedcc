//! PostgreSQL behind a pooler in transaction mode, such as `PgBouncer`: whoever sends a statement outside of a transaction
//! may have another server at the next one, where nothing is set and nothing prepared.
//!
//! So everything is in a transaction. Whoever reads has one for as long as they have the connection: the pool begins it
//! as it lends the connection, and ends it as the connection comes back. Whoever writes has begun one anyway.

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxError, SqlxPostgresConnector};

use super::{Options, postgres};

/// The reader and the writer.
pub async fn connect(
    url: &str,
    options: &Options,
) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let failed = |cause: SqlxError| DbErr::Conn(RuntimeErr::SqlxError(cause.into()));
    let server = server(url).map_err(failed)?;
    let reader = lending(pool(options), options).connect_lazy_with(server.clone());
    // Lent and given back, which ends the transaction; that proves that the server is there.
    drop(reader.acquire().await.map_err(failed)?);
    let writer = pool(options).connect_lazy_with(server);
    let [reader, writer] = [reader, writer].map(SqlxPostgresConnector::from_sqlx_postgres_pool);
    Ok((reader, writer))
}

/// What reads alone, and connects when it is first asked.
pub fn lazily(url: &str, options: &Options) -> Result<DatabaseConnection, DbErr> {
    let server = server(url).map_err(|cause| DbErr::Conn(RuntimeErr::SqlxError(cause.into())))?;
    let pool = lending(pool(options), options).connect_lazy_with(server);
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// What a transaction begins with. The driver names its statements by number and leaves those behind that it does not
/// keep: the next one to have that server would find the name taken.
pub fn opening(options: &Options) -> String {
    format!("DEALLOCATE ALL; {}", postgres::set("SET LOCAL", options))
}

fn server(url: &str) -> Result<PgConnectOptions, SqlxError> {
    let server: PgConnectOptions = url.parse()?;
    // A pooler refuses to set what it does not follow; and what is prepared is gone with the transaction.
    let server = server.application_name("cities").extra_float_digits(None).statement_cache_capacity(0);
    Ok(server.disable_statement_logging())
}

fn pool(options: &Options) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(options.readers)
        // One that nobody asked for would hold a server.
        .min_connections(0)
        .acquire_timeout(options.patience)
        .test_before_acquire(false)
}

/// Connections that are in a transaction for as long as they are lent.
fn lending(pool: PgPoolOptions, options: &Options) -> PgPoolOptions {
    let [first, again] = [(); 2].map(|()| format!("BEGIN READ ONLY; {}", opening(options)));
    pool.after_connect(move |connection, _| Box::pin(run(connection, first.clone())))
        .before_acquire(move |connection, _| {
            let begin = run(connection, again.clone());
            Box::pin(async move { begin.await.map(|()| true) })
        })
        .after_release(|connection, _| {
            let end = run(connection, "COMMIT".to_owned());
            Box::pin(async move { end.await.map(|()| true) })
        })
}

async fn run(connection: &mut PgConnection, sql: String) -> Result<(), SqlxError> {
    connection.execute(AssertSqlSafe(sql)).await.map(drop)
}

//! Connections that go from one read to the next.
//!
//! A pool asks each connection that comes back whether it is well: a way to its server, or to the thread of SQLite, and back.
//! Who has just had an answer on a connection knows that it is well, and hands it to the next read (`turns.rs`).

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use sea_orm::metric::Info;
use sea_orm::sqlx::pool::Pool;
use sea_orm::sqlx::{self, Executor, IntoArguments, Postgres, Sqlite};
use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DbBackend, DbErr, QueryResult, RuntimeErr, SqlxError, Statement,
};
use sea_query_sqlx::SqlxValues;

use super::record::Hear;
use super::turns::{Lent, Turns};

/// Reads on the connections of a pool. Clones share it.
#[derive(Clone)]
pub struct Lane {
    queue: Queue,
    pub(super) hear: Option<Hear>,
}

#[derive(Clone)]
enum Queue {
    Sqlite(Line<Sqlite>),
    Postgres(Line<Postgres>),
}

impl Lane {
    /// `trusted_for`: how long a connection may rest before it is looked at.
    pub(super) fn of(reader: &DatabaseConnection, trusted_for: Duration) -> Self {
        let queue = if reader.get_database_backend() == DbBackend::Sqlite {
            Queue::Sqlite(Line::new(reader.get_sqlite_connection_pool(), trusted_for))
        } else {
            Queue::Postgres(Line::new(reader.get_postgres_connection_pool(), trusted_for))
        };
        Self { queue, hear: None }
    }

    /// The first row.
    pub async fn one(&self, statement: &Statement) -> Result<Option<QueryResult>, DbErr> {
        let hear = self.hear.as_ref();
        match &self.queue {
            Queue::Sqlite(line) => Ok(line.one(statement, hear).await?.map(Into::into)),
            Queue::Postgres(line) => Ok(line.one(statement, hear).await?.map(Into::into)),
        }
    }

    /// Connections that nobody reads on, and that the pool has not back yet.
    pub(super) fn parked(&self) -> usize {
        match &self.queue {
            Queue::Sqlite(line) => line.turns.parked(),
            Queue::Postgres(line) => line.turns.parked(),
        }
    }

    /// Gives back what rests here: a pool closes when it has all.
    pub(super) fn close(&self) {
        match &self.queue {
            Queue::Sqlite(line) => line.turns.close(),
            Queue::Postgres(line) => line.turns.close(),
        }
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").finish_non_exhaustive()
    }
}

struct Line<D: sqlx::Database> {
    pool: Pool<D>,
    turns: Turns<D>,
}

impl<D: sqlx::Database> Clone for Line<D> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), turns: self.turns.clone() }
    }
}

impl<D: sqlx::Database> Line<D> {
    fn new(pool: &Pool<D>, trusted_for: Duration) -> Self {
        Self { pool: pool.clone(), turns: Turns::new(pool.options().get_max_connections(), trusted_for) }
    }

    async fn one(&self, statement: &Statement, hear: Option<&Hear>) -> Result<Option<D::Row>, DbErr>
    where
        for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
        SqlxValues: IntoArguments<D>,
    {
        let mut lent = self.lent().await.map_err(not_lent)?;
        let values = SqlxValues(statement.values.clone().unwrap_or_else(|| sea_orm::Values(Vec::new())));
        let query = sqlx::query_with(sqlx::AssertSqlSafe(statement.sql.as_str()), values);
        let begun = Instant::now();
        // Whoever goes away in the middle, or gets an error, leaves the connection to its pool, which looks at it.
        let outcome = query.fetch_optional(&mut *lent.connection).await;
        if let Some(hear) = hear {
            hear(&Info { elapsed: begun.elapsed(), statement, failed: outcome.is_err() });
        }
        match outcome {
            Ok(row) => {
                self.turns.hand_on(lent);
                Ok(row)
            }
            Err(cause) => {
                self.turns.forget_gone();
                Err(DbErr::Query(RuntimeErr::SqlxError(cause.into())))
            }
        }
    }

    /// One that rests, or from the pool, where it has one, or else from whoever is done first.
    async fn lent(&self) -> Result<Lent<D>, SqlxError> {
        if let Some(lent) = self.turns.take() {
            return Ok(lent);
        }
        let mut of_pool = pin!(self.pool.acquire());
        if let Poll::Ready(outcome) = poll_fn(|cx| Poll::Ready(of_pool.as_mut().poll(cx))).await {
            return outcome.map(Lent::of_pool);
        }
        let handed = match self.turns.take_or_wait() {
            Ok(lent) => return Ok(lent),
            Err(handed) => handed,
        };
        tokio::select! {
            biased;
            Ok(lent) = handed => Ok(lent),
            outcome = of_pool => outcome.map(Lent::of_pool),
        }
    }
}

fn not_lent(cause: SqlxError) -> DbErr {
    match cause {
        SqlxError::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        SqlxError::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        cause => DbErr::Conn(RuntimeErr::SqlxError(cause.into())),
    }
}

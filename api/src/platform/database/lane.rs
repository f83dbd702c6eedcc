//! Connections that go from one read to the next.
//!
//! A pool asks each connection that comes back whether it is well: a way to its server, or to the thread of SQLite, and back.
//! Where another read waits, who has just had an answer on a connection knows that it is well, and hands it on.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;
use std::time::Instant;

use sea_orm::metric::Info;
use sea_orm::sqlx::pool::{Pool, PoolConnection};
use sea_orm::sqlx::{self, Executor, IntoArguments, Postgres, Sqlite};
use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DbBackend, DbErr, QueryResult, RuntimeErr, SqlxError, Statement,
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::oneshot;

use super::record::Hear;

/// Reads in a row on one connection. Then its pool has it, and with it whoever waits there for something else.
const IN_A_ROW: u8 = 32;

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
    pub(super) fn of(reader: &DatabaseConnection) -> Self {
        let queue = if reader.get_database_backend() == DbBackend::Sqlite {
            Queue::Sqlite(Line::new(reader.get_sqlite_connection_pool()))
        } else {
            Queue::Postgres(Line::new(reader.get_postgres_connection_pool()))
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
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").finish_non_exhaustive()
    }
}

struct Line<D: sqlx::Database> {
    pool: Pool<D>,
    /// Who waits, the longest first; some have gone.
    waiting: Arc<Mutex<VecDeque<oneshot::Sender<Lent<D>>>>>,
}

struct Lent<D: sqlx::Database> {
    connection: PoolConnection<D>,
    reads: u8,
}

impl<D: sqlx::Database> Clone for Line<D> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), waiting: self.waiting.clone() }
    }
}

impl<D: sqlx::Database> Line<D> {
    fn new(pool: &Pool<D>) -> Self {
        Self { pool: pool.clone(), waiting: Arc::default() }
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
                self.hand_on(lent);
                Ok(row)
            }
            Err(cause) => {
                // Those that have gone are passed over by who hands on, which this one does not.
                self.waiting().retain(|next| !next.is_closed());
                Err(DbErr::Query(RuntimeErr::SqlxError(cause.into())))
            }
        }
    }

    /// From the pool, where it has one, or else from whoever is done first.
    async fn lent(&self) -> Result<Lent<D>, SqlxError> {
        let mut of_pool = pin!(self.pool.acquire());
        if let Poll::Ready(outcome) = poll_fn(|cx| Poll::Ready(of_pool.as_mut().poll(cx))).await {
            return Ok(Lent { connection: outcome?, reads: 0 });
        }
        let (hands, handed) = oneshot::channel();
        self.waiting().push_back(hands);
        tokio::select! {
            biased;
            Ok(lent) = handed => Ok(lent),
            outcome = of_pool => Ok(Lent { connection: outcome?, reads: 0 }),
        }
    }

    fn hand_on(&self, mut lent: Lent<D>) {
        if lent.reads == IN_A_ROW {
            return;
        }
        lent.reads += 1;
        let mut waiting = self.waiting();
        while let Some(next) = waiting.pop_front() {
            match next.send(lent) {
                Ok(()) => return,
                Err(back) => lent = back,
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<oneshot::Sender<Lent<D>>>> {
        self.waiting.lock().expect("nothing panics while holding it")
    }
}

fn not_lent(cause: SqlxError) -> DbErr {
    match cause {
        SqlxError::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        SqlxError::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        cause => DbErr::Conn(RuntimeErr::SqlxError(cause.into())),
    }
}

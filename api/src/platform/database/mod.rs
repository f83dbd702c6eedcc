//! The database, opened once: SQLite in one file, or PostgreSQL.
//!
//! Reads go to `reader`, writes to a transaction of `writer` (`app/tx.rs`). SQLite has one writer, so its pool holds
//! one connection; on PostgreSQL the two are the same pool, unless a pooler stands before it (`pooled.rs`).

mod handle;
mod lane;
pub mod migrate;
mod place;
mod pool;
mod pooled;
mod postgres;
mod record;
mod replica;
mod sqlite;
#[cfg(test)]
pub(crate) mod tests;
mod together;
mod trouble;
mod turns;

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, QueryTrait,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use crate::config::{DatabaseUrl, Pooler};
use crate::error::{Error, Result};

pub use lane::Lane;
pub use place::Place;
pub use record::{Sends, Statements, count, listen};
pub use replica::{Caller, Heard, Reads, Replica, Side};
pub use together::{execute_all, query_all};

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    /// Where it lies; says nothing secret.
    pub place: Place,
    pub dialect: DbBackend,
    pub reader: DatabaseConnection,
    /// The connections of `reader`, from one read to the next; `None` where each is set up as it is lent.
    pub lane: Option<Lane>,
    pub writer: DatabaseConnection,
    /// What each transaction of `writer` begins with, where no connection has a session of its own.
    opens_with: Option<Arc<str>>,
    /// What may answer anybody in place of `reader`.
    pub replica: Option<Replica>,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections held for reading; on PostgreSQL for everything.
    pub readers: u32,
    /// How long to wait for a connection, and for another process to give up its lock on a SQLite file.
    pub patience: Duration,
    /// Whether to make a SQLite file that is not there yet.
    pub create: bool,
    /// After how long a statement that reads is ended by the database, on PostgreSQL one that writes too; `None`
    /// lets it take what it takes. Whoever gave up waiting does not stop it: this does.
    pub statement_time: Option<Duration>,
    /// How long a connection to a server may sleep before it is tried when next needed: the server may have
    /// dropped it. Trying costs a round trip, which a busy connection is spared.
    pub trusted_for: Duration,
    pub pooler: Pooler,
    /// Where there is a copy that may answer anybody.
    pub replica: Option<DatabaseUrl>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            patience: Duration::from_secs(5),
            create: true,
            statement_time: None,
            trusted_for: Duration::from_secs(1),
            pooler: Pooler::None,
            replica: None,
        }
    }
}

/// Opens `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`, and leaves its schema alone.
pub async fn connect(url: &str, options: &Options) -> Result<Database> {
    let place = Place::parse(url)?;
    let opened = match (&place, options.pooler) {
        (Place::File(path), _) => sqlite::connect(path, options).await,
        (Place::Server(_), Pooler::None) => postgres::connect(url, options).await,
        (Place::Server(_), Pooler::Transaction) => pooled::connect(url, options).await,
    };
    let (reader, writer) = opened.map_err(|cause| trouble::explain(cause, &place))?;
    if let Place::Server(name) = &place {
        let encoding = postgres::encoding(&reader).await.map_err(|cause| trouble::explain(cause, &place))?;
        if encoding != "UTF8" {
            return Err(Error::Environment(format!(
                "the database {name} keeps text as {encoding}: make it anew with `createdb -T template0 -E UTF8`"
            )));
        }
    }
    let opens_with = match options.pooler {
        Pooler::Transaction if matches!(place, Place::Server(_)) => Some(pooled::opening(options).into()),
        _ => None,
    };
    let replica = match &options.replica {
        Some(url) => Some(Replica::open(&url.expose(), options).await?),
        None => None,
    };
    let lane = opens_with.is_none().then(|| Lane::of(&reader, options.trusted_for));
    let dialect = reader.get_database_backend();
    Ok(Database { place, dialect, reader, lane, writer, opens_with, replica })
}

impl Database {
    /// Opens a transaction for writing; dropping it undoes everything.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            // Taking SQLite's write lock up front keeps read-then-write from failing midway.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        self.opened(self.writer.begin_with_options(options).await?).await
    }

    /// Opens a transaction that reads everything as it is now, for as long as that takes; it holds up no writer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        if self.dialect == DbBackend::Sqlite {
            return self.reader.begin().await;
        }
        let tx = self.writer.begin().await?;
        // Before all else, and not by the driver, which would prepare it.
        tx.execute_unprepared("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
        self.opened(tx).await
    }

    async fn opened(&self, tx: DatabaseTransaction) -> Result<DatabaseTransaction, DbErr> {
        if let Some(opening) = &self.opens_with {
            tx.execute_unprepared(opening).await?;
        }
        Ok(tx)
    }

    /// One change that is part of no unit of work: how many rows it changed.
    pub async fn change(&self, what: impl QueryTrait) -> Result<u64, DbErr> {
        let statement = what.build(self.dialect);
        if self.opens_with.is_none() {
            return Ok(self.writer.execute_raw(statement).await?.rows_affected());
        }
        let tx = self.begin().await?;
        let changed = tx.execute_raw(statement).await?.rows_affected();
        tx.commit().await?;
        Ok(changed)
    }

    /// Says in plain words what the operator can mend: a full disk, a lock, a server that is gone. Any other
    /// error stays what it is.
    pub fn explain(&self, cause: impl Into<Error>) -> Error {
        match cause.into() {
            Error::Database(cause) => trouble::explain(cause, &self.place),
            other => other,
        }
    }

    /// Has SQLite count what its tables hold, where that has changed much since it last did: it plans by it. A server does
    /// that by itself.
    pub async fn count(&self) -> Result<()> {
        if self.dialect == DbBackend::Sqlite {
            // All tables, a sample of each: milliseconds on a million rows.
            self.writer.execute_unprepared("PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002").await?;
        }
        Ok(())
    }

    /// What SQLite finds wrong with its file; a server looks after its own.
    pub async fn damage(&self) -> Result<Vec<String>> {
        if self.dialect != DbBackend::Sqlite {
            return Ok(Vec::new());
        }
        let check = Statement::from_string(self.dialect, "PRAGMA integrity_check(100)");
        let rows = self.reader.query_all_raw(check).await?;
        let mut told: Vec<String> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, DbErr>>()?;
        told.retain(|line| line != "ok");
        Ok(told)
    }

    /// Ends all connections; SQLite folds its log into the file.
    pub async fn close(self) {
        if let Some(replica) = self.replica {
            replica.close().await;
        }
        if let Some(lane) = self.lane {
            lane.close();
        }
        for pool in [self.reader, self.writer] {
            close(pool).await;
        }
    }
}

async fn close(pool: DatabaseConnection) {
    if let Err(error) = pool.close().await {
        tracing::warn!(%error, "a database connection did not close cleanly");
    }
}

//! The database, opened once: SQLite in one file, or PostgreSQL.
//!
//! Reads go to `reader`, writes to a transaction of `writer` (`app/tx.rs`). SQLite has one writer, so its pool holds
//! one connection; on PostgreSQL the two are the same pool.

mod handle;
pub mod migrate;
mod place;
mod pool;
mod postgres;
mod record;
mod sqlite;
#[cfg(test)]
pub(crate) mod tests;
mod trouble;

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};

use crate::error::{Error, Result};

pub use place::Place;
pub use record::{Statements, count, listen};

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    /// Where it lies; says nothing secret.
    pub place: Place,
    pub dialect: DbBackend,
    pub reader: DatabaseConnection,
    pub writer: DatabaseConnection,
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
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            patience: Duration::from_secs(5),
            create: true,
            statement_time: None,
            trusted_for: Duration::from_secs(1),
        }
    }
}

/// Opens `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`, and leaves its schema alone.
pub async fn connect(url: &str, options: &Options) -> Result<Database> {
    let place = Place::parse(url)?;
    let opened = match &place {
        Place::File(path) => sqlite::connect(path, options).await,
        Place::Server(_) => postgres::connect(url, options).await,
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
    Ok(Database { dialect: reader.get_database_backend(), place, reader, writer })
}

impl Database {
    /// Opens a transaction for writing; dropping it undoes everything.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            // Taking SQLite's write lock up front keeps read-then-write from failing midway.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        self.writer.begin_with_options(options).await
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
        for pool in [self.reader, self.writer] {
            if let Err(error) = pool.close().await {
                tracing::warn!(%error, "a database connection did not close cleanly");
            }
        }
    }
}

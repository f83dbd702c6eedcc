//! A replica: a hot standby of PostgreSQL that answers what anybody may read, a moment after the primary has it.
//!
//! Whoever finds that it is gone turns everybody to the primary; only `worker/replica.rs`, which looks whether it keeps
//! up, turns them back.

use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard};

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::sync::watch;

use super::{Database, Lane, Options, Place, pooled, postgres, trouble};
use crate::config::Pooler;
use crate::error::{Error, Result};

/// Whom something is read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Caller {
    /// Anybody: the same for all, be it a moment old.
    #[default]
    Anybody,
    /// Somebody who may have written, and sees what they wrote.
    Somebody,
}

impl Caller {
    pub fn who(may_have_written: bool) -> Self {
        if may_have_written { Self::Somebody } else { Self::Anybody }
    }
}

/// One of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Primary,
    Replica,
}

/// An open replica. Clones share it.
#[derive(Clone, Debug)]
pub struct Replica {
    pub place: Place,
    pub reader: DatabaseConnection,
    /// One connection apart from those who read, so that changes are heard of however busy they are.
    pub watcher: DatabaseConnection,
    is_read: watch::Sender<bool>,
    /// Why it is not, as the operator was last told.
    said: Arc<Mutex<String>>,
}

impl Replica {
    /// Connects when it is first asked: one that is gone keeps nobody from starting.
    pub(super) async fn open(url: &str, options: &Options) -> Result<Self> {
        let place = Place::parse(url)?;
        let alone = Options { readers: 1, ..options.clone() };
        let open = async |options: &Options| match options.pooler {
            Pooler::None => postgres::lazily(url, options).await,
            Pooler::Transaction => pooled::lazily(url, options),
        };
        let opened = match open(options).await {
            Ok(reader) => open(&alone).await.map(|watcher| (reader, watcher)),
            Err(cause) => Err(cause),
        };
        let (reader, watcher) = opened.map_err(|cause| trouble::explain(cause, &place))?;
        Ok(Self { place, reader, watcher, is_read: watch::Sender::new(false), said: Arc::default() })
    }

    /// Whether it is read now.
    pub fn is_read(&self) -> bool {
        *self.is_read.borrow()
    }

    /// From here on it answers what anybody may read.
    pub fn take_up(&self) {
        if !self.is_read.send_replace(true) {
            self.said().clear();
            tracing::info!(replica = %self.place, "what anybody may read is read from the replica");
        }
    }

    /// From here on, and for all who wait for it, the primary does. Each reason is told once.
    pub fn leave(&self, why: impl Display) {
        self.is_read.send_replace(false);
        let (why, mut said) = (why.to_string(), self.said());
        if *said != why {
            tracing::warn!(
                replica = %self.place, why,
                "the replica that database-read-url names is not read for now: the primary answers everybody"
            );
            *said = why;
        }
    }

    fn said(&self) -> MutexGuard<'_, String> {
        self.said.lock().expect("nothing panics while holding it")
    }

    /// Says in plain words what the operator can mend.
    pub fn explain(&self, cause: impl Into<Error>) -> Error {
        match cause.into() {
            Error::Database(cause) => trouble::explain(cause, &self.place),
            other => other,
        }
    }

    pub(super) async fn close(self) {
        for pool in [self.reader, self.watcher] {
            super::close(pool).await;
        }
    }

    /// What it answers; `None` where the primary is to be asked.
    async fn one(&self, statement: Statement) -> Option<Result<Option<QueryResult>, DbErr>> {
        if !self.is_read() {
            return None;
        }
        let outcome = tokio::select! {
            outcome = self.reader.query_one_raw(statement) => outcome,
            () = self.left() => return None,
        };
        match outcome {
            Err(cause) if trouble::is_gone(&cause) => {
                self.leave(self.explain(cause));
                None
            }
            // What it was told by the primary was in the way of this statement.
            Err(cause) if trouble::is_crossed(&cause) => None,
            outcome => Some(outcome),
        }
    }

    async fn left(&self) {
        let mut is_read = self.is_read.subscribe();
        // It is never dropped as long as we are here.
        let _ = is_read.wait_for(|is_read| !is_read).await;
    }
}

impl Database {
    /// Where that is read which this caller may see.
    pub fn read_by(&self, caller: Caller) -> Reads<'_> {
        let replica = self.replica.as_ref().filter(|_| caller == Caller::Anybody);
        Reads { primary: &self.reader, lane: self.lane.as_ref(), replica }
    }

    /// The replica, while it is read.
    pub fn replica_read(&self) -> Option<&Replica> {
        self.replica.as_ref().filter(|replica| replica.is_read())
    }

    /// Where what anybody may read comes from now, and where therefore changes are to be heard of.
    pub fn heard(&self) -> Heard<'_> {
        match self.replica_read() {
            Some(replica) => Heard { db: &replica.watcher, side: Side::Replica },
            None => Heard { db: &self.reader, side: Side::Primary },
        }
    }
}

/// Where changes are heard of.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    pub db: &'a DatabaseConnection,
    pub side: Side,
}

/// Reads of a caller. Each statement looks anew where to go.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a> {
    primary: &'a DatabaseConnection,
    lane: Option<&'a Lane>,
    replica: Option<&'a Replica>,
}

#[async_trait]
impl ConnectionTrait for Reads<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.primary.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.primary.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.primary.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        if let Some(replica) = self.replica
            && let Some(outcome) = replica.one(statement.clone()).await
        {
            return outcome;
        }
        match self.lane {
            Some(lane) => lane.one(&statement).await,
            None => self.primary.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.primary.query_all_raw(statement).await
    }
}

//! Brings the schema to where this program needs it, or back.
//!
//! All steps run in one transaction: a fault leaves the schema as it was. SQLite's write lock, and on PostgreSQL an
//! advisory lock held by that transaction, let two processes do it at once: the second finds nothing left to do.

use std::collections::HashSet;

use migration::{Migrator, MigratorTrait, SchemaManager};
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, IntoDatabaseExecutor};

use super::{Database, Place, Replica, trouble};
use crate::error::{Error, Result};

/// Where the migrator notes what it applied.
const HISTORY: &str = "seaql_migrations";

/// One step of the schema's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    pub applied: bool,
}

/// Applies what is missing and names it, oldest first.
pub async fn up(db: &Database) -> Result<Vec<String>> {
    // Looking needs fewer rights than changing: a user who may not make tables can run on a current schema.
    if status(db).await?.iter().all(|step| step.applied) {
        return Ok(Vec::new());
    }
    let tx = lock(db).await?;
    let missing = names(steps(&db.place, &tx).await?, |step| !step.applied);
    let done = async {
        Migrator::up(&tx, None).await?;
        tx.commit().await
    };
    done.await.map_err(|cause| db.explain(cause))?;
    Ok(missing)
}

/// Undoes the latest steps, with the data in their tables, and names them, latest first. `None` undoes all.
pub async fn down(db: &Database, count: Option<u32>) -> Result<Vec<String>> {
    let tx = lock(db).await?;
    let mut applied = names(steps(&db.place, &tx).await?, |step| step.applied);
    applied.reverse();
    applied.truncate(count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX)));
    let done = async {
        Migrator::down(&tx, count).await?;
        tx.commit().await
    };
    done.await.map_err(|cause| db.explain(cause))?;
    Ok(applied)
}

/// Every step this program knows, oldest first. Changes nothing.
pub async fn status(db: &Database) -> Result<Vec<Step>> {
    steps(&db.place, &db.reader).await
}

/// The same of a copy of the database.
pub async fn status_of(replica: &Replica) -> Result<Vec<Step>> {
    steps(&replica.place, &replica.watcher).await
}

pub(super) async fn lock(db: &Database) -> Result<DatabaseTransaction> {
    let locked = async {
        let tx = db.begin().await?;
        if db.dialect == DbBackend::Postgres {
            // A step over much content, and the wait for another process that takes one, outlast any request.
            tx.execute_unprepared("set local statement_timeout = 0").await?;
            // Any number will do, as long as every version of this program uses the same.
            tx.execute_unprepared("select pg_advisory_xact_lock(7236271843)").await?;
        }
        Ok::<_, DbErr>(tx)
    };
    locked.await.map_err(|cause| db.explain(cause))
}

/// Refuses a schema with steps we do not know: it was made by a newer program.
async fn steps<'c>(place: &Place, connection: impl IntoDatabaseExecutor<'c>) -> Result<Vec<Step>> {
    let mut applied = applied(connection).await.map_err(|cause| trouble::explain(cause, place))?;
    let steps = Migrator::migrations()
        .iter()
        .map(|step| Step { name: step.name().to_owned(), applied: applied.remove(step.name()) })
        .collect();
    match applied.into_iter().max() {
        None => Ok(steps),
        Some(unknown) => Err(Error::Environment(format!(
            "the database {place} was made by a newer version of cities ({unknown} is unknown to this one): \
             run that version, or restore a backup from before the upgrade"
        ))),
    }
}

async fn applied<'c>(connection: impl IntoDatabaseExecutor<'c>) -> Result<HashSet<String>, DbErr> {
    let manager = SchemaManager::new(connection);
    if !manager.has_table(HISTORY).await? {
        return Ok(HashSet::new());
    }
    let query = Query::select().column("version").from(HISTORY).take();
    let rows = manager.get_connection().query_all(&query).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

fn names(steps: Vec<Step>, wanted: impl Fn(&Step) -> bool) -> Vec<String> {
    steps.into_iter().filter(|step| wanted(step)).map(|step| step.name).collect()
}

//! How many connections there are.

use sea_orm::{DatabaseConnection, DbBackend};

use super::Database;

/// The connections of one pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    pub open: u64,
    /// Of them, those that nobody uses.
    pub idle: u64,
}

impl Database {
    /// The pools by name. On a server one is for everything, unless a pooler stands before it.
    pub fn pools(&self) -> Vec<(&'static str, Pool)> {
        // What rests between two reads of anybody is used by nobody.
        let resting = self.lane.as_ref().map_or(0, |lane| lane.parked() as u64);
        let reader = |pool: Pool| Pool { idle: pool.idle + resting, ..pool };
        let mut pools = match self.dialect {
            DbBackend::Sqlite => {
                vec![("reader", reader(sqlite(&self.reader))), ("writer", sqlite(&self.writer))]
            }
            _ if self.opens_with.is_some() => {
                vec![("reader", server(&self.reader)), ("writer", server(&self.writer))]
            }
            _ => vec![("all", reader(server(&self.reader)))],
        };
        pools.extend(self.replica.as_ref().map(|replica| ("replica", server(&replica.reader))));
        pools
    }
}

fn sqlite(connection: &DatabaseConnection) -> Pool {
    let pool = connection.get_sqlite_connection_pool();
    Pool { open: pool.size().into(), idle: pool.num_idle() as u64 }
}

fn server(connection: &DatabaseConnection) -> Pool {
    let pool = connection.get_postgres_connection_pool();
    Pool { open: pool.size().into(), idle: pool.num_idle() as u64 }
}

//! A database with a copy on a hot standby, as `tests/run` starts a pair of servers for it.

use sea_orm::{ConnectionTrait, Database, Statement};
use url::Url;

use crate::database::{TestDatabase, database_on, execute, named, server};
use crate::node::missing;
use crate::wait::eventually;

impl TestDatabase {
    /// On a server that has a replica, without a schema; `None`, said aloud, where there is no such thing.
    pub async fn replicated() -> Option<Self> {
        server()?;
        let (Some(primary), Some(replica)) =
            (named("TEST_POSTGRES_REPLICATED_URL"), named("TEST_POSTGRES_REPLICA_URL"))
        else {
            missing("TEST_POSTGRES_REPLICATED_URL and TEST_POSTGRES_REPLICA_URL name no pair of servers");
            return None;
        };
        let mut database = Self::on_server(primary, "").await;
        database.replica = Some(replica);
        Some(database)
    }

    /// The copy of it on the replica.
    pub fn replica(&self) -> String {
        let (server, (_, name)) = self.replica.as_ref().zip(self.on_server.as_ref()).expect("it has one");
        database_on(server, name)
    }

    /// Tells the replica to take nothing from the primary any more, or to go on.
    pub async fn replay(&self, goes_on: bool) {
        let tell = if goes_on { "pg_wal_replay_resume()" } else { "pg_wal_replay_pause()" };
        let replica = Url::parse(&self.replica()).expect("a URL");
        execute(&replica, &format!("select {tell}")).await;
        let state = if goes_on { "not paused" } else { "paused" };
        let db = Database::connect(replica.as_str()).await.expect("the replica can be reached");
        eventually(async || {
            let asked = format!("select pg_get_wal_replay_pause_state() = '{state}'");
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), asked)).await;
            row.expect("it can be read").expect("one row").try_get_by_index(0).expect("a yes or no")
        })
        .await;
        db.close().await.expect("it can be closed");
    }
}

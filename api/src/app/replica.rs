//! Whether the replica may be read: it is a copy of this database, has the schema of this program, and keeps up.

use std::time::{Duration, Instant as Moment};

use entity::outbox;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};
use tokio::time::timeout;

use super::App;
use crate::error::{Error, Result};
use crate::platform::database::{Replica, migrate};

/// So far behind it tells people what is long over.
const BEHIND: Duration = Duration::from_secs(30);
/// After so long without an answer a database is gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a replica is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has whatever the primary had a moment ago.
    Current,
    /// It has not, for less time than matters.
    Behind,
    /// It has not, for longer.
    Lost,
}

/// What was seen of it so far.
#[derive(Debug, Default)]
pub struct Watch {
    /// The row of the outbox that it is to have next, and since when.
    awaited: Option<(i64, Moment)>,
}

impl Watch {
    /// Looks at both. `None` where the primary does not tell: then the replica is as good as it was.
    pub async fn look(&mut self, app: &App, replica: &Replica) -> Result<Option<State>> {
        let Some(here) = told(newest(&app.db.reader)).await else { return Ok(None) };
        let there = timeout(PATIENCE, found(replica)).await.unwrap_or_else(|_| Err(silent(replica)))?;
        if let Some(there) = &there {
            let same = told(outbox::Entity::find_by_id(there.seq).one(&app.db.reader)).await;
            let Some(same) = same else { return Ok(None) };
            if same.is_none_or(|same| (same.unit, same.at) != (there.unit, there.at)) {
                return Err(Error::Environment(format!(
                    "{} is no copy of {}: name its replica with database-read-url",
                    replica.place, app.db.place
                )));
            }
        }
        let [here, there] = [here, there].map(|row| row.map(|row| row.seq));
        Ok(Some(self.state(here, there, Moment::now())))
    }

    fn state(&mut self, here: Option<i64>, there: Option<i64>, now: Moment) -> State {
        let (seq, since) = match (self.awaited, here) {
            (Some(awaited), _) => awaited,
            (None, Some(seq)) => (seq, now),
            (None, None) => return State::Current,
        };
        self.awaited = there.is_none_or(|there| there < seq).then_some((seq, since));
        match self.awaited {
            None => State::Current,
            Some(_) if now.saturating_duration_since(since) < BEHIND => State::Behind,
            Some(_) => State::Lost,
        }
    }
}

/// What the primary says, if it does.
async fn told<T>(asked: impl Future<Output = Result<T, DbErr>>) -> Option<T> {
    timeout(PATIENCE, asked).await.ok()?.ok()
}

/// The newest that the replica has, where it can be read at all.
async fn found(replica: &Replica) -> Result<Option<outbox::Model>> {
    if !replica.is_read() && migrate::status_of(replica).await?.iter().any(|step| !step.applied) {
        return Err(Error::Environment(format!(
            "the replica {} has an older schema: it is read once it has that of the primary",
            replica.place
        )));
    }
    newest(&replica.watcher).await.map_err(|cause| replica.explain(cause))
}

fn silent(replica: &Replica) -> Error {
    Error::Environment(format!("the replica {} gave no answer in {PATIENCE:?}", replica.place))
}

async fn newest(db: &DatabaseConnection) -> Result<Option<outbox::Model>, DbErr> {
    outbox::Entity::find().order_by_desc(outbox::Column::Seq).limit(1).one(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replica_is_lost_once_it_lacks_for_long_what_the_primary_had() {
        let (mut watch, start) = (Watch::default(), Moment::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(watch.state(None, None, start), State::Current, "there is nothing to have");
        assert_eq!(watch.state(Some(7), Some(7), start), State::Current);
        assert_eq!(watch.state(Some(9), Some(8), after(1)), State::Behind);
        // What is committed meanwhile is no reason to wait anew, nor longer.
        assert_eq!(watch.state(Some(12), Some(8), after(20)), State::Behind);
        assert_eq!(watch.state(Some(14), Some(8), after(31)), State::Lost);
        assert_eq!(watch.state(Some(14), Some(11), after(32)), State::Current, "it has the ninth");
        assert_eq!(watch.state(Some(14), Some(11), after(33)), State::Behind, "now for the fourteenth");
        assert_eq!(watch.state(Some(15), None, after(90)), State::Lost);
    }
}

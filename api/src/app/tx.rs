//! The unit of work: everything in it happens at one instant, wholly or not at all.

use entity::instant::Instant;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use uuid::Uuid;

use super::App;
use super::listing::{self, Mended, Touched};
use super::record;
use crate::domain::change::{Author, Change, Verb};
use crate::error::{Error, Result};

/// The advisory lock of everybody who changes content: "content" in ASCII.
const CONTENT_LOCK: i64 = 0x0063_6f6e_7465_6e74;

/// Between `begin` and `save` everything is read and written through `db`; never through `app.db`, which on SQLite
/// would wait for this very transaction.
#[must_use = "dropping it undoes everything"]
pub struct Tx<'a> {
    pub app: &'a App,
    pub db: DatabaseTransaction,
    /// Who does all this.
    pub author: Author,
    /// What its saves are called, unless that is plain.
    pub verb: Option<Verb>,
    /// Why they are made, where the public is told.
    pub reason: Option<String>,
    /// What the derived lists must be mended for.
    pub touched: Touched,
    /// What is done, in order: it goes into the outbox and into the audit log.
    pub changes: Vec<Change>,
    /// Whether a mail was written.
    pub has_mail: bool,
    /// By which its rows of the outbox are told from those of others.
    pub unit: i64,
    now: Instant,
    holds_content: bool,
}

impl App {
    /// Opens a unit of work of the system itself; dropping it unsaved undoes everything.
    pub async fn begin(&self) -> Result<Tx<'_>> {
        self.begin_for(Author::system()).await
    }

    /// The same of somebody else.
    pub async fn begin_for(&self, author: Author) -> Result<Tx<'_>> {
        let db = self.db.begin().await.map_err(|cause| self.db.explain(cause))?;
        // Only now: on SQLite this is where one writer waits for another.
        let (touched, changes) = (Touched::default(), Vec::new());
        let now = self.clock.now();
        Ok(Tx {
            app: self,
            db,
            author,
            verb: None,
            reason: None,
            touched,
            changes,
            has_mail: false,
            // The random half: whoever takes another's unit for its own misses a change.
            unit: (Uuid::now_v7().as_u64_pair().1 >> 1).cast_signed(),
            now,
            holds_content: false,
        })
    }

    /// Everything as it is now, for as long as it is read; it holds up no writer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction> {
        self.db.snapshot().await.map_err(|cause| self.db.explain(cause))
    }
}

impl Tx<'_> {
    /// The instant of everything in this unit of work.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// From here on nobody else changes content until this ends: what is read stays true, and the derived lists are
    /// mended from all that was saved before. One writer at a time, as SQLite has it anyway; readers wait for nobody.
    pub async fn hold_content(&mut self) -> Result<()> {
        if self.app.db.dialect == DbBackend::Postgres && !self.holds_content {
            self.db.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({CONTENT_LOCK})")).await?;
            self.holds_content = true;
            // Whoever waited for the lock writes after the one it waited for.
            self.now = self.now.max(self.app.clock.now());
        }
        Ok(())
    }

    /// Makes it so, and with it the derived lists, the outbox and the audit log.
    pub async fn save(self) -> Result<()> {
        let Mended { mut stale, mut writes } = listing::refresh(&self.db, &self.touched).await?;
        record::write(&self, &mut writes, &stale).await?;
        writes.send(&self.db).await?;
        if let Some(attempt) = &self.app.attempt {
            attempt.act(&self.db).await?;
        }
        self.db.commit().await.map_err(|cause| self.app.db.explain(Error::from(cause)))?;
        self.changes.iter().for_each(|change| stale.change(change));
        // Whoever is gone by now, or never heard of the commit, leaves it to the tail. So does who has a replica: what is
        // read there is stale only once it has this.
        if !stale.is_empty() && self.app.db.replica_read().is_none() {
            self.app.freshness.apply_own(self.unit, &stale);
        }
        if self.has_mail {
            self.app.mail_bell.notify_one();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use entity::id::TopicId;
    use entity::topic;
    use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};

    use super::*;
    use crate::app::Settings;

    async fn write(tx: &Tx<'_>) {
        let row = topic::ActiveModel {
            id: Set(TopicId::new(tx.now())),
            slug: Set("news".into()),
            external_ref: Set(None),
            locale: Set("en".into()),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            version: Set(1),
        };
        topic::Entity::insert(row).exec(&tx.db).await.unwrap();
    }

    #[tokio::test]
    async fn saved_work_stays_and_dropped_work_never_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cities.db");
        let app = App::open(Settings::new(format!("sqlite:{}", file.display()))).await.unwrap();

        let tx = app.begin().await.unwrap();
        write(&tx).await;
        drop(tx);
        assert_eq!(topic::Entity::find().count(&app.db.reader).await.unwrap(), 0);

        let tx = app.begin().await.unwrap();
        write(&tx).await;
        tx.save().await.unwrap();
        assert_eq!(topic::Entity::find().count(&app.db.reader).await.unwrap(), 1);
    }
}

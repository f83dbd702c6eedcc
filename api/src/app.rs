//! `App`: the running parts, built once and passed as `&App`.

mod attempt;
pub mod bulk;
mod doctor;
mod forms;
pub mod freshness;
pub mod ids;
pub mod job;
pub mod listing;
pub mod number;
pub mod record;
mod renderings;
pub mod replica;
mod taken;
mod tx;
pub mod word;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use crate::config::Intake;
use crate::error::{Error, Result};
use crate::platform::attempts::Attempts;
use crate::platform::blob::{BlobStore, PieceStore};
use crate::platform::clock::Clock;
use crate::platform::database::{self, Database, Statements, migrate};
use crate::platform::errands::Errands;
use crate::platform::keyring::Keyring;
use crate::platform::mail::Mailer;
use crate::platform::oidc::Provider;
use crate::platform::password::Passwords;
use crate::platform::recent::Recent;

pub use attempt::Attempt;
pub use doctor::Findings;
pub use forms::Forms;
use freshness::{Freshness, Stale};
pub use taken::Taken;
pub use tx::Tx;

/// Exports that are made at once on a node.
const EXPORTS: usize = 4;

/// The running parts. Clones share them.
#[derive(Clone, Debug)]
pub struct App {
    pub db: Database,
    pub blobs: BlobStore,
    /// Files of submissions.
    pub attachments: PieceStore,
    pub clock: Clock,
    pub passwords: Passwords,
    /// Of signing in.
    pub attempts: Attempts,
    /// Of a request that must act once: everything saved through this `App` is part of it.
    attempt: Option<Attempt>,
    /// API tokens whose use was written down lately.
    pub used_tokens: Recent,
    keyring: Option<Arc<Keyring>>,
    /// Whose tokens are taken beside our own.
    pub provider: Option<Arc<Provider>>,
    /// `None`: no mail is sent.
    pub mailer: Option<Arc<Mailer>>,
    /// The bounds of what is sent in.
    pub intake: Intake,
    /// How much each call has.
    pub taken: Taken,
    /// Forms of calls.
    pub forms: Forms,
    /// Exports of what people told in confidence, which are under way: few at once.
    pub exports: Arc<Semaphore>,
    /// Rings when a mail was written.
    pub mail_bell: Arc<Notify>,
    /// Rings when bytes of an attachment are to go.
    pub removal_bell: Arc<Notify>,
    /// What is done after the answer.
    pub errands: Errands,
    /// What changed since something was read.
    pub freshness: Freshness,
    /// Statements that were sent for requests.
    pub statements: Arc<Statements>,
}

/// What an [`App`] is built from.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub database: String,
    pub options: database::Options,
    /// The folder of uploaded files; `None` puts it beside a SQLite file, or in the working directory.
    pub assets: Option<PathBuf>,
    /// The folder of what is sent in with submissions; `None` puts it there, too.
    pub attachments: Option<PathBuf>,
    pub clock: Clock,
    /// For commands that sign or encrypt.
    pub keyring: Option<Arc<Keyring>>,
    pub provider: Option<Arc<Provider>>,
    pub mailer: Option<Arc<Mailer>>,
    pub attempts: Attempts,
    pub intake: Intake,
}

impl Settings {
    /// The usual settings for a database.
    pub fn new(database: impl Into<String>) -> Self {
        let options = database::Options::default();
        Self {
            database: database.into(),
            options,
            assets: None,
            attachments: None,
            clock: Clock::system(),
            keyring: None,
            provider: None,
            mailer: None,
            attempts: Attempts::counted(),
            intake: Intake::default(),
        }
    }
}

impl App {
    /// Opens the database, brings its schema up to date and builds everything that runs on it.
    pub async fn open(settings: Settings) -> Result<Self> {
        let db = database::connect(&settings.database, &settings.options).await?;
        migrate::up(&db).await?;
        let assets = settings.assets.unwrap_or_else(|| db.place.default_assets());
        let attachments = settings.attachments.unwrap_or_else(|| db.place.default_attachments());
        let passwords = Passwords::default();
        let app = Self {
            db,
            blobs: BlobStore::local(assets),
            attachments: PieceStore::local(attachments),
            clock: settings.clock,
            passwords,
            keyring: settings.keyring,
            provider: settings.provider,
            mailer: settings.mailer,
            intake: settings.intake,
            taken: Taken::default(),
            forms: Forms::default(),
            exports: Arc::new(Semaphore::new(EXPORTS)),
            mail_bell: Arc::default(),
            removal_bell: Arc::default(),
            errands: Errands::start(),
            attempts: settings.attempts,
            used_tokens: Recent::default(),
            attempt: None,
            freshness: Freshness::default(),
            statements: Arc::default(),
        };
        app.fill_lists().await?;
        Ok(app)
    }

    /// Steps of the schema make the lists anew, and empty: they are filled before anybody reads them.
    async fn fill_lists(&self) -> Result<()> {
        if listing::are_filled(&self.db.reader).await? {
            return Ok(());
        }
        tracing::info!("the lists are empty and the content is not: writing them anew");
        let mut tx = self.begin().await?;
        tx.hold_content().await?;
        listing::rebuild(&tx.db).await?;
        tx.touched.stale = Stale::all();
        tx.save().await
    }

    /// Counts statements from here on, of this `App` and what is made of it.
    pub fn count_statements(&mut self) {
        for connection in [&mut self.db.reader, &mut self.db.writer] {
            database::count(connection, &self.statements);
        }
        if let Some(lane) = &mut self.db.lane {
            database::count(lane, &self.statements);
        }
        if let Some(replica) = &mut self.db.replica {
            database::count(&mut replica.reader, &self.statements);
        }
    }

    /// What signs and encrypts; an error in a command that has no use for it.
    pub fn keyring(&self) -> Result<&Keyring> {
        let none = || Error::Environment("this command has no secret to sign with".into());
        self.keyring.as_deref().ok_or_else(none)
    }
}

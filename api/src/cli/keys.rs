//! `cities keys`: what signs access tokens and receipts.

use clap::Subcommand;

use super::Failure;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::platform::{database, log};
use crate::service::key::{self, Begin};

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Add a key that signs in five minutes, when all who verify know it; the one before verifies until its last tokens
    /// have expired
    Rotate {
        /// Sign with it at once, and believe nothing that the others signed, receipts included: for keys that leaked
        #[arg(long)]
        now: bool,
    },
}

/// Prints the id of the new key.
pub async fn run(command: Command, settings: StoreSettings) -> Result<(), Failure> {
    let Command::Rotate { now } = command;
    let begin = if now { Begin::Now } else { Begin::Published };
    let config = Config::read(settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    settings.options.create = false;
    // Before a secret is made for it: its name may be mistyped.
    database::connect(&settings.database, &settings.options).await?.close().await;
    settings.keyring = Some(super::keyring(&config)?);
    let app = App::open(settings).await?;
    let rotated = key::rotate(&app, begin).await;
    app.db.clone().close().await;
    super::say(rotated.map_err(|error| app.db.explain(error))?)
}

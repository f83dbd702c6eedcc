//! `cities keys`: what signs access tokens.

use clap::Subcommand;

use super::Failure;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::platform::log;
use crate::service::key;

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Add a key that signs from now on; the one before verifies until its last tokens have expired
    Rotate,
}

/// Prints the id of the new key.
pub async fn run(command: Command, settings: StoreSettings) -> Result<(), Failure> {
    let Command::Rotate = command;
    let config = Config::read(settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    settings.options.create = false;
    settings.keyring = Some(super::keyring(&config)?);
    let app = App::open(settings).await?;
    let rotated = key::rotate(&app).await;
    app.db.clone().close().await;
    super::say(rotated.map_err(|error| app.db.explain(error))?)
}

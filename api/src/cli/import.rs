//! `cities import DIR`: saves the content of a bundle, all of it or nothing.

use std::path::PathBuf;
use std::sync::Arc;

use super::Failure;
use super::progress::Progress;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::error::Error;
use crate::exchange::bundle::{self, Refusal, Source};
use crate::platform::log;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of the bundle
    folder: PathBuf,
    #[command(flatten)]
    settings: StoreSettings,
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let config = Config::read(args.settings)?;
    log::start(&config.log);
    let app = App::open(super::app_settings(&config)?).await?;
    let source = Source::Folder(args.folder);
    let imported = bundle::import(&app, &source, Arc::new(Progress::default())).await;
    if imported.is_ok()
        && let Err(error) = counted(&app).await
    {
        tracing::warn!(%error, "what was imported was not counted: a server does it within the hour");
    }
    // SQLite folds its log into the file: it can be copied when we are done.
    app.db.clone().close().await;
    let imported = imported.map_err(|refusal| match refusal {
        Refusal::Bundle(report) => Failure::Failed(report.to_string()),
        Refusal::Other(error) => app.db.explain(error).into(),
    })?;
    super::say(imported)
}

/// What plans depend on, since much of it is new.
async fn counted(app: &App) -> Result<(), Error> {
    app.db.count().await?;
    app.count_lists().await
}

//! `cities export DIR`: writes all content as a bundle.

use std::path::PathBuf;
use std::sync::Arc;

use super::Failure;
use super::progress::Progress;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::exchange::bundle;
use crate::platform::log;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder that is not there yet, is empty, or is a bundle, which is replaced
    folder: PathBuf,
    #[command(flatten)]
    settings: StoreSettings,
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let config = Config::read(args.settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    // A mistyped name must not end in a bundle of nothing.
    settings.options.create = false;
    let app = App::open(settings).await?;
    let exported = bundle::export(&app, &args.folder, Arc::new(Progress::default())).await;
    app.db.clone().close().await;
    super::say(exported.map_err(|error| app.db.explain(error))?)
}

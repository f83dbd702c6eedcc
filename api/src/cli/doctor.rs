//! `cities doctor`: whether what is stored is whole.

use super::Failure;
use crate::app::{App, Findings};
use crate::config::{Config, StoreSettings};
use crate::error::Result;
use crate::platform::log;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write the derived lists anew if they differ from the content, and HTML that was made by an older rule; try mails
    /// again that were given up
    #[arg(long)]
    mend: bool,
    #[command(flatten)]
    settings: StoreSettings,
}

pub async fn run(args: Args) -> Result<(), Failure> {
    let config = Config::read(args.settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    // A mistyped name must not be found in order because it is new and empty.
    settings.options.create = false;
    let app = App::open(settings).await?;
    let outcome = examine(&app, args.mend).await;
    app.db.clone().close().await;
    let findings = outcome.map_err(|error| app.db.explain(error))?;
    super::say(findings.to_string().trim_end())?;
    if findings.is_healthy() { Ok(()) } else { Err(Failure::Failed("not all is in order".into())) }
}

/// What is not as it should be, once what can be mended is.
async fn examine(app: &App, mend: bool) -> Result<Findings> {
    let findings = app.examine().await?;
    if !mend || !findings.is_mendable() {
        return Ok(findings);
    }
    app.mend().await?;
    eprintln!("what can be mended was mended");
    app.examine().await
}

//! `cities audit`: who did what, for other programs to keep and to search.

use std::io::{BufWriter, stdout};

use entity::instant::Instant;

use super::Failure;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::exchange::audit;
use crate::kit::time;
use crate::platform::log;
use crate::query::audit_event::Filter;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// From this instant on, such as 2021-04-30T00:00:00Z
    #[arg(long, value_parser = instant)]
    since: Option<Instant>,
    /// Before this instant
    #[arg(long, value_parser = instant)]
    until: Option<Instant>,
    #[command(flatten)]
    settings: StoreSettings,
}

pub async fn run(args: Args) -> Result<(), Failure> {
    if let (Some(since), Some(until)) = (args.since, args.until)
        && until <= since
    {
        return Err(Failure::Usage(
            "--until must be later than --since: there is nothing between them".into(),
        ));
    }
    let config = Config::read(args.settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    settings.options.create = false;
    let app = App::open(settings).await?;
    let filter = Filter { since: args.since, until: args.until, ..Filter::default() };
    let written = audit::export(&app, &filter, &mut BufWriter::new(stdout().lock())).await;
    app.db.clone().close().await;
    Ok(written.map_err(|error| app.db.explain(error))?)
}

fn instant(text: &str) -> Result<Instant, &'static str> {
    time::parse_rfc3339(text)
        .map(Instant)
        .ok_or("give an instant with its zone, such as 2021-04-30T00:00:00Z")
}

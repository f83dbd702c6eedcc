//! `cities serve`: answers requests until told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::signals::Signals;
use super::{Failure, rehearsal};
use crate::app::App;
use crate::config::{Config, ServerSettings};
use crate::error::Error;
use crate::http::{self, Pages};
use crate::platform::log;
use crate::service::key;
use crate::worker::Workers;

pub async fn run(settings: ServerSettings) -> Result<(), Failure> {
    let config = Config::read(settings)?;
    log::start(&config.log);
    let app = App::open(super::server_settings(&config)?).await?;
    key::open(&app).await?;
    serve(app, &config, Pages::Usual, |_| ()).await
}

/// Answers with an application that is ready, until told to stop; `tell` is given the address once it answers.
pub async fn serve(
    mut app: App,
    config: &Config,
    pages: Pages,
    tell: impl FnOnce(&str),
) -> Result<(), Failure> {
    // What they do by themselves is no statement of any request.
    let workers = Workers::start(&app);
    app.count_statements();
    rehearsal::record(&mut app)?;
    rehearsal::count_looks(&app);
    let (listener, address) = listen(config.http.listen).await?;
    let base_url = config.http.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let (clock, db, errands) = (app.clock.clone(), app.db.clone(), app.errands.clone());
    let router = http::router(Arc::new(app), config, &base_url, pages).map_err(|error| match error {
        Error::Invalid { .. } => Failure::Usage(format!("setting {error}")),
        error => error.into(),
    })?;
    let router = rehearsal::follow_clock(clock, router);
    // From here on a signal stops the server in order; whoever reads the line may send one at once.
    let stop = told_to_stop()?;
    announce(address);
    tell(&base_url);
    http::server::serve(listener, router, &config.http, stop).await;
    errands.finish(config.http.shutdown_grace).await;
    workers.stop(config.http.shutdown_grace).await;
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error| {
        Failure::Failed(format!(
            "cannot listen on {address}: {error}; choose another with --listen, or port 0 for any free one"
        ))
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// The one line on stdout, for people and for whoever started us.
fn announce(address: SocketAddr) {
    let mut out = std::io::stdout().lock();
    // Nobody may be reading; that is no reason not to serve.
    let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
}

/// Resolves at the first Ctrl-C or SIGTERM; the second ends the process at once.
fn told_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    let mut signals = Signals::watch()?;
    Ok(async move {
        signals.next().await;
        tracing::info!("told to stop; finishing what is in flight");
        tokio::spawn(async move {
            signals.next().await;
            std::process::exit(130);
        });
    })
}

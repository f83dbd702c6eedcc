//! Alive, and ready: what a load balancer and an operator ask.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::app::App;
use crate::error::Result;
use crate::platform::database::migrate;

/// How long a part may take to answer before it counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long an answer is good for: asking often must not cost the database.
const FRESH: Duration = Duration::from_secs(1);

/// Whether this process is alive, by either name, and whether it is ready.
const PATHS: [&str; 3] = ["/livez", "/healthz", "/readyz"];

/// Whether whoever looks after this process asks.
pub fn is_probe(path: &str) -> bool {
    PATHS.contains(&path)
}

pub fn router(app: Arc<App>) -> Router {
    let probe = Arc::new(Probe { app, last: Mutex::default() });
    let alive = || std::future::ready(no_store("ok\n"));
    let ready = get(async |State(probe): State<Arc<Probe>>| probe.report().await);
    let [livez, healthz, readyz] = PATHS;
    Router::new().route(livez, get(alive)).route(healthz, get(alive)).route(readyz, ready).with_state(probe)
}

struct Probe {
    app: Arc<App>,
    last: Mutex<Option<(Instant, Report)>>,
}

/// One word a part: `ok`, or what is wrong, in words that tell nothing of our internals.
#[derive(Clone, Copy, Debug, Serialize)]
struct Report {
    database: &'static str,
    schema: &'static str,
    files: &'static str,
    /// Where there is one. Without it the primary does its work.
    #[serde(skip_serializing_if = "Option::is_none")]
    replica: Option<&'static str>,
}

impl Probe {
    /// At most one look at a time, whoever asks.
    async fn report(&self) -> Response {
        let mut last = self.last.lock().await;
        let fresh = last.filter(|(at, _)| at.elapsed() < FRESH);
        let report = match fresh {
            Some((_, report)) => report,
            None => self.look().await,
        };
        *last = fresh.or(Some((Instant::now(), report)));
        let status = if report.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        (status, no_store(Json(report))).into_response()
    }

    async fn look(&self) -> Report {
        let steps = within("database", migrate::status(&self.app.db)).await;
        let files = within("files", self.app.blobs.check()).await;
        Report {
            database: if steps.is_some() { "ok" } else { "does not answer" },
            schema: match steps {
                Some(steps) if steps.iter().all(|step| step.applied) => "ok",
                Some(_) => "is older than this program: run `cities migrate up`",
                None => "unknown",
            },
            files: if files.is_some() { "ok" } else { "cannot be written" },
            replica: self
                .app
                .db
                .replica
                .as_ref()
                .map(|replica| if replica.is_read() { "ok" } else { "is not read: the log tells why" }),
        }
    }
}

impl Report {
    fn is_ready(self) -> bool {
        [self.database, self.schema, self.files] == ["ok"; 3]
    }
}

async fn within<T>(part: &str, look: impl Future<Output = Result<T>>) -> Option<T> {
    match timeout(PATIENCE, look).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(error)) => {
            tracing::error!(part, %error, "not ready");
            None
        }
        Err(_) => {
            tracing::error!(part, "not ready: no answer in {PATIENCE:?}");
            None
        }
    }
}

fn no_store(body: impl IntoResponse) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], body)
}

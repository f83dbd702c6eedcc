//! The bytes of a request go where files lie.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header;
use axum::http::request::Parts;
use entity::submission_attachment::Model;
use tokio::time::timeout;

use super::Door;
use super::refused::problem;
use crate::app::App;
use crate::domain::attachment::BYTES;
use crate::http::middleware::body::Pace;
use crate::http::problem::Problem;
use crate::http::server::Activity;
use crate::service::submission::Arrival;
use crate::service::submission::attachment::Receiving;

/// Takes what the body brings, unless it was refused already. It goes on without us when the client hangs up: what came
/// in until then is kept.
pub async fn received(
    door: &Door,
    arrival: Arrival,
    upload: Result<(Model, u64), Problem>,
    (parts, mut body): (Parts, Body),
) -> Result<Model, Problem> {
    let asks_first = parts.headers.contains_key(header::EXPECT);
    let upload = upload.and_then(|(row, offset)| {
        let permit = Arc::clone(&door.permits).try_acquire_owned().map_err(|_| busy())?;
        Ok((permit, Receiving::open(&door.app, arrival, row, offset).map_err(problem)?))
    });
    let waiting = parts.extensions.get::<Arc<Activity>>().map(Activity::receive);
    let (app, patience) = (Arc::clone(&door.app), door.patience);
    let work = tokio::spawn(async move {
        let _waiting = waiting;
        let outcome = match upload {
            Ok((permit, upload)) => {
                let outcome = Box::pin(take(&app, upload, &mut body, patience)).await;
                drop(permit);
                outcome
            }
            Err(wrong) => Err(wrong),
        };
        if outcome.is_err() && !asks_first {
            drain(&mut body, patience).await;
        }
        outcome
    });
    work.await.unwrap_or_else(|_| Err(Problem::internal()))
}

async fn take(
    app: &App,
    mut upload: Receiving,
    body: &mut Body,
    patience: Duration,
) -> Result<Model, Problem> {
    let _seat = upload.seat(app).map_err(problem)?;
    let mut pace = Pace::new(patience);
    let outcome = loop {
        match pace.next(body).await {
            Ok(Some(bytes)) => upload.take(bytes).await.map_err(problem)?,
            Ok(None) => break Ok(()),
            Err(broke_off) => break Err(broke_off),
        }
    };
    let row = upload.finish().await.map_err(problem)?;
    outcome.map(|()| row)
}

/// An honest client sends all it has before it reads why that was refused; nobody is waited for as long as that takes.
async fn drain(body: &mut Body, patience: Duration) {
    let all = async {
        let (mut pace, mut left) = (Pace::new(patience), BYTES);
        while let Ok(Some(bytes)) = pace.next(body).await {
            left = left.saturating_sub(bytes.len() as u64);
            if left == 0 {
                return;
            }
        }
    };
    // Past that it is cut off.
    let _ = timeout(patience, all).await;
}

fn busy() -> Problem {
    let detail = "many files are being received at the moment: try again in some seconds";
    Problem::busy(detail)
}

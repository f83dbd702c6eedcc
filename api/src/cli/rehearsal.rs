//! What only tests set: a clock that stands still, a record of every statement, and a count of looks at the outbox.
//!
//! Both hang on environment variables that no setting, file or flag can reach, and all are told in the log.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use entity::instant::Instant;
use serde_json::json;

use super::Failure;
use crate::app::App;
use crate::platform::clock::Clock;
use crate::platform::database::{self, Sends, Statements};

/// Names a file that holds the time in Unix milliseconds; read again at every request.
const CLOCK: &str = "CITIES_TEST_CLOCK";
/// Names a file that gets a line of JSON for every statement.
const STATEMENTS: &str = "CITIES_TEST_STATEMENTS";

/// Names a file that gets the number of looks at what others changed.
const LOOKS: &str = "CITIES_TEST_LOOKS";

/// The machine's clock, or the one of the test.
pub fn clock() -> Result<Clock, Failure> {
    let Some(path) = named_by(CLOCK) else { return Ok(Clock::system()) };
    tracing::warn!(path = %path.display(), "{CLOCK} is set: time is what that file says");
    let now =
        read(&path).ok_or_else(|| Failure::Usage(format!("{CLOCK}: {} holds no time", path.display())))?;
    Ok(Clock::fixed(now))
}

/// Records every statement from here on, if a test asked for it.
pub fn record(app: &mut App) -> Result<(), Failure> {
    let Some(path) = named_by(STATEMENTS) else { return Ok(()) };
    tracing::warn!(path = %path.display(), "{STATEMENTS} is set: every statement is recorded there");
    let statements = app.statements.clone();
    record_on(&mut app.db.reader, &statements, &path)?;
    if let Some(lane) = &mut app.db.lane {
        record_on(lane, &statements, &path)?;
    }
    record_on(&mut app.db.writer, &statements, &path)
}

/// Counts looks at the outbox from here on, if a test waits for them.
pub fn count_looks(app: &App) {
    let Some(path) = named_by(LOOKS) else { return };
    tracing::warn!(path = %path.display(), "{LOOKS} is set: looks at the outbox are counted there");
    let (mut looks, next) = (app.freshness.looks(), path.with_extension("next"));
    tokio::spawn(async move {
        while looks.changed().await.is_ok() {
            let count = looks.borrow_and_update().to_string();
            // Renamed, so that nobody reads half a number. The test may be over, and its folder gone.
            let _ = std::fs::write(&next, count).and_then(|()| std::fs::rename(&next, &path));
        }
    });
}

/// Reads the time again before each request, if a test holds the clock.
pub fn follow_clock(clock: Clock, router: Router) -> Router {
    let Some(path) = named_by(CLOCK) else { return router };
    router.layer(from_fn(move |request: Request, next: Next| {
        if let Some(now) = read(&path) {
            clock.move_to(now);
        }
        next.run(request)
    }))
}

fn named_by(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

fn read(path: &Path) -> Option<Instant> {
    std::fs::read_to_string(path).ok()?.trim().parse().ok().map(Instant)
}

fn record_on(sends: &mut dyn Sends, statements: &Arc<Statements>, path: &Path) -> Result<(), Failure> {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    let file =
        opened.map_err(|error| Failure::Usage(format!("{STATEMENTS}: {}: {error}", path.display())))?;
    let file: Mutex<File> = file.into();
    database::listen(sends, statements, move |sql, values| {
        // Written in one go: two connections may write at once.
        let line = format!("{}\n", json!({ "sql": sql, "values": values }));
        let mut file = file.lock().expect("nothing panics while holding it");
        file.write_all(line.as_bytes()).expect("the test's own file can be written");
    });
    Ok(())
}

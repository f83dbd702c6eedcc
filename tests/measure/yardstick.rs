//! What SQLite alone takes for a change of as many pages as the dearest mutations have: how fast the machine is just now.

use std::error::Error;

use harness::load::Probe;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::Done;

/// Pages that each change has, each of another scope.
pub const PAGES: u32 = 130;
/// Rows of each scope: some pages of them.
const ROWS: u32 = 500;
/// Changes that are measured: as the time of a process is told in hundredths of a second, many.
const CHANGES: u32 = 200;

/// Milliseconds of CPU of one change.
pub async fn measure() -> Result<f64, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("yardstick.db");
    let mut options = ConnectOptions::new(format!("sqlite:{}?mode=rwc", file.display()));
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;
    fill(&db).await?;
    let this = Probe { process: std::process::id(), postgres: None };
    let before = this.cpu().await?;
    for change in 0..CHANGES / 2 {
        let at = change * (ROWS / CHANGES);
        db.execute_unprepared(&format!("INSERT INTO place SELECT n, {at}, 'new' FROM scope")).await?;
        db.execute_unprepared(&format!(
            "DELETE FROM place WHERE scope IN (SELECT n FROM scope) AND at = {at} AND item = 'new'"
        ))
        .await?;
    }
    let spent = this.cpu().await?.since(before).server_millis() / f64::from(CHANGES);
    db.close().await?;
    Ok(spent)
}

/// As the program opens and fills its lists.
async fn fill(db: &DatabaseConnection) -> Done {
    let numbers = |name: &str, many: u32| {
        format!("WITH RECURSIVE {name}(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM {name} WHERE n < {many})")
    };
    let scopes = numbers("s", PAGES);
    let rows = numbers("r", ROWS);
    for sql in [
        "PRAGMA journal_mode = wal",
        "PRAGMA synchronous = full",
        "PRAGMA cache_size = -16000",
        "CREATE TABLE scope (n INTEGER PRIMARY KEY)",
        "CREATE TABLE place (scope, at, item, PRIMARY KEY (scope, at, item)) WITHOUT ROWID",
        &format!("INSERT INTO scope {scopes} SELECT n FROM s"),
        &format!("INSERT INTO place {rows} SELECT s.n, r.n, 'an item of this list' FROM scope s, r"),
    ] {
        db.execute_unprepared(sql).await?;
    }
    Ok(())
}

//! The limit of the database: the page of a cluster as one statement written by hand, and its text as the answer.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use harness::Value;
use sea_orm::sqlx::{self, PgPool, SqlitePool};

use super::{postgres, sqlite};
use crate::Done;

/// As many connections as the server holds by default.
pub const CONNECTIONS: u32 = 8;

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Answers every request with the page of the cluster that its variables name.
pub async fn serve(url: &str) -> Done {
    let pool = match url.strip_prefix("sqlite:") {
        Some(file) => Pool::Sqlite(sqlite::pool(file).await?),
        None => Pool::Postgres(postgres::pool(url).await?),
    };
    super::serve(Router::new().fallback(answer).with_state(Arc::new(pool))).await
}

async fn answer(State(pool): State<Arc<Pool>>, asked: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&asked).unwrap_or_default();
    let slug = asked["variables"]["slug"].as_str().unwrap_or_default();
    match pool.read(slug).await {
        Ok(page) => ([(header::CONTENT_TYPE, "application/json")], page).into_response(),
        Err(cause) => (StatusCode::INTERNAL_SERVER_ERROR, cause.to_string()).into_response(),
    }
}

impl Pool {
    async fn read(&self, slug: &str) -> Result<String, sqlx::Error> {
        match self {
            Self::Sqlite(pool) => {
                sqlx::query_scalar(sqlite::PAGE).bind(slug).bind(now()).fetch_one(pool).await
            }
            Self::Postgres(pool) => {
                sqlx::query_scalar(postgres::PAGE).bind(slug).bind(now()).fetch_one(pool).await
            }
        }
    }
}

/// In Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "there is no clock to hold still here")]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

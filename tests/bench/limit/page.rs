//! The limit of the database: the page of a cluster as one statement written by hand, and its text as the answer.

use std::error::Error;
use std::path::Path;
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

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// What is read by, and with what.
enum Read {
    /// By hand, the page of the cluster that the request names.
    Page,
    /// As the server did it once.
    Same(&'static str, Vec<Bound>),
}

/// A value of that statement.
enum Bound {
    Text(String),
    Number(i64),
}

/// Answers every request with what the statement reads; without a file, it is the one written by hand.
pub async fn serve(url: &str, statement: Option<&Path>) -> Done {
    let pool = match url.strip_prefix("sqlite:") {
        Some(file) => Pool::Sqlite(sqlite::pool(file).await?),
        None => Pool::Postgres(postgres::pool(url).await?),
    };
    let read = statement.map(same).transpose()?.unwrap_or(Read::Page);
    super::serve(Router::new().fallback(answer).with_state(Arc::new((pool, read)))).await
}

async fn answer(State(state): State<Arc<(Pool, Read)>>, asked: Bytes) -> Response {
    let (pool, read) = &*state;
    let asked: Value = serde_json::from_slice(&asked).unwrap_or_default();
    let slug = asked["variables"]["slug"].as_str().unwrap_or_default();
    match pool.read(read, slug).await {
        Ok(page) => ([(header::CONTENT_TYPE, "application/json")], page).into_response(),
        Err(cause) => (StatusCode::INTERNAL_SERVER_ERROR, cause.to_string()).into_response(),
    }
}

impl Pool {
    async fn read(&self, read: &Read, slug: &str) -> Result<String, sqlx::Error> {
        match (self, read) {
            (Self::Sqlite(pool), Read::Page) => {
                sqlx::query_scalar(sqlite::PAGE).bind(slug).bind(now()).fetch_one(pool).await
            }
            (Self::Postgres(pool), Read::Page) => {
                sqlx::query_scalar(postgres::PAGE).bind(slug).bind(now()).fetch_one(pool).await
            }
            (Self::Sqlite(pool), Read::Same(sql, values)) => {
                let mut query = sqlx::query_scalar(*sql);
                for value in values {
                    query = match value {
                        Bound::Text(text) => query.bind(text),
                        Bound::Number(number) => query.bind(number),
                    };
                }
                query.fetch_one(pool).await
            }
            (Self::Postgres(pool), Read::Same(sql, values)) => {
                let mut query = sqlx::query_scalar(*sql);
                for value in values {
                    query = match value {
                        Bound::Text(text) => query.bind(text),
                        Bound::Number(number) => query.bind(number),
                    };
                }
                query.fetch_one(pool).await
            }
        }
    }
}

/// The statement in this file, with its values as they stand in SQL.
fn same(file: &Path) -> Result<Read, Box<dyn Error>> {
    let kept: Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let sql = kept["sql"].as_str().ok_or("a statement has a text")?.to_owned();
    let literals = kept["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let values: Result<Vec<Bound>, Box<dyn Error>> = literals.map(bound).collect();
    // Once a process, which ends with it.
    Ok(Read::Same(sql.leak(), values?))
}

fn bound(literal: &str) -> Result<Bound, Box<dyn Error>> {
    match literal.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(text) => Ok(Bound::Text(text.replace("''", "'"))),
        None => Ok(Bound::Number(literal.parse().map_err(|_| format!("cannot bind {literal}"))?)),
    }
}

/// In Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "there is no clock to hold still here")]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bound_as_they_stood_in_sql() {
        assert!(matches!(bound("'it''s'"), Ok(Bound::Text(text)) if text == "it's"));
        assert!(matches!(bound("-7"), Ok(Bound::Number(-7))));
        assert!(bound("x'00'").is_err());
    }
}

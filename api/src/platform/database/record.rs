//! Tells of every statement that is sent, for those who count or explain them.

use std::sync::Arc;

use sea_orm::metric::Info;
use sea_orm::sea_query::{PostgresQueryBuilder, QueryBuilder, SqliteQueryBuilder, Value};
use sea_orm::{DatabaseConnection, DbBackend};

use super::lane::Lane;
use super::together;
use crate::platform::count::Count;

/// Statements that were sent.
#[derive(Debug, Default)]
pub struct Statements {
    pub count: Count,
    /// How long they took.
    pub nanos: Count,
}

impl Statements {
    fn sent(&self, info: &Info<'_>) {
        self.count.add(together::count(&info.statement.sql));
        self.nanos.add(u64::try_from(info.elapsed.as_nanos()).unwrap_or(u64::MAX));
    }
}

/// What is called after each statement.
pub type Hear = Arc<dyn Fn(&Info<'_>) + Send + Sync>;

/// What sends statements, and tells of each.
pub trait Sends {
    fn tell(&mut self, hear: Hear);
}

impl Sends for DatabaseConnection {
    fn tell(&mut self, hear: Hear) {
        self.set_metric_callback(move |info| hear(info));
    }
}

impl Sends for Lane {
    fn tell(&mut self, hear: Hear) {
        self.hear = Some(hear);
    }
}

/// Counts statements from here on.
pub fn count(sends: &mut dyn Sends, statements: &Arc<Statements>) {
    let statements = Arc::clone(statements);
    sends.tell(Arc::new(move |info| statements.sent(info)));
}

/// Counts statements from here on, and calls `hear` with each statement's text and its values, as they stand in SQL.
pub fn listen(
    sends: &mut dyn Sends,
    statements: &Arc<Statements>,
    hear: impl Fn(&str, &[String]) + Send + Sync + 'static,
) {
    let statements = Arc::clone(statements);
    sends.tell(Arc::new(move |info| {
        statements.sent(info);
        for (sql, values) in together::each(info.statement) {
            hear(sql, &literals(info.statement.db_backend, values));
        }
    }));
}

fn literals(backend: DbBackend, values: &[Value]) -> Vec<String> {
    let literal = |value: &Value| match (backend, value) {
        (DbBackend::Sqlite, Value::Uuid(Some(id))) => format!("x'{}'", id.simple()),
        (DbBackend::Sqlite, value) => SqliteQueryBuilder.value_to_string(value),
        (_, value) => PostgresQueryBuilder.value_to_string(value),
    };
    values.iter().map(literal).collect()
}

//! Tells of every statement that is sent, for those who count or explain them.

use sea_orm::sea_query::{PostgresQueryBuilder, QueryBuilder, SqliteQueryBuilder, Value};
use sea_orm::{DatabaseConnection, DbBackend, Statement};

/// Calls `hear` with each statement's text and its values, as they stand in SQL.
pub fn listen(connection: &mut DatabaseConnection, hear: impl Fn(&str, &[String]) + Send + Sync + 'static) {
    connection.set_metric_callback(move |info| hear(&info.statement.sql, &literals(info.statement)));
}

fn literals(statement: &Statement) -> Vec<String> {
    let values = statement.values.as_ref().map_or(&[][..], |values| &values.0);
    let literal = |value: &Value| match (statement.db_backend, value) {
        (DbBackend::Sqlite, Value::Uuid(Some(id))) => format!("x'{}'", id.simple()),
        (DbBackend::Sqlite, value) => SqliteQueryBuilder.value_to_string(value),
        (_, value) => PostgresQueryBuilder.value_to_string(value),
    };
    values.iter().map(literal).collect()
}

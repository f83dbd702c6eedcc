//! Several statements in one call. With SQLite most of what a short statement costs is its way to the thread of its
//! connection and back, so short ones go there as one text; PostgreSQL takes one statement a call.

use sea_orm::sea_query::Values;
use sea_orm::sqlx::{Column as _, Row};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};

/// Between two statements of a text: no statement has it within, since values are bound.
const NEXT: &str = ";\n";
/// Asked between two statements that answer rows, to tell which are whose.
const MARK: &str = "SELECT 0 AS \"next\"";
/// Values of a statement that goes with others. The texts of longer ones differ by length, and one text is prepared
/// for each way they go together.
const SHORT: usize = 128;
/// Statements in a text.
const MANY: usize = 16;

/// Runs them in their order, up to the first that fails.
pub async fn execute_all(db: &impl ConnectionTrait, statements: Vec<Statement>) -> Result<(), DbErr> {
    for run in runs(db.get_database_backend(), statements) {
        db.execute_raw(joined(run, NEXT)).await?;
    }
    Ok(())
}

/// The rows of each of them.
pub async fn query_all(
    db: &impl ConnectionTrait,
    statements: Vec<Statement>,
) -> Result<Vec<Vec<QueryResult>>, DbErr> {
    let mut answers = Vec::with_capacity(statements.len());
    for run in runs(db.get_database_backend(), statements) {
        let last = answers.len() + run.len();
        answers.push(Vec::new());
        for row in db.query_all_raw(joined(run, &format!("{NEXT}{MARK}{NEXT}"))).await? {
            if is_mark(&row) {
                answers.push(Vec::new());
            } else if let Some(rows) = answers.last_mut() {
                rows.push(row);
            }
        }
        if answers.len() != last {
            return Err(DbErr::Custom("some of several statements did not answer".into()));
        }
    }
    Ok(answers)
}

fn is_mark(row: &QueryResult) -> bool {
    let columns = row.try_as_sqlite_row().map(Row::columns);
    columns.is_some_and(|columns| columns.len() == 1 && columns[0].name() == "next")
}

/// Those that go together.
fn runs(backend: DbBackend, statements: Vec<Statement>) -> Vec<Vec<Statement>> {
    let is_short = |statement: &Statement| {
        backend == DbBackend::Sqlite && statement.values.as_ref().is_none_or(|values| values.0.len() <= SHORT)
    };
    let mut runs: Vec<Vec<Statement>> = Vec::new();
    for statement in statements {
        match runs.last_mut() {
            Some(run) if run.len() < MANY && run.iter().chain([&statement]).all(is_short) => {
                run.push(statement);
            }
            _ => runs.push(vec![statement]),
        }
    }
    runs
}

/// SQLite's `?` take the values one after the other, through all statements of a text.
fn joined(run: Vec<Statement>, between: &str) -> Statement {
    let mut rest = run.into_iter();
    let Some(mut all) = rest.next() else { return Statement::from_string(DbBackend::Sqlite, "") };
    for Statement { sql, values, .. } in rest {
        all.sql += between;
        all.sql += &sql;
        let Some(Values(more)) = values else { continue };
        all.values.get_or_insert_with(|| Values(Vec::new())).0.extend(more);
    }
    all
}

/// How many statements a text has.
pub(super) fn count(sql: &str) -> u64 {
    apart(sql).count() as u64
}

/// The statements of one that was sent, each with its values.
pub(super) fn each(statement: &Statement) -> impl Iterator<Item = (&str, &[Value])> {
    let mut values = statement.values.as_ref().map_or(&[][..], |values| &values.0);
    let mut left = count(&statement.sql);
    apart(&statement.sql).map(move |sql| {
        left -= 1;
        let own = if left == 0 { values.len() } else { sql.matches('?').count().min(values.len()) };
        let (own, rest) = values.split_at(own);
        values = rest;
        (sql, own)
    })
}

fn apart(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(NEXT).filter(|sql| *sql != MARK)
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectOptions, Database};

    use super::*;

    fn statement(sql: &str, values: impl IntoIterator<Item = i32>) -> Statement {
        Statement::from_sql_and_values(DbBackend::Sqlite, sql, values.into_iter().map(Value::from))
    }

    #[test]
    fn short_statements_go_together_and_others_alone() {
        let long = || statement("b", 0..129);
        let runs = runs(
            DbBackend::Sqlite,
            vec![statement("a", [1]), statement("a", [2]), long(), statement("c", [])],
        );
        assert_eq!(runs.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
        let many = super::runs(DbBackend::Sqlite, (0..20).map(|_| statement("a", [])).collect());
        assert_eq!(many.iter().map(Vec::len).collect::<Vec<_>>(), [16, 4]);
        let elsewhere = super::runs(DbBackend::Postgres, vec![statement("a", []), statement("b", [])]);
        assert_eq!(elsewhere.len(), 2);
    }

    #[test]
    fn what_went_together_is_told_apart() {
        let all = joined(vec![statement("a ?", [1]), statement("b", []), statement("c ? ?", [2, 3])], ";\n");
        assert_eq!(count(&all.sql), 3);
        let one = |numbers: &[i32]| numbers.iter().copied().map(Value::from).collect::<Vec<_>>();
        let told: Vec<_> = each(&all).map(|(sql, values)| (sql, values.to_vec())).collect();
        assert_eq!(told, [("a ?", one(&[1])), ("b", one(&[])), ("c ? ?", one(&[2, 3]))]);
    }

    #[tokio::test]
    async fn each_answers_its_own_rows_and_none_is_run_after_one_that_fails() {
        let mut options = ConnectOptions::new("sqlite::memory:");
        let db = Database::connect(options.max_connections(1).to_owned()).await.unwrap();
        let write = |number| statement("INSERT INTO t (n) VALUES (?)", [number]);
        db.execute_unprepared("CREATE TABLE t (n INTEGER PRIMARY KEY)").await.unwrap();
        execute_all(&db, vec![write(1), write(2), write(3)]).await.unwrap();
        execute_all(&db, Vec::new()).await.unwrap();
        let above = |number| statement("SELECT n FROM t WHERE n > ? ORDER BY n", [number]);
        let read = async || {
            let answers = query_all(&db, vec![above(1), above(9), above(2)]).await.unwrap();
            let numbers = |rows: &Vec<QueryResult>| {
                rows.iter().map(|row| row.try_get_by_index::<i32>(0).unwrap()).collect::<Vec<_>>()
            };
            answers.iter().map(numbers).collect::<Vec<_>>()
        };
        assert_eq!(read().await, [vec![2, 3], vec![], vec![3]]);
        // Prepared by now.
        assert_eq!(read().await, [vec![2, 3], vec![], vec![3]]);
        assert!(execute_all(&db, vec![write(4), write(1), write(5)]).await.is_err());
        assert_eq!(read().await, [vec![2, 3, 4], vec![], vec![3, 4]]);
        execute_all(&db, vec![write(5), write(6), write(7)]).await.unwrap();
    }
}

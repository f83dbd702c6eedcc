//! Several statements in one call. With SQLite most of what a short statement costs is its way to the thread of its
//! connection and back, so short ones go there as one text; PostgreSQL takes one statement a call.

use sea_orm::sea_query::Values;
use sea_orm::sqlx::{Column as _, Row};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};

/// Between two statements of a text: no statement has it within, since values are bound.
const NEXT: &str = ";\n";
/// Asked between two statements that answer rows, to tell which are whose.
const MARK: &str = "SELECT 0 AS \"next statement\"";
/// Values of a statement that goes with others. A text is prepared for each way in which its statements' lengths meet, so
/// those that come in many lengths go alone.
const SHORT: usize = 32;
/// Statements that go with the first.
const MANY: usize = 15;

/// Runs them in their order, up to the first that fails.
pub async fn execute_all(db: &impl ConnectionTrait, statements: Vec<Statement>) -> Result<(), DbErr> {
    for run in runs(db.get_database_backend(), statements) {
        db.execute_raw(run.joined(NEXT)).await?;
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
        let last = answers.len() + 1 + run.others.len();
        answers.push(Vec::new());
        for row in db.query_all_raw(run.joined(&format!("{NEXT}{MARK}{NEXT}"))).await? {
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
    columns.is_some_and(|columns| columns.len() == 1 && columns[0].name() == "next statement")
}

/// Statements that go together.
struct Run {
    first: Statement,
    others: Vec<Statement>,
}

fn runs(backend: DbBackend, statements: Vec<Statement>) -> Vec<Run> {
    let is_short = |statement: &Statement| {
        backend == DbBackend::Sqlite && statement.values.as_ref().is_none_or(|values| values.0.len() <= SHORT)
    };
    let mut runs: Vec<Run> = Vec::new();
    for statement in statements {
        match runs.last_mut() {
            Some(run) if run.others.len() < MANY && is_short(&run.first) && is_short(&statement) => {
                run.others.push(statement);
            }
            _ => runs.push(Run { first: statement, others: Vec::new() }),
        }
    }
    runs
}

impl Run {
    /// SQLite's `?` take the values one after the other, through all statements of a text.
    fn joined(self, between: &str) -> Statement {
        let mut all = self.first;
        for Statement { sql, values, .. } in self.others {
            all.sql += between;
            all.sql += &sql;
            if let Some(Values(more)) = values {
                all.values.get_or_insert_with(|| Values(Vec::new())).0.extend(more);
            }
        }
        all
    }
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
        let lengths = |backend, statements| {
            runs(backend, statements).iter().map(|run| 1 + run.others.len()).collect::<Vec<_>>()
        };
        let short = || statement("a", [1]);
        let mixed = vec![short(), short(), statement("b", 0..33), statement("c", []), short()];
        assert_eq!(lengths(DbBackend::Sqlite, mixed), [2, 1, 2]);
        assert_eq!(lengths(DbBackend::Sqlite, (0..20).map(|_| short()).collect()), [16, 4]);
        assert_eq!(lengths(DbBackend::Postgres, vec![short(), short()]), [1, 1]);
    }

    #[test]
    fn what_went_together_is_told_apart() {
        let others = vec![statement("b", []), statement("c ? ?", [2, 3])];
        let all = Run { first: statement("a ?", [1]), others }.joined(NEXT);
        assert_eq!(count(&all.sql), 3);
        let values = |numbers: &[i32]| numbers.iter().copied().map(Value::from).collect::<Vec<_>>();
        let told: Vec<_> = each(&all).map(|(sql, values)| (sql, values.to_vec())).collect();
        assert_eq!(told, [("a ?", values(&[1])), ("b", values(&[])), ("c ? ?", values(&[2, 3]))]);
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

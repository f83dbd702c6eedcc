//! The schema goes up, down and up again, whoever asks and however many at once.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::scratch::Scratch;
use crate::platform::database::{Database, migrate};

/// Everything in the schema, as the database itself tells it.
async fn shape(db: &Database) -> Vec<String> {
    let query = match db.dialect {
        DbBackend::Sqlite => "select coalesce(sql, name) from sqlite_master where name <> 'seaql_migrations'",
        _ => {
            "select concat_ws(' ', table_name, column_name, data_type, is_nullable, collation_name) \
             from information_schema.columns \
             where table_schema = 'public' and table_name <> 'seaql_migrations' \
             union all select indexdef from pg_indexes \
             where schemaname = 'public' and tablename <> 'seaql_migrations' \
             union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint \
             where connamespace = 'public'::regnamespace and conrelid <> 'seaql_migrations'::regclass"
        }
    };
    let rows = db.reader.query_all_raw(Statement::from_string(db.dialect, query)).await.unwrap();
    let mut shape: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    shape.retain(|line| !line.starts_with("sqlite_autoindex_seaql"));
    // Made with the first number that is never given twice, and never dropped.
    shape.retain(|line| !line.starts_with("CREATE TABLE sqlite_sequence"));
    shape.sort();
    shape
}

fn all() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

#[tokio::test]
async fn the_schema_goes_up_and_down_and_is_the_same_again() {
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        assert!(migrate::status(&db).await.unwrap().iter().all(|step| !step.applied));
        assert_eq!(migrate::up(&db).await.unwrap(), all());
        assert_eq!(migrate::up(&db).await.unwrap(), [""; 0]);
        let first = shape(&db).await;
        assert!(first.len() > 60, "{first:#?}");

        assert_eq!(migrate::down(&db, Some(1)).await.unwrap(), all()[all().len() - 1..]);
        assert_eq!(
            migrate::status(&db).await.unwrap().iter().filter(|step| step.applied).count(),
            all().len() - 1
        );
        assert_eq!(migrate::down(&db, None).await.unwrap().len(), all().len() - 1);
        assert_eq!(shape(&db).await, [""; 0]);

        assert_eq!(migrate::up(&db).await.unwrap(), all());
        assert_eq!(shape(&db).await, first);
        db.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_that_migrate_at_once_do_it_once() {
    for scratch in Scratch::each().await {
        let url = scratch.url.clone();
        let runs = (0..4).map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let db =
                    crate::platform::database::connect(&url, &crate::platform::database::Options::default())
                        .await?;
                let steps = migrate::up(&db).await;
                db.close().await;
                steps
            })
        });
        let mut steps = Vec::new();
        for run in runs.collect::<Vec<_>>() {
            steps.extend(run.await.unwrap().unwrap());
        }
        assert_eq!(steps, all());
    }
}

#[tokio::test]
async fn sqlite_is_opened_as_it_should_be() {
    let scratch = Scratch::sqlite();
    let db = scratch.open().await;
    for (pool, pragma, expected) in [
        (&db.writer, "journal_mode", "wal"),
        (&db.writer, "synchronous", "2"),
        (&db.writer, "foreign_keys", "1"),
        (&db.writer, "query_only", "0"),
        (&db.reader, "journal_mode", "wal"),
        (&db.reader, "foreign_keys", "1"),
        (&db.reader, "query_only", "1"),
    ] {
        let row = pool.query_one_raw(Statement::from_string(db.dialect, format!("pragma {pragma}")));
        let row = row.await.unwrap().unwrap();
        let value = row.try_get_by_index::<i32>(0).map(|number| number.to_string());
        assert_eq!(value.or_else(|_| row.try_get_by_index::<String>(0)).unwrap(), expected, "{pragma}");
    }
    assert!(db.reader.execute_unprepared("create table x (y)").await.is_err());
}

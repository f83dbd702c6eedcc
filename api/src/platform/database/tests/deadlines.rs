//! Deadlines from before they were kept as they were told.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::scratch::Scratch;
use crate::platform::database::{Database, migrate};

async fn told(db: &Database) -> Vec<(String, i32)> {
    let query = "select closes_at_local, grace_period from call order by slug";
    let rows = db.reader.query_all_raw(Statement::from_string(db.dialect, query)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

#[tokio::test]
async fn a_deadline_that_is_there_is_told_by_the_clock_of_its_zone() {
    let names: Vec<_> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let place = names.iter().position(|name| name.ends_with("_deadlines")).unwrap();
    let since = u32::try_from(names.len() - place).unwrap();
    for scratch in Scratch::each().await {
        let db = scratch.open().await;
        migrate::up(&db).await.unwrap();
        migrate::down(&db, Some(since)).await.unwrap();
        for (slug, at, zone) in [
            ("a", 1_624_204_799_000_i64, "Asia/Shanghai"),
            ("b", 1_624_204_799_000, "America/Santiago"),
            ("c", 1_624_204_799_000, "Mars/Olympus"),
            ("d", 253_402_300_799_000, "UTC"),
        ] {
            let id = match db.dialect {
                DbBackend::Sqlite => format!("x'{:032x}'", slug.as_bytes()[0]),
                _ => format!("'00000000-0000-0000-0000-{:012x}'", slug.as_bytes()[0]),
            };
            let insert = format!(
                "insert into call (id, slug, status, created_at, updated_at, version, locale, closes_at, time_zone)
                 values ({id}, '{slug}', 'draft', 0, 0, 1, 'en', {at}, '{zone}')"
            );
            db.writer.execute_unprepared(&insert).await.unwrap();
        }
        migrate::up(&db).await.unwrap();
        let expected = ["2021-06-20T23:59:59", "2021-06-20T11:59:59", "", ""];
        assert_eq!(told(&db).await, expected.map(|local| (local.to_owned(), 0)));
        db.close().await;
    }
}

//! Deadlines as they are told: by the clock of their zone, with a period of grace, and with what became of them.

use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &tables(Dialect::of(manager))).await?;
        tell(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["call_extension"]).await?;
        let columns =
            "alter table call drop column closes_at_local; alter table call drop column grace_period;";
        run(manager, columns).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "alter table call add column closes_at_local {key} not null default '';
         alter table call add column grace_period integer not null default 0;
         create table call_extension (
             id {uuid} not null primary key,
             call_id {uuid} not null references call (id) on delete cascade,
             position integer not null,
             previous_closes_at {bigint} not null,
             previous_closes_at_local {key} not null,
             previous_time_zone {key} not null,
             closes_at {bigint} not null,
             closes_at_local {key} not null,
             time_zone {key} not null,
             reason text,
             at {bigint} not null,
             actor {key} not null check (actor in ('anonymous', 'user', 'system')),
             user_id {uuid},
             origin {key}
         ) {table};
         create index call_extension_by_call on call_extension (call_id, position);"
    )
}

/// Gives every deadline there is the time that its clock shows. One that no clock here can tell keeps an empty one, which
/// its next save fills.
async fn tell(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (db, backend) = (manager.get_connection(), manager.get_database_backend());
    let known = Statement::from_string(backend, "select distinct closes_at, time_zone from call");
    for row in db.query_all_raw(known).await? {
        let (at, zone): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if let Some(local) = local(at, &zone) {
            let update = "update call set closes_at_local = $1 where closes_at = $2 and time_zone = $3";
            let values = [local.into(), at.into(), zone.into()];
            db.execute_raw(Statement::from_sql_and_values(backend, update, values)).await?;
        }
    }
    Ok(())
}

fn local(at: i64, zone: &str) -> Option<String> {
    let zone = TimeZoneDatabase::bundled().get(zone).ok()?;
    Some(format!("{:.0}", zone.to_datetime(Timestamp::from_millisecond(at).ok()?)))
}

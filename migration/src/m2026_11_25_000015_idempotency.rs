//! Which mutations ran under a key of their caller's, and what they answered.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &table(Dialect::of(manager))).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["idempotency"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn table(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, boolean, table, .. } = dialect;
    format!(
        "create table idempotency (
             user_id {uuid} not null references \"user\" (id) on delete cascade,
             key {key} not null,
             attempt {uuid} not null,
             fingerprint {key} not null,
             created_at {bigint} not null,
             leased_until {bigint} not null,
             acted {boolean} not null,
             finished_at {bigint},
             answer text,
             primary key (user_id, key)
         ) {table};
         create index idempotency_by_time on idempotency (created_at);"
    )
}

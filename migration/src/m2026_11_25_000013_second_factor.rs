//! Other ways to prove who one is: a second factor beside the password, and a mail instead of it.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &tables(Dialect::of(manager))).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["password_reset", "recovery_code", "second_factor"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table second_factor (
             user_id {uuid} not null primary key references \"user\" (id) on delete cascade,
             sealed text not null,
             last_step {bigint} not null,
             created_at {bigint} not null,
             confirmed_at {bigint}
         ) {table};
         create table recovery_code (
             hash {key} not null primary key,
             user_id {uuid} not null references \"user\" (id) on delete cascade,
             spent_at {bigint}
         ) {table};
         create index recovery_code_by_user on recovery_code (user_id);
         create table password_reset (
             hash {key} not null primary key,
             user_id {uuid} not null references \"user\" (id) on delete cascade,
             created_at {bigint} not null,
             expires_at {bigint} not null
         ) {table};
         create index password_reset_by_user on password_reset (user_id);"
    )
}

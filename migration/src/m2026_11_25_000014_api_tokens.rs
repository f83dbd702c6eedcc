//! What scripts and partner servers show instead of signing in.

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
        drop_tables(manager, &["api_token"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn table(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table api_token (
             id {uuid} not null primary key,
             hash {key} not null unique,
             user_id {uuid} not null references \"user\" (id) on delete cascade,
             name text not null,
             scopes text not null,
             created_at {bigint} not null,
             expires_at {bigint},
             last_used_at {bigint},
             revoked_at {bigint}
         ) {table};
         create index api_token_by_user on api_token (user_id);"
    )
}

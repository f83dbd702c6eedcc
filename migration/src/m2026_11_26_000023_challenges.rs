//! Challenges that were solved and spent: each is good for one submission.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let Dialect { key, bigint, table, .. } = Dialect::of(manager);
        let spent = format!(
            "create table spent_challenge (
                 challenge {key} not null primary key,
                 expires_at {bigint} not null
             ) {table};
             create index spent_challenge_by_end on spent_challenge (expires_at);"
        );
        run(manager, &spent).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["spent_challenge"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

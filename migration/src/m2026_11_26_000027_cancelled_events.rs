//! Events that were called off.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let boolean = Dialect::of(manager).boolean;
        run(manager, &format!("alter table event add column is_cancelled {boolean} not null default false"))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, "alter table event drop column is_cancelled").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

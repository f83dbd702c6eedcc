//! The lists hold what editors read, too: they are emptied, and filled anew before anybody reads them.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, EMPTY).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, EMPTY).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const EMPTY: &str = "delete from listing; delete from directory;";

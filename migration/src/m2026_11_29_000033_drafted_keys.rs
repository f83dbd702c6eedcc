//! Working drafts are found by the key of another system that they are to have.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = match manager.get_database_backend() {
            DbBackend::Sqlite => "json_extract(document, '$.externalRef')",
            _ => "((document::jsonb ->> 'externalRef') collate \"C\")",
        };
        let index =
            format!("create index revision_by_drafted_key on revision (type, {key}) where draft is not null");
        run(manager, &index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, "drop index revision_by_drafted_key").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

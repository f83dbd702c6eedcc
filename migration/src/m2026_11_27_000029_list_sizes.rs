//! How many rows the larger parts of lists have: of two that a list could be read by, the smaller one is taken.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let Dialect { uuid, key, bigint, clustered, .. } = Dialect::of(manager);
        let up = format!(
            "create table list_size (
                 list {key} not null,
                 scope_id {uuid} not null,
                 locale {key} not null,
                 kind {key} not null,
                 size {bigint} not null,
                 primary key (list, scope_id, locale, kind)
             ) {clustered};
             alter table job add column seen {bigint} not null default 0;
             insert into job (name, ran_at) values ('list_sizes', 0);"
        );
        run(manager, &up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["list_size"]).await?;
        run(manager, "delete from job where name = 'list_sizes'; alter table job drop column seen;").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

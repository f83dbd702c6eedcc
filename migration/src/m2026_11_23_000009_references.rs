//! What points at content of any type: the uses of assets and the slugs of old.

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
        drop_tables(manager, &["slug_history", "asset_use"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, clustered, .. } = dialect;
    format!(
        "create table asset_use (
             asset_id {uuid} not null,
             type {key} not null,
             item_id {uuid} not null,
             primary key (asset_id, type, item_id)
         ) {clustered};
         create index asset_use_by_item on asset_use (type, item_id);
         create table slug_history (
             type {key} not null,
             slug {key} not null,
             item_id {uuid} not null,
             created_at {bigint} not null,
             primary key (type, slug)
         ) {clustered};
         create index slug_history_by_item on slug_history (item_id);"
    )
}

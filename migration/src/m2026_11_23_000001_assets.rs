//! Uploaded files.

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
        drop_tables(manager, &["asset_translation", "asset"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    let texts = dialect.translation("asset", "alt_text text not null");
    format!(
        "create table asset (
             id {uuid} not null primary key,
             external_ref {key} unique,
             locale {key} not null,
             name {key} not null,
             media_type {key} not null,
             bytes {bigint} not null,
             sha256 {key} not null,
             width integer,
             height integer,
             credit text,
             storage_key {key} not null,
             created_at {bigint} not null,
             updated_at {bigint} not null,
             version integer not null
         ) {table};
         {texts}"
    )
}

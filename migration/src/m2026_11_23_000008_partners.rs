//! Organisations that work with clusters.

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
        drop_tables(manager, &["partner_cluster", "partner_translation", "partner"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let texts = dialect.translation(
        "partner",
        &format!("name text not null, sort_key {key} not null, description text not null"),
    );
    let clusters = dialect.join("partner_cluster", "partner", "cluster");
    format!(
        "create table partner (
             {lifecycle},
             kind {key} not null,
             website text,
             logo_id {uuid} references asset (id) on delete set null
         ) {table};
         {texts}
         {clusters}"
    )
}

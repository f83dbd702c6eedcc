//! Topics: flat tags on news.

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
        drop_tables(manager, &["topic_translation", "topic"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    let texts = dialect.translation("topic", &format!("label text not null, sort_key {key} not null"));
    format!(
        "create table topic (
             id {uuid} not null primary key,
             slug {key} not null unique,
             external_ref {key} unique,
             locale {key} not null,
             created_at {bigint} not null,
             updated_at {bigint} not null,
             version integer not null
         ) {table};
         {texts}"
    )
}

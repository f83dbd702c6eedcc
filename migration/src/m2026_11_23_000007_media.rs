//! The media centre, where its items can be seen, and the news they go with.

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
        drop_tables(
            manager,
            &[
                "media_source",
                "news_item_media",
                "media_item_cluster",
                "media_item_translation",
                "media_item",
            ],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    [items(dialect), sources(dialect)].concat()
}

fn items(dialect: &Dialect) -> String {
    let Dialect { uuid, key, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let texts = dialect.translation("media_item", "title text not null, description text not null");
    let clusters = dialect.join("media_item_cluster", "media_item", "cluster");
    let news = dialect.join("news_item_media", "news_item", "media_item");
    format!(
        "create table media_item (
             {lifecycle},
             kind {key} not null,
             thumbnail_id {uuid} references asset (id) on delete set null,
             duration_seconds integer
         ) {table};
         {texts}
         {clusters}
         {news}"
    )
}

fn sources(dialect: &Dialect) -> String {
    let Dialect { uuid, key, table, .. } = dialect;
    format!(
        "create table media_source (
             id {uuid} not null primary key,
             media_item_id {uuid} not null references media_item (id) on delete cascade,
             position integer not null,
             provider {key} not null,
             url text not null
         ) {table};
         create index media_source_by_position on media_source (media_item_id, position);"
    )
}

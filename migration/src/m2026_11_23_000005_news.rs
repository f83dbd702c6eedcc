//! News, what it is filed under, and the events it announces. Its media come with the media.

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
                "event_translation",
                "event",
                "news_item_city",
                "news_item_topic",
                "news_item_cluster",
                "news_item_translation",
                "news_item",
            ],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    [
        news(dialect),
        dialect.join("news_item_cluster", "news_item", "cluster"),
        dialect.join("news_item_topic", "news_item", "topic"),
        dialect.join("news_item_city", "news_item", "city"),
        events(dialect),
    ]
    .concat()
}

fn news(dialect: &Dialect) -> String {
    let Dialect { uuid, key, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let body = dialect.body();
    let texts =
        dialect.translation("news_item", &format!("title text not null, excerpt text not null, {body}"));
    format!(
        "create table news_item (
             {lifecycle},
             kind {key} not null,
             hero_id {uuid} references asset (id) on delete set null,
             author_name text,
             canonical_url text,
             sdgs text not null,
             call_id {uuid} references call (id) on delete set null
         ) {table};
         create index news_item_by_call on news_item (call_id);
         {texts}"
    )
}

fn events(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    let texts = dialect.translation("event", "venue text not null");
    format!(
        "create table event (
             id {uuid} not null primary key,
             news_item_id {uuid} not null unique references news_item (id) on delete cascade,
             starts_at {bigint} not null,
             ends_at {bigint},
             time_zone {key} not null,
             online_url text,
             registration_url text
         ) {table};
         {texts}"
    )
}

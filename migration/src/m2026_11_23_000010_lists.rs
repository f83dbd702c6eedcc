//! What lists read, in order of time and of name: derived from the content, never the only place of anything.

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
        drop_tables(manager, &["directory", "listing"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    [listing(dialect), directory(dialect)].concat()
}

fn listing(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, clustered, .. } = dialect;
    format!(
        "create table listing (
             list {key} not null,
             scope_id {uuid} not null,
             locale {key} not null,
             kind {key} not null,
             sort_at {bigint} not null,
             live_from {bigint} not null,
             live_until {bigint} not null,
             item_id {uuid} not null,
             primary key (item_id, list, scope_id, locale, live_from)
         ) {clustered};
         create index listing_by_time
             on listing (list, scope_id, locale, sort_at, item_id, live_from, live_until);
         create index listing_by_kind
             on listing (list, scope_id, locale, kind, sort_at, item_id, live_from, live_until);
         create index listing_by_start on listing (list, live_from);
         create index listing_by_end on listing (list, live_until);"
    )
}

fn directory(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, clustered, .. } = dialect;
    format!(
        "create table directory (
             list {key} not null,
             scope_id {uuid} not null,
             locale {key} not null,
             kind {key} not null,
             sort_key {key} not null,
             item_id {uuid} not null,
             live_from {bigint} not null,
             live_until {bigint} not null,
             primary key (item_id, list, scope_id, locale, live_from)
         ) {clustered};
         create index directory_by_name
             on directory (list, scope_id, locale, sort_key, item_id, live_from, live_until);
         create index directory_by_kind
             on directory (list, scope_id, locale, kind, sort_key, item_id, live_from, live_until);
         create index directory_by_start on directory (list, live_from);
         create index directory_by_end on directory (list, live_until);"
    )
}

//! Fewer indexes on the lists: writing a row costs about as much as the indexes it stands in, each on another page.
//!
//! Most lists are read kind by kind, or have none; only those whose kinds are many, or read together on every page, are in
//! order across kinds, too. Nothing reads rows by when they begin or end to be live.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// In these words a reader who names the list is known to need nothing else: SQLite compares terms, it does not reason.
const UP: &str = "
    drop index listing_by_time;
    create index listing_by_time
        on listing (list, scope_id, locale, sort_at, item_id, live_from, live_until)
        where list = 'news' or list = 'media' or list = 'members_by_position' or list = 'members_by_joining'
            or list = 'members_without_joining';
    drop index listing_by_start;
    drop index listing_by_end;
    drop index directory_by_name;
    drop index directory_by_start;
    drop index directory_by_end;";

const DOWN: &str = "
    drop index listing_by_time;
    create index listing_by_time on listing (list, scope_id, locale, sort_at, item_id, live_from, live_until);
    create index listing_by_start on listing (list, live_from);
    create index listing_by_end on listing (list, live_until);
    create index directory_by_name on directory (list, scope_id, locale, sort_key, item_id, live_from, live_until);
    create index directory_by_start on directory (list, live_from);
    create index directory_by_end on directory (list, live_until);";

//! Across kinds only originals are in order: what is listed in three languages took four places there, each on another page.
//!
//! Whoever reads a list in a language merges its kinds.

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

/// In these words a reader who names the list and the original is known to need nothing else: SQLite compares terms, it does
/// not reason.
const UP: &str = "
    drop index listing_by_time;
    create index listing_by_time
        on listing (list, scope_id, locale, sort_at, item_id, live_from, live_until)
        where locale = '*'
            and (list = 'news' or list = 'media' or list = 'members_by_position' or list = 'members_by_joining'
                or list = 'members_without_joining');";

const DOWN: &str = "
    drop index listing_by_time;
    create index listing_by_time
        on listing (list, scope_id, locale, sort_at, item_id, live_from, live_until)
        where list = 'news' or list = 'media' or list = 'members_by_position' or list = 'members_by_joining'
            or list = 'members_without_joining';";

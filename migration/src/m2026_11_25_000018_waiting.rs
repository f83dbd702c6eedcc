//! What waits for a decision, oldest first, and what was done of one kind: found without reading the rest.
//!
//! An index of the few rows that wait costs nothing to write for all others, and cannot be wrong, as a mark kept beside
//! the status could.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

const NOUNS: [&str; 7] = ["call", "city", "cluster", "media_item", "news_item", "partner", "practice"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting = NOUNS.map(|noun| {
            format!("create index {noun}_waiting on {noun} (updated_at, id) where status = 'in_review';")
        });
        let audit = "create index audit_event_by_action on audit_event (action, at, id);";
        run(manager, &(waiting.concat() + audit)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting = NOUNS.map(|noun| format!("drop index {noun}_waiting;"));
        run(manager, &(waiting.concat() + "drop index audit_event_by_action;")).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

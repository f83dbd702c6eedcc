//! What content was, who changed it, and what happened: revisions, the talk about proposals, the outbox.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &tables(Dialect::of(manager), sequence(manager))).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = "drop index audit_event_by_subject; drop index audit_event_by_user;";
        run(manager, &format!("{indexes} alter table audit_event drop column origin;")).await?;
        drop_tables(manager, &["outbox", "review_comment", "revision"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A number that grows with every row, and is never given twice.
fn sequence(manager: &SchemaManager<'_>) -> &'static str {
    match manager.get_database_backend() {
        sea_orm_migration::sea_orm::DbBackend::Sqlite => "integer primary key autoincrement",
        _ => "bigint generated always as identity primary key",
    }
}

fn tables(dialect: &Dialect, sequence: &str) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    let who = format!(
        "at {bigint} not null,
         actor {key} not null check (actor in ('anonymous', 'user', 'system')),
         user_id {uuid},
         origin {key}"
    );
    format!(
        "create table revision (
             id {uuid} not null primary key,
             type {key} not null,
             item_id {uuid} not null,
             number integer not null,
             action {key} not null,
             draft {key} check (draft in ('draft', 'in_review')),
             document text not null,
             {who},
             unique (item_id, number)
         ) {table};
         create index revision_by_draft on revision (draft, at, id) where draft is not null;
         create table review_comment (
             id {uuid} not null primary key,
             type {key} not null,
             item_id {uuid} not null,
             text text not null,
             {who}
         ) {table};
         create index review_comment_by_item on review_comment (item_id, at, id);
         create table outbox (
             seq {sequence},
             action {key} not null,
             type {key} not null,
             item_id {uuid} not null,
             at {bigint} not null
         ) {table};
         alter table audit_event add column origin {key};
         create index audit_event_by_subject on audit_event (subject_id, at, id);
         create index audit_event_by_user on audit_event (user_id, at, id);"
    )
}

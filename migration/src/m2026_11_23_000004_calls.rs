//! Calls for submissions.

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
        drop_tables(manager, &["call_cluster", "call_translation", "call"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { key, bigint, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let body = dialect.body();
    let texts = dialect.translation(
        "call",
        &format!(
            "title text not null, summary text not null, {body}, form_labels text, criteria_labels text"
        ),
    );
    let clusters = dialect.join("call_cluster", "call", "cluster");
    format!(
        "create table call (
             {lifecycle},
             opens_at {bigint},
             closes_at {bigint} not null,
             time_zone {key} not null,
             form text,
             criteria text
         ) {table};
         {texts}
         {clusters}"
    )
}

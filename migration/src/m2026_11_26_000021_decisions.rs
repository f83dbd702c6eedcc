//! What the secretariat decides on submissions, what came of it, and the mails that wait to be sent.

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
        drop_tables(manager, &["mail", "submission_outcome", "submission_decision"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A practice, a city or a cluster may go: what came of a submission then names it no more.
fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table submission_decision (
             submission_id {uuid} not null primary key references submission (id) on delete cascade,
             state {key} not null check (state in ('shortlisted', 'accepted', 'rejected')),
             reason text,
             subject text,
             text text,
             at {bigint} not null,
             user_id {uuid}
         ) {table};
         create table submission_outcome (
             submission_id {uuid} not null primary key references submission (id) on delete cascade,
             practice_id {uuid} unique references practice (id) on delete set null,
             city_id {uuid} references city (id) on delete set null,
             cluster_id {uuid} references cluster (id) on delete set null,
             at {bigint} not null
         ) {table};
         create index submission_outcome_by_city on submission_outcome (city_id);
         create index submission_outcome_by_cluster on submission_outcome (cluster_id);
         create table mail (
             id {uuid} not null primary key,
             submission_id {uuid} references submission (id) on delete cascade,
             sealed text not null,
             created_at {bigint} not null,
             due_at {bigint},
             leased_until {bigint},
             attempts integer not null,
             trouble text
         ) {table};
         create index mail_by_due on mail (due_at, id);
         create index mail_by_submission on mail (submission_id);"
    )
}

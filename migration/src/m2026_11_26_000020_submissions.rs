//! What cities send in: as it stands, as it was when it was sent, and what became of it.

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
        let tables = [
            "submission_event",
            "submission_version",
            "submission_contact",
            "submission",
            "submission_form",
            "submission_number",
        ];
        drop_tables(manager, &tables).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STATES: &str =
    "'draft', 'submitted', 'under_review', 'shortlisted', 'accepted', 'rejected', 'withdrawn'";

/// A call, a cluster or a city is not removed while anything that was sent in names it.
fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, clustered, .. } = dialect;
    let body = dialect.body();
    format!(
        "create table submission_form (
             hash {key} not null primary key,
             form text not null
         ) {table};
         create table submission_number (
             prefix {key} not null,
             year integer not null,
             last integer not null,
             primary key (prefix, year)
         ) {clustered};
         create table submission (
             id {uuid} not null primary key,
             kind {key} not null check (kind in ('practice', 'membership')),
             state {key} not null check (state in ({STATES})),
             token_hash {key} not null unique,
             attempt {key} unique,
             reference {key} unique,
             call_id {uuid} references call (id),
             cluster_id {uuid} references cluster (id),
             form_hash {key} references submission_form (hash),
             locale {key} not null,
             title text not null,
             summary text not null,
             {body},
             city_id {uuid} references city (id),
             city_name text,
             country_code {key},
             sdgs text not null,
             answers text not null,
             created_at {bigint} not null,
             updated_at {bigint} not null,
             submitted_at {bigint},
             version integer not null,
             check ((kind = 'practice') = (call_id is not null)),
             check ((kind = 'membership') = (cluster_id is not null))
         ) {table};
         create index submission_by_call on submission (call_id, submitted_at, id);
         create index submission_by_cluster on submission (cluster_id, submitted_at, id);
         create index submission_by_time on submission (submitted_at, id);
         create index submission_by_city on submission (city_id, submitted_at, id);
         create table submission_contact (
             submission_id {uuid} not null primary key references submission (id) on delete cascade,
             name text not null,
             email text not null,
             phone text not null,
             organisation text not null,
             consents text not null,
             salt {key} not null
         ) {table};
         create table submission_version (
             submission_id {uuid} not null references submission (id) on delete cascade,
             number integer not null,
             document text not null,
             hash {key} not null,
             at {bigint} not null,
             primary key (submission_id, number)
         ) {table};
         create table submission_event (
             submission_id {uuid} not null references submission (id) on delete cascade,
             version integer not null,
             state {key} not null check (state in ({STATES})),
             reason text,
             at {bigint} not null,
             actor {key} not null check (actor in ('anonymous', 'user', 'system')),
             user_id {uuid},
             origin {key},
             primary key (submission_id, version)
         ) {table};"
    )
}

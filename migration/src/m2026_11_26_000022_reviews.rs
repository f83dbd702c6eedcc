//! The review of what was submitted: who judges it when, what they gave, and what was made of it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        run(manager, &columns(dialect)).await?;
        run(manager, &judging(dialect)).await?;
        run(manager, &deciding(dialect)).await?;
        let stays = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE_STAYS,
            _ => POSTGRES_STAYS,
        };
        run(manager, stays).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "decision_record",
            "submission_redaction",
            "review_conflict",
            "review",
            "review_assignment",
            "review_plan",
        ];
        drop_tables(manager, &tables).await?;
        let columns = "drop index submission_contact_by_organisation;
                       drop index submission_contact_by_city;
                       alter table submission_contact drop column city_key;
                       alter table submission_contact drop column organisation_key;
                       alter table \"user\" drop column organisation;";
        run(manager, columns).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// What is compared to tell who must not judge what. A contact that is there already gets its keys when it is saved next.
fn columns(dialect: &Dialect) -> String {
    let Dialect { key, .. } = dialect;
    format!(
        "alter table \"user\" add column organisation text;
         alter table submission_contact add column organisation_key {key} not null default '';
         alter table submission_contact add column city_key {key} not null default '';
         create index submission_contact_by_city on submission_contact (city_key, submission_id);
         create index submission_contact_by_organisation on submission_contact (organisation_key, submission_id);"
    )
}

fn judging(dialect: &Dialect) -> String {
    let Dialect { uuid, bigint, table, clustered, .. } = dialect;
    format!(
        "create table review_plan (
             call_id {uuid} not null primary key references call (id) on delete cascade,
             phases text not null,
             version integer not null,
             updated_at {bigint} not null
         ) {table};
         create table review_assignment (
             submission_id {uuid} not null references submission (id) on delete cascade,
             user_id {uuid} not null references \"user\" (id),
             at {bigint} not null,
             primary key (submission_id, user_id)
         ) {clustered};
         create index review_assignment_by_user on review_assignment (user_id, submission_id);
         create table review (
             submission_id {uuid} not null references submission (id) on delete cascade,
             user_id {uuid} not null references \"user\" (id),
             number integer not null,
             scores text not null,
             committee_comment text not null,
             submitter_comment text not null,
             created_at {bigint} not null,
             updated_at {bigint} not null,
             version integer not null,
             primary key (submission_id, user_id)
         ) {table};
         create index review_by_user on review (user_id, submission_id);
         create table review_conflict (
             submission_id {uuid} not null references submission (id) on delete cascade,
             user_id {uuid} not null references \"user\" (id),
             reason text not null,
             at {bigint} not null,
             primary key (submission_id, user_id)
         ) {table};
         create index review_conflict_by_user on review_conflict (user_id, submission_id);"
    )
}

fn deciding(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table submission_redaction (
             submission_id {uuid} not null primary key references submission (id) on delete cascade,
             number integer not null,
             title text,
             summary text,
             body_source text,
             body_format {key} check (body_format in ('markdown', 'html')),
             body_html text,
             answers text,
             version integer not null,
             updated_at {bigint} not null
         ) {table};
         create table decision_record (
             call_id {uuid} not null references call (id),
             number integer not null,
             document text not null,
             hash {key} not null,
             at {bigint} not null,
             actor {key} not null check (actor in ('anonymous', 'user', 'system')),
             user_id {uuid},
             origin {key},
             primary key (call_id, number)
         ) {table};"
    )
}

/// A record is what it was when it was frozen.
const SQLITE_STAYS: &str = "
    create trigger decision_record_stays before update on decision_record
        begin select raise(abort, 'decision_record is only added to'); end;
    create trigger decision_record_is_kept before delete on decision_record
        begin select raise(abort, 'decision_record is only added to'); end;";

const POSTGRES_STAYS: &str = "
    create trigger decision_record_stays before update or delete or truncate on decision_record
        for each statement execute function refuse_change();";

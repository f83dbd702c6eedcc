//! Who may do what: users, their sessions, and the keys that sign what they carry.

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
        drop_tables(manager, &["audit_event", "signing_key", "refresh_token", "session", "user"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    [users(dialect), sessions(dialect), keys(dialect), audit(dialect)].concat()
}

fn users(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table \"user\" (
             id {uuid} not null primary key,
             email {key} unique,
             issuer {key},
             subject {key},
             name text not null,
             role {key} check (role in ('city', 'reviewer', 'editor', 'admin')),
             city_id {uuid} references city (id) on delete set null,
             password_hash text,
             disabled_at {bigint},
             created_at {bigint} not null,
             updated_at {bigint} not null,
             version integer not null,
             unique (issuer, subject)
         ) {table};
         create index user_by_city on \"user\" (city_id);"
    )
}

fn sessions(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table session (
             id {uuid} not null primary key,
             user_id {uuid} not null references \"user\" (id) on delete cascade,
             created_at {bigint} not null,
             expires_at {bigint} not null,
             revoked_at {bigint}
         ) {table};
         create index session_by_user on session (user_id);
         create table refresh_token (
             hash {key} not null primary key,
             session_id {uuid} not null references session (id) on delete cascade,
             created_at {bigint} not null,
             spent_at {bigint}
         ) {table};
         create index refresh_token_by_session on refresh_token (session_id);"
    )
}

fn keys(dialect: &Dialect) -> String {
    let Dialect { key, bigint, table, .. } = dialect;
    format!(
        "create table signing_key (
             kid {key} not null primary key,
             sealed text not null,
             public text not null,
             created_at {bigint} not null,
             retired_at {bigint}
         ) {table};"
    )
}

fn audit(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, .. } = dialect;
    format!(
        "create table audit_event (
             id {uuid} not null primary key,
             at {bigint} not null,
             actor {key} not null check (actor in ('anonymous', 'user', 'system')),
             user_id {uuid},
             action {key} not null,
             subject_type {key},
             subject_id {uuid},
             detail text
         ) {table};
         create index audit_event_by_time on audit_event (at, id);"
    )
}

//! Files that are sent in with a submission, and those whose bytes are still to be removed.

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
        drop_tables(manager, &["removed_attachment", "submission_attachment"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A submission does not go before its files: whoever deletes one without them is refused.
fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, table, clustered, .. } = dialect;
    format!(
        "create table submission_attachment (
             id {uuid} not null primary key,
             submission_id {uuid} references submission (id),
             position integer not null,
             name text not null,
             bytes {bigint} not null,
             received {bigint} not null,
             pieces text not null,
             media_type {key},
             sha256 {key},
             created_at {bigint} not null,
             expires_at {bigint},
             attached_at {bigint},
             removed_at {bigint},
             erased_at {bigint},
             check (received between 0 and bytes),
             check ((attached_at is null) = (expires_at is not null)),
             check (attached_at is null or (submission_id is not null and sha256 is not null))
         ) {table};
         create index submission_attachment_by_submission on submission_attachment (submission_id, id);
         create index submission_attachment_by_expiry on submission_attachment (expires_at)
             where expires_at is not null;
         create index submission_attachment_by_size on submission_attachment (received)
             where erased_at is null;
         create table removed_attachment (
             id {uuid} not null primary key
         ) {clustered};"
    )
}

//! How long contacts are kept, when each was decided on, and when what is due now and then was done.

use sea_orm_migration::prelude::*;

use crate::dialect::{Dialect, drop_tables, run};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let Dialect { key, bigint, clustered, .. } = Dialect::of(manager);
        let up = format!(
            "alter table call add column retention_months integer;
             alter table submission add column decided_at {bigint};
             update submission set decided_at = updated_at where state in ('accepted', 'rejected', 'withdrawn');
             create index submission_by_decision on submission (decided_at, id);
             create table job (
                 name {key} not null primary key,
                 ran_at {bigint} not null
             ) {clustered};
             insert into job (name, ran_at) values ('retention', 0);"
        );
        run(manager, &up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["job"]).await?;
        let columns = "drop index submission_by_decision;
             alter table submission drop column decided_at;
             alter table call drop column retention_months;";
        run(manager, columns).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

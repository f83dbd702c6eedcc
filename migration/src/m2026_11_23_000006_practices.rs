//! Good practices of cities.

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
        drop_tables(manager, &["practice_cluster", "practice_translation", "practice"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    let Dialect { uuid, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let body = dialect.body();
    let texts =
        dialect.translation("practice", &format!("title text not null, summary text not null, {body}"));
    let clusters = dialect.join("practice_cluster", "practice", "cluster");
    format!(
        "create table practice (
             {lifecycle},
             city_id {uuid} references city (id) on delete set null,
             call_id {uuid} references call (id) on delete set null,
             sdgs text not null
         ) {table};
         create index practice_by_city on practice (city_id);
         create index practice_by_call on practice (call_id);
         {texts}
         {clusters}"
    )
}

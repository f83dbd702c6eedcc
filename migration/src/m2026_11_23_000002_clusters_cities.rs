//! Clusters, cities and who is a member of what.

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
        drop_tables(manager, &["membership", "city_translation", "city", "cluster_translation", "cluster"])
            .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables(dialect: &Dialect) -> String {
    [clusters(dialect), cities(dialect), memberships(dialect)].concat()
}

fn clusters(dialect: &Dialect) -> String {
    let Dialect { uuid, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let body = dialect.body();
    let texts =
        dialect.translation("cluster", &format!("title text not null, summary text not null, {body}"));
    format!(
        "create table cluster (
             {lifecycle},
             hero_id {uuid} references asset (id) on delete set null,
             position integer not null
         ) {table};
         {texts}"
    )
}

fn cities(dialect: &Dialect) -> String {
    let Dialect { uuid, key, bigint, double, table, .. } = dialect;
    let lifecycle = dialect.lifecycle();
    let body = dialect.body();
    let texts = dialect.translation(
        "city",
        &format!("name text not null, sort_key {key} not null, summary text not null, {body}"),
    );
    format!(
        "create table city (
             {lifecycle},
             country_code {key} not null check (length(country_code) = 2),
             admin_region text,
             website text,
             latitude {double},
             longitude {double},
             population {bigint},
             photo_id {uuid} references asset (id) on delete set null
         ) {table};
         {texts}"
    )
}

fn memberships(dialect: &Dialect) -> String {
    let Dialect { uuid, key, boolean, table, .. } = dialect;
    format!(
        "create table membership (
             id {uuid} not null primary key,
             cluster_id {uuid} not null references cluster (id) on delete cascade,
             city_id {uuid} not null references city (id) on delete cascade,
             featured {boolean} not null,
             position integer not null,
             joined_on {key},
             unique (cluster_id, city_id)
         ) {table};
         create index membership_by_city on membership (city_id, cluster_id);"
    )
}

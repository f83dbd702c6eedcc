//! The words in which the two databases differ, side by side, and the groups of columns that tables share.
//!
//! What a released migration uses from here never changes: a later migration says itself what is different.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// How one database says it.
pub struct Dialect {
    pub uuid: &'static str,
    /// Text that is compared and sorted by bytes.
    pub key: &'static str,
    pub bigint: &'static str,
    pub boolean: &'static str,
    pub double: &'static str,
    /// Ends a table: values must have the type of their column.
    pub table: &'static str,
    /// Ends a table of short rows that lie in the order of their primary key.
    pub clustered: &'static str,
}

const SQLITE: Dialect = Dialect {
    uuid: "blob",
    key: "text",
    bigint: "integer",
    boolean: "integer",
    double: "real",
    table: "strict",
    clustered: "strict, without rowid",
};

const POSTGRES: Dialect = Dialect {
    uuid: "uuid",
    key: "text collate \"C\"",
    bigint: "bigint",
    boolean: "boolean",
    double: "double precision",
    table: "",
    clustered: "",
};

impl Dialect {
    pub fn of(manager: &SchemaManager<'_>) -> &'static Self {
        match manager.get_database_backend() {
            DbBackend::Sqlite => &SQLITE,
            _ => &POSTGRES,
        }
    }

    /// The columns of everything that has a life cycle.
    pub fn lifecycle(&self) -> String {
        let Self { uuid, key, bigint, .. } = self;
        format!(
            "id {uuid} not null primary key,
             slug {key} not null unique,
             status {key} not null check (status in ('draft', 'in_review', 'published', 'archived')),
             published_at {bigint},
             expires_at {bigint},
             created_at {bigint} not null,
             updated_at {bigint} not null,
             version integer not null,
             locale {key} not null,
             external_ref {key} unique,
             draft_id {uuid}"
        )
    }

    /// The columns of rich text.
    pub fn body(&self) -> String {
        let Self { key, .. } = self;
        format!(
            "body_source text not null,
             body_format {key} not null check (body_format in ('markdown', 'html')),
             body_html text not null"
        )
    }

    /// The table of a noun's texts, one row a language, and its index.
    pub fn translation(&self, noun: &str, columns: &str) -> String {
        let Self { uuid, key, table, .. } = self;
        format!(
            "create table {noun}_translation (
                 item_id {uuid} not null references {noun} (id) on delete cascade,
                 locale {key} not null,
                 status {key} not null check (status in ('draft', 'published')),
                 {columns},
                 primary key (item_id, locale)
             ) {table};
             create index {noun}_translation_by_locale on {noun}_translation (locale, item_id);"
        )
    }

    /// The table that files one noun under another, in the order given, and its index the other way round.
    pub fn join(&self, name: &str, from: &str, to: &str) -> String {
        let Self { uuid, clustered, .. } = self;
        format!(
            "create table {name} (
                 {from}_id {uuid} not null references {from} (id) on delete cascade,
                 {to}_id {uuid} not null references {to} (id) on delete cascade,
                 position integer not null,
                 primary key ({from}_id, {to}_id)
             ) {clustered};
             create index {name}_reverse on {name} ({to}_id, {from}_id);"
        )
    }
}

/// Runs the statements of one step.
pub async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(drop)
}

/// Drops tables, in the order given.
pub async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}

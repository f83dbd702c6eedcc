//! What caches ask: which lists a change made stale, and when the next thing begins or ends by itself.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let outbox = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE_UP,
            _ => POSTGRES_UP,
        };
        run(manager, outbox).await?;
        let made: Vec<_> = indexes().map(|(name, on)| format!("create index {name} on {on};")).collect();
        run(manager, &made.concat()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped: Vec<_> = indexes().map(|(name, _)| format!("drop index {name};")).collect();
        run(manager, &dropped.concat()).await?;
        let outbox = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE_DOWN,
            _ => POSTGRES_DOWN,
        };
        run(manager, outbox).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// When something begins, ends, opens or closes: the next such instant is one seek in each.
fn indexes() -> impl Iterator<Item = (String, String)> {
    let content = ["cluster", "city", "news_item", "call", "practice", "media_item", "partner"];
    let starts = content.map(|table| (table, "published_at", "start"));
    let ends = content.map(|table| (table, "expires_at", "end"));
    let more =
        [("call", "opens_at", "opening"), ("call", "closes_at", "closing"), ("event", "starts_at", "start")];
    starts.into_iter().chain(ends).chain(more).map(|(table, column, word)| {
        (format!("{table}_by_{word}"), format!("{table} ({column}) where {column} is not null"))
    })
}

/// `unit`: the unit of work that wrote it. `stale`: of the first row of a unit of work, what else it changed than the things
/// themselves. Without a type it tells of nothing but that.
const SQLITE_UP: &str = "
    create table outbox_ (
        seq integer primary key autoincrement,
        action text not null,
        type text,
        item_id blob,
        at integer not null,
        unit integer not null default 0,
        stale text
    ) strict;
    insert into outbox_ (seq, action, type, item_id, at) select seq, action, type, item_id, at from outbox;
    drop table outbox;
    alter table outbox_ rename to outbox;
    create trigger outbox_stays before update on outbox
        begin select raise(abort, 'outbox is only added to'); end;";

const SQLITE_DOWN: &str = "
    create table outbox_ (
        seq integer primary key autoincrement,
        action text not null,
        type text not null,
        item_id blob not null,
        at integer not null
    ) strict;
    insert into outbox_ (seq, action, type, item_id, at)
        select seq, action, type, item_id, at from outbox where type is not null;
    drop table outbox;
    alter table outbox_ rename to outbox;
    create trigger outbox_stays before update on outbox
        begin select raise(abort, 'outbox is only added to'); end;";

const POSTGRES_UP: &str = "
    alter table outbox
        alter column type drop not null,
        alter column item_id drop not null,
        add column unit bigint not null default 0,
        add column stale text collate \"C\";";

const POSTGRES_DOWN: &str = "
    delete from outbox where type is null;
    alter table outbox
        drop column stale,
        drop column unit,
        alter column item_id set not null,
        alter column type set not null;";

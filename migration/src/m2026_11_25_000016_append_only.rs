//! What happened stays as it was written: the audit log is only added to, and of the outbox only what is done with goes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let up = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE_UP,
            _ => POSTGRES_UP,
        };
        run(manager, up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let down = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE_DOWN,
            _ => POSTGRES_DOWN,
        };
        run(manager, down).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const SQLITE_UP: &str = "
    create trigger audit_event_stays before update on audit_event
        begin select raise(abort, 'audit_event is only added to'); end;
    create trigger audit_event_is_kept before delete on audit_event
        begin select raise(abort, 'audit_event is only added to'); end;
    create trigger outbox_stays before update on outbox
        begin select raise(abort, 'outbox is only added to'); end;";

const SQLITE_DOWN: &str = "
    drop trigger outbox_stays;
    drop trigger audit_event_is_kept;
    drop trigger audit_event_stays;";

/// Once a statement, so that those that find no row are refused, too, and emptying the table at once.
const POSTGRES_UP: &str = "
    create function refuse_change() returns trigger language plpgsql as $$
        begin raise exception '% is only added to', tg_table_name; end $$;
    create trigger audit_event_stays before update or delete or truncate on audit_event
        for each statement execute function refuse_change();
    create trigger outbox_stays before update on outbox
        for each statement execute function refuse_change();";

const POSTGRES_DOWN: &str = "
    drop trigger outbox_stays on outbox;
    drop trigger audit_event_stays on audit_event;
    drop function refuse_change();";

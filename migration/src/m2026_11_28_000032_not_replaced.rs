//! What happened is not written over by `insert or replace` either, which removes a row without a word to the triggers of
//! deleting. PostgreSQL has no such statement.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite { run(manager, UP).await } else { Ok(()) }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite { run(manager, DOWN).await } else { Ok(()) }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const UP: &str = "
    create trigger audit_event_is_not_replaced before insert on audit_event
        when exists (select 1 from audit_event where id = new.id or rowid = new.rowid)
        begin select raise(abort, 'audit_event is only added to'); end;
    create trigger outbox_is_not_replaced before insert on outbox
        when exists (select 1 from outbox where seq = new.seq)
        begin select raise(abort, 'outbox is only added to'); end;
    create trigger decision_record_is_not_replaced before insert on decision_record
        when exists (select 1 from decision_record
                     where call_id = new.call_id and number = new.number or rowid = new.rowid)
        begin select raise(abort, 'decision_record is only added to'); end;";

const DOWN: &str = "
    drop trigger decision_record_is_not_replaced;
    drop trigger outbox_is_not_replaced;
    drop trigger audit_event_is_not_replaced;";

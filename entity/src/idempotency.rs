//! A mutation that ran, or runs, under a key of its caller's: it acts once, whoever repeats it.

use sea_orm::entity::prelude::*;

use crate::id::UserId;
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Keys of two users never meet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Which of the runs has the key now; only that one may act.
    pub attempt: Uuid,
    /// SHA-256 in base64url of what was asked for.
    pub fingerprint: String,
    pub created_at: Instant,
    /// Whoever has not finished by then has crashed.
    pub leased_until: Instant,
    /// Something of it was committed: set in that very transaction.
    pub acted: bool,
    pub finished_at: Option<Instant>,
    /// `None` while it runs, and where the answer cannot be kept.
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

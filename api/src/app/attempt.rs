//! A run of a request that must act once: it acts only while it has the key.

use entity::id::UserId;
use entity::idempotency::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany};
use uuid::Uuid;

use super::App;
use crate::error::{Error, Result};

/// Which run under which key. Every unit of work of an [`App`] that has one notes it in its own transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub user: UserId,
    pub key: String,
    pub id: Uuid,
}

impl App {
    /// The same, for one run.
    #[must_use]
    pub fn attempting(&self, attempt: Attempt) -> Self {
        Self { attempt: Some(attempt), ..self.clone() }
    }
}

impl Attempt {
    /// Its row, as long as no later run has taken the key over.
    pub fn row(&self) -> UpdateMany<Entity> {
        let own =
            Entity::update_many().filter(Column::UserId.eq(self.user)).filter(Column::Key.eq(&*self.key));
        own.filter(Column::Attempt.eq(self.id))
    }

    /// In the transaction of what it does: both stay, or neither does.
    pub(super) async fn act(&self, db: &impl ConnectionTrait) -> Result<()> {
        let acted = ActiveModel { acted: Set(true), ..Default::default() };
        match self.row().set(acted).exec(db).await?.rows_affected {
            0 => Err(Error::Conflict(
                "this took so long that a repetition of it was let in; look what came of that".into(),
            )),
            _ => Ok(()),
        }
    }
}

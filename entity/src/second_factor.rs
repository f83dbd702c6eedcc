//! What a user's authenticator shares with us.

use sea_orm::entity::prelude::*;

use crate::id::UserId;
use crate::instant::Instant;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The shared secret, encrypted with the secret of the installation, in base64.
    #[sea_orm(column_type = "Text")]
    pub sealed: String,
    /// The latest step of 30 seconds whose code was taken: no code is taken twice.
    pub last_step: i64,
    pub created_at: Instant,
    /// From then on it is asked for.
    pub confirmed_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

//! Users as they are now, read beside what their token names.

use entity::id::{CityId, UserId};
use entity::instant::Instant;
use entity::role::Role;
use entity::{second_factor, user};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, Related, RelationTrait,
    Select,
};

use crate::domain::actor::SignedIn;

/// What a [`SignedIn`] is made of.
#[derive(Debug, FromQueryResult)]
pub struct Account {
    user_id: UserId,
    role: Option<Role>,
    city_id: Option<CityId>,
    organisation: Option<String>,
    name: String,
    email: Option<String>,
    confirmed_at: Option<Instant>,
}

/// The rows whose user may sign in, and of their columns none: those of the account stand in their place.
pub fn beside<E: EntityTrait + Related<user::Entity>>(rows: Select<E>) -> Select<E> {
    let factor = user::Relation::SecondFactor.def();
    rows.select_only()
        .inner_join(user::Entity)
        .join(JoinType::LeftJoin, factor)
        .filter(user::Column::DisabledAt.is_null())
        .column_as(user::Column::Id, "user_id")
        .columns([user::Column::Role, user::Column::CityId, user::Column::Organisation])
        .columns([user::Column::Name, user::Column::Email])
        .column(second_factor::Column::ConfirmedAt)
}

impl Account {
    /// By no session or token yet.
    pub fn signed_in(self) -> SignedIn {
        SignedIn {
            user: self.user_id,
            session: None,
            role: self.role,
            city: self.city_id,
            organisation: self.organisation,
            name: self.name,
            email: self.email,
            has_second_factor: self.confirmed_at.is_some(),
            token: None,
        }
    }
}

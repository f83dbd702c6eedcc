//! A submission that somebody does something with in a review.

use entity::id::SubmissionId;
use entity::submission::{Column, Entity};
use entity::{review_conflict, submission_version};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::home::names;
use super::sight::shown_to;
use crate::app::Tx;
use crate::domain::actor::SignedIn;
use crate::domain::mistake::Code;
use crate::domain::review::conflict::{self, CityName, Interests, Reason};
use crate::error::Result;
use crate::service::content::refused;
use crate::service::submission::Stored;

/// One that its author may see, held against other writers until the unit of work ends.
pub async fn held(tx: &Tx<'_>, id: SubmissionId) -> Result<Stored> {
    let found = Entity::find_by_id(id).filter(Column::SubmittedAt.is_not_null());
    let found = found.filter(shown_to(&tx.author.actor)?).lock_exclusive().one(&tx.db).await?;
    match found {
        Some(row) => Stored::of(&tx.db, row).await,
        None => Err(refused("submission", Code::NotFound, NO_SUBMISSION)),
    }
}

/// Why somebody must not judge it, if so.
pub async fn conflict(tx: &Tx<'_>, stored: &Stored, reviewer: &SignedIn) -> Result<Option<Reason>> {
    let declared = review_conflict::Entity::find_by_id((stored.row.id, reviewer.user)).count(&tx.db).await?;
    let names = names(&tx.db, reviewer.city).await?.into_values().flatten().collect();
    let interests = Interests { names, ..reviewer.interests() };
    Ok(conflict::between(&interests, &interests_of(stored), declared > 0))
}

/// To whom a submission belongs.
fn interests_of(stored: &Stored) -> Interests {
    let contact = stored.contact.as_ref();
    let organisation = contact.map(|contact| contact.organisation_key.0.clone()).unwrap_or_default();
    let name = stored.row.country_code.clone().zip(contact.map(|contact| contact.city_key.clone()));
    let names = name.into_iter().map(|(country, key)| CityName { country, key }).collect();
    Interests { city: stored.row.city_id, names, organisation }
}

/// The number of the version that was submitted last.
pub async fn last_version(db: &impl ConnectionTrait, id: SubmissionId) -> Result<i32> {
    use submission_version::Column;
    let numbers = submission_version::Entity::find().select_only().column(Column::Number);
    let numbers = numbers.filter(Column::SubmissionId.eq(id)).order_by_desc(Column::Number);
    Ok(numbers.into_tuple::<i32>().one(db).await?.unwrap_or_default())
}

const NO_SUBMISSION: &str = "is the id of no submission: give one as `submissions` answers it";

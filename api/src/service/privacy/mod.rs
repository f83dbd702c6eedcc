//! What is kept of people, for how long, and how it goes.

mod erase;
mod export;
mod redact;
mod retention;

use entity::audit_event::Actor;
use entity::id::SubmissionId;
use entity::submission_contact::Personal;
use entity::{mail, submission_contact, submission_event};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

pub use erase::{Erased, Kept, Line, erase_person};
pub use export::export;
pub use retention::erase_due;

use crate::app::{Tx, bulk};
use crate::error::Result;

/// What is gone of some submissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Gone {
    contacts: u64,
    mails: u64,
    /// Steps that told from which address they came.
    addresses: u64,
}

/// The row stays, by which a reviewer of the same organisation or city goes on being kept out; nobody is in it.
fn nobody() -> submission_contact::ActiveModel {
    let none = || Set(Personal::default());
    submission_contact::ActiveModel {
        name: none(),
        email: none(),
        phone: none(),
        organisation: none(),
        consents: Set("[]".to_owned()),
        salt: Set(String::new()),
        ..Default::default()
    }
}

/// Erases whom to write to about these, what waits to be sent to them, what they gave as reasons, and the addresses their
/// requests came from.
async fn forget(tx: &Tx<'_>, ids: &[SubmissionId]) -> Result<Gone> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let mut gone = Gone::default();
    for some in ids.chunks(bulk::IDS) {
        let some = bulk::padded(some);
        let contacts = submission_contact::Entity::update_many().set(nobody());
        let contacts = contacts.filter(submission_contact::Column::SubmissionId.is_in(some.clone()));
        let contacts = contacts.filter(submission_contact::Column::Salt.ne(""));
        gone.contacts += contacts.exec(&tx.db).await?.rows_affected;
        let mails = mail::Entity::delete_many().filter(mail::Column::SubmissionId.is_in(some.clone()));
        gone.mails += mails.exec(&tx.db).await?.rows_affected;
        let said = submission_event::ActiveModel { reason: Set(None), ..Default::default() };
        let said = submission_event::Entity::update_many().set(said);
        let said = said.filter(submission_event::Column::SubmissionId.is_in(some.clone()));
        said.filter(submission_event::Column::Actor.eq(Actor::Anonymous)).exec(&tx.db).await?;
        let nowhere = submission_event::ActiveModel { origin: Set(None), ..Default::default() };
        let steps = submission_event::Entity::update_many().set(nowhere);
        let steps = steps.filter(submission_event::Column::SubmissionId.is_in(some));
        let steps = steps.filter(submission_event::Column::Origin.is_not_null());
        gone.addresses += steps.exec(&tx.db).await?.rows_affected;
    }
    Ok(gone)
}

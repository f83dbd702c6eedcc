//! What may be published is taken back.

use entity::status::Status;
use entity::{practice, submission_outcome};
use sea_orm::EntityTrait;

use super::stored::Stored;
use super::update::touch;
use super::{Arrival, Sent, event};
use crate::app::{App, Tx};
use crate::domain::change::Author;
use crate::domain::stored;
use crate::domain::submission::Consent;
use crate::error::Result;
use crate::service::content::{self, Advance, Request};
use crate::service::practice as practices;

/// Takes consents back, at any time: what came of the submission, if it is public, is so no more.
pub async fn withdraw_consent(
    app: &App,
    arrival: Arrival,
    sent: &Sent,
    withdrawn: &[Consent],
) -> Result<Stored> {
    let mut tx = app.begin_for(arrival.author()).await?;
    tx.hold_content().await?;
    let mut stored = Stored::held(&tx, &sent.token).await?;
    stored.unchanged(sent.expected_version)?;
    // Of a contact that was erased nothing is left to take back, but what came of the submission goes all the same.
    if let Some(contact) = &mut stored.contact {
        let mut consents: Vec<Consent> = stored::json(&contact.consents)?;
        let before = consents.len();
        consents.retain(|consent| !withdrawn.contains(consent));
        if consents.len() == before {
            return Ok(stored);
        }
        contact.consents = serde_json::to_string(&consents).expect("words are JSON");
    }
    touch(&mut stored.row, arrival);
    stored.update(&tx).await?;
    event::note(&tx, &stored.row, arrival, Some("consent was withdrawn".to_owned())).await?;
    unpublish(&mut tx, &stored).await?;
    tx.save().await?;
    Ok(stored)
}

/// By the system, since nobody who may is there; editors are told why.
async fn unpublish(tx: &mut Tx<'_>, stored: &Stored) -> Result<()> {
    let outcome = submission_outcome::Entity::find_by_id(stored.row.id).one(&tx.db).await?;
    let Some(id) = outcome.and_then(|outcome| outcome.practice_id) else { return Ok(()) };
    let Some(found) = practice::Entity::find_by_id(id).one(&tx.db).await? else { return Ok(()) };
    let sender = std::mem::replace(&mut tx.author, Author::system());
    if found.status == Status::Published {
        let request = Request { id: id.0, expected_version: None };
        content::take::<practices::Input>(tx, Ok(request), Advance::Unpublish).await?;
    }
    let reference = stored.row.reference.as_deref().unwrap_or_default();
    let words = format!(
        "The sender of {reference} withdrew consent: take out what may not be published any more, or leave it unpublished."
    );
    content::add_comment::<practices::Input>(tx, id.0, &words).await?;
    tx.author = sender;
    Ok(())
}

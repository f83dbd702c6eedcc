//! A submission is taken back by its sender.

use entity::submission_decision;
use sea_orm::EntityTrait;

use super::stored::Stored;
use super::update::touch;
use super::{Aim, Arrival, Sent, event, letter, target};
use crate::app::App;
use crate::domain::check::Check;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::submission::{Step, next};
use crate::error::{Error, Result};
use crate::service::content::refused;

/// Takes it back for good, until the deadline, whether or not the public still sees what it was sent in for. The text stays
/// for the sender to read.
pub async fn withdraw(app: &App, arrival: Arrival, sent: &Sent, reason: Option<String>) -> Result<Stored> {
    let mut check = Check::new(0);
    check.optional_text("reason", reason.as_deref(), limits::SUMMARY_CHARS);
    let mistakes = check.into_mistakes();
    if !mistakes.is_empty() {
        return Err(Error::Mistakes(mistakes));
    }
    let mut tx = app.begin_for(arrival.author()).await?;
    let mut stored = Stored::held(&tx, &sent.token).await?;
    stored.unchanged(sent.expected_version)?;
    let state = next(stored.row.state, Step::Withdraw);
    stored.row.state = state.map_err(|why| refused("token", Code::InvalidState, why))?;
    stored.row.decided_at = Some(arrival.at);
    target::check_deadline(&tx.db, Aim::of(&stored.row), arrival.at).await?;
    touch(&mut stored.row, arrival);
    stored.update(&tx).await?;
    event::note(&tx, &stored.row, arrival, reason).await?;
    // What was prepared for it is for nobody any more.
    submission_decision::Entity::delete_by_id(stored.row.id).exec(&tx.db).await?;
    letter::confirm_withdrawal(&mut tx, &stored).await?;
    tx.save().await?;
    Ok(stored)
}

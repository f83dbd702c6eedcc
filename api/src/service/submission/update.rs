//! A submission is written on.

use entity::city;
use entity::submission::{self, State};
use sea_orm::{DatabaseTransaction, EntityTrait};

use super::attachment::attached;
use super::create::keep_form;
use super::stored::Stored;
use super::target::Target;
use super::{Aim, Arrival, Input, Sent, letter, submit};
use crate::app::listing::Live;
use crate::app::{App, Tx};
use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::domain::submission::{Step, next};
use crate::error::{Error, Result};
use crate::service::content::refused;
use crate::service::key;

/// Lays changes over what its sender saved before. Of what was submitted all must be there after it, too: it is submitted
/// anew. `adopts_form`: the form is that of the call as it is now, from here on.
pub async fn update(
    app: &App,
    arrival: Arrival,
    sent: &Sent,
    adopts_form: bool,
    change: impl FnOnce(&mut Input, &mut Check),
) -> Result<Stored> {
    key::freshen(app).await?;
    let mut tx = app.begin_for(arrival.author()).await?;
    let found = Stored::held(&tx, &sent.token).await?;
    let (wanted, mut check) = found.changed(sent.expected_version, change)?;
    next(found.row.state, Step::Save).map_err(|why| refused("token", Code::InvalidState, why))?;
    let target = Target::taking(&tx.db, Aim::of(&found.row), arrival.at, "token").await?;
    let is_submitted = found.row.state == State::Submitted;
    let form = if adopts_form { target.form.clone() } else { submit::form(&tx, &found).await? };
    if is_submitted {
        submit::check_answers(app, form.as_deref(), &wanted.answers, &mut check)?;
    }
    let need = if is_submitted { Need::Required } else { Need::Optional };
    self::check(&tx, &wanted, check, need).await?;
    let form_hash = keep_form(&tx, form).await?;
    let address = found.contact.as_ref().map(|contact| contact.email.clone());
    let mut stored = found.with(wanted);
    stored.row.form_hash = form_hash;
    touch(&mut stored.row, arrival);
    if is_submitted {
        submit::give(&tx, &mut stored, &target, arrival).await?;
    }
    stored.update(&tx).await?;
    if is_submitted {
        let files = attached(&tx.db, &[stored.row.id]).await?.remove(&stored.row.id).unwrap_or_default();
        let version = submit::keep(&tx, &stored, &files, arrival).await?;
        // A change is told to nobody but a new address: a hundred of them would be a hundred mails.
        if stored.contact.as_ref().map(|contact| &contact.email) != address.as_ref() {
            letter::confirm(&mut tx, &stored, &sent.token, version).await?;
        }
    }
    tx.save().await?;
    Ok(stored)
}

/// It is another version from now on.
pub fn touch(row: &mut submission::Model, arrival: Arrival) {
    row.version = row.version.saturating_add(1);
    row.updated_at = arrival.at;
}

/// An error with every mistake, those of `check` first.
pub async fn check(tx: &Tx<'_>, input: &Input, mut check: Check, need: Need) -> Result<()> {
    input.check(&mut check, need);
    check_city(&tx.db, tx, input, &mut check).await?;
    let mistakes = check.into_mistakes();
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Mistakes(mistakes)) }
}

/// A city that is not public is none, to people without an account.
async fn check_city(db: &DatabaseTransaction, tx: &Tx<'_>, input: &Input, check: &mut Check) -> Result<()> {
    let Some(id) = input.city else { return Ok(()) };
    let found = city::Entity::find_by_id(id).one(db).await?;
    let live = found.and_then(|city| Live::of(city.status, city.published_at, city.expires_at));
    if live.is_none_or(|live| !live.holds(tx.now())) {
        let message =
            "is the id of no city here: give one as `cities` answers it, or `cityName` and `country`";
        check.wrong("city", Code::NotFound, message);
    }
    Ok(())
}

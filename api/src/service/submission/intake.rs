//! How much is taken in: from an address, for a call, and, where that is asked for, for a proof of work.

use entity::spent_challenge::{Entity, Model};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{Aim, Arrival, read};
use crate::app::{App, Tx, bulk};
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::platform::attempts::{Attempt, Who};
use crate::platform::challenge::{Challenge, Proof, issue, verify};
use crate::service::content::refused;
use crate::service::session::attempts;

/// A challenge to solve; `None` where none is asked for.
pub fn challenge(app: &App) -> Result<Option<Challenge>> {
    let Some(most) = app.intake.proof_of_work else { return Ok(None) };
    Ok(Some(issue(&app.keyring()?.secret, app.clock.now(), most)))
}

/// One more submission from there, or how long to wait. It counts, unless it is withdrawn.
pub fn from_address(app: &App, arrival: Arrival) -> Result<Attempt<'_>> {
    attempts::begin(app, arrival.from.map(|from| Who::sending(from, app.intake.per_address)))
}

/// An error if the call or cluster takes no more.
pub async fn check_room(tx: &Tx<'_>, aim: Aim) -> Result<()> {
    let (app, most) = (tx.app, tx.app.intake.per_call);
    let id = match aim {
        Aim::Call(id) => id.0,
        Aim::Cluster(id) => id.0,
    };
    let count = async { Ok(read::for_aim(aim).count(&tx.db).await?) };
    if app.taken.takes_one_more(id, most, count).await? {
        return Ok(());
    }
    let message = format!("has {most} submissions and drafts, and takes no more: write to the secretariat");
    Err(refused(aim.field(), Code::TooMany, &message))
}

/// The proof that is asked for; what is wrong with it is noted.
pub fn proof(app: &App, solution: Option<&str>, check: &mut Check) -> Result<Option<Proof>> {
    if app.intake.proof_of_work.is_none() {
        return Ok(None);
    }
    let Some(solution) = solution else {
        check.wrong(
            "altcha",
            Code::Required,
            "is required: the solution of a challenge of GET /v1/challenge",
        );
        return Ok(None);
    };
    match verify(&app.keyring()?.secret, app.clock.now(), solution) {
        Ok(proof) => Ok(Some(proof)),
        Err(why) => {
            check.wrong("altcha", Code::Invalid, why.to_string());
            Ok(None)
        }
    }
}

/// A proof is good once. Those that expired go with what else is kept for a time only (`service::privacy`).
pub async fn spend(tx: &Tx<'_>, proof: Proof) -> Result<()> {
    if Entity::find_by_id(proof.challenge.as_str()).one(&tx.db).await?.is_some() {
        let message = "was used for another submission already: solve another one of GET /v1/challenge";
        return Err(refused("altcha", Code::Taken, message));
    }
    let row = Model { challenge: proof.challenge, expires_at: proof.expires_at };
    bulk::insert::<Entity>(&tx.db, vec![row]).await
}

//! Files that go with a submission: uploaded in pieces that survive a broken line, looked into before they count, and
//! private for good.
//!
//! What has come in is what its row says; bytes in the folder that no row names were never received. A file that goes
//! is noted in the unit of work that lets it go, and its bytes are removed after that, however often that takes.

mod begin;
mod claim;
mod complete;
mod read;
mod receive;
mod remove;
mod staging;
mod sweep;

use entity::instant::Instant;
use entity::submission::State;
use entity::submission_attachment::Model;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use begin::{Announced, begin};
pub use claim::claim;
pub use read::{all, attached, find, stream, upload};
pub use receive::Receiving;
pub use remove::{erase, remove, remove_all};
pub use staging::Staging;
pub use sweep::sweep;

use claim::discard;

use super::stored::Stored;
use super::target::Target;
use super::update::touch;
use super::{Aim, Arrival, submit};
use crate::app::Tx;
use crate::domain::mistake::Code;
use crate::domain::stored;
use crate::domain::submission::{Step, next};
use crate::error::Result;
use crate::service::content::refused;

/// An upload that nobody went on with for so long is given up, in milliseconds: a day.
const PATIENCE_MILLIS: i64 = 24 * 3_600_000;

/// Bytes that came in together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    /// By which the store knows them.
    id: Uuid,
    bytes: u64,
}

/// In order.
fn pieces(row: &Model) -> Result<Vec<Piece>> {
    stored::json(&row.pieces)
}

fn written(pieces: &[Piece]) -> String {
    serde_json::to_string(pieces).expect("ids and numbers are JSON")
}

/// Until when somebody may go on with an upload.
fn expiry(now: Instant) -> Instant {
    Instant(now.0.saturating_add(PATIENCE_MILLIS))
}

/// What it is sent in for, if its files may be changed now.
async fn check_open(tx: &Tx<'_>, stored: &Stored, arrival: Arrival) -> Result<Target> {
    if stored.contact.is_none() {
        let message = "was sent by somebody who is erased by now: no file is taken for it any more";
        return Err(refused(SUBMISSION, Code::InvalidState, message));
    }
    let state = next(stored.row.state, Step::Save);
    state.map_err(|why| refused(SUBMISSION, Code::InvalidState, why))?;
    Target::taking(&tx.db, Aim::of(&stored.row), arrival.at, SUBMISSION).await
}

/// The files of what was submitted have changed: that is another version of it. A draft has none yet.
async fn keep_change(tx: &Tx<'_>, stored: &mut Stored, target: &Target, arrival: Arrival) -> Result<()> {
    if stored.row.state != State::Submitted {
        // Files are no field: whoever writes on meanwhile is not told to read again.
        stored.row.updated_at = arrival.at;
        return stored.update(tx).await;
    }
    touch(&mut stored.row, arrival);
    submit::give(tx, stored, target, arrival).await?;
    stored.update(tx).await?;
    let files = attached(&tx.db, &[stored.row.id]).await?.remove(&stored.row.id).unwrap_or_default();
    submit::keep(tx, stored, &files, arrival).await.map(drop)
}

/// What is blamed where it is not the file.
const SUBMISSION: &str = "submission";

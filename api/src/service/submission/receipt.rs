//! What was submitted is receipted: signed anew whenever it is asked for, by the key of the day, so that nobody's receipt
//! ends with a key that had to go.

use entity::submission;

use super::Version;
use super::told::{Wanted, told};
use super::{Seen, Stored};
use crate::app::App;
use crate::error::Result;
use crate::kit::time;
use crate::platform::keyring::Receipt;

/// A receipt for each of these versions.
pub fn sign(app: &App, row: &submission::Model, versions: &mut [Version]) -> Result<()> {
    let Some(reference) = &row.reference else { return Ok(()) };
    let keyring = app.keyring()?;
    for version in versions {
        version.receipt = Some(keyring.sign_receipt(&Receipt {
            submission: row.id,
            reference: reference.clone(),
            version: version.number,
            sha256: version.hash.clone(),
            submitted_at: time::rfc3339(version.at.0),
            iat: version.at.0.div_euclid(1000),
        })?);
    }
    Ok(())
}

/// That of what was submitted last; `None` of what was not.
pub async fn latest(app: &App, stored: &Stored) -> Result<Option<String>> {
    let wanted = Wanted { versions: true, receipts: true, ..Wanted::default() };
    let told = told(app, vec![Seen::by_sender(stored.clone())], wanted).await?;
    Ok(told.into_iter().next().and_then(|mut told| told.versions.pop()?.receipt))
}

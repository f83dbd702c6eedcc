//! What the sender of a submission is written.
//!
//! Nothing that the sender wrote stands in these mails: whoever gives the address of somebody else has nothing of their own
//! sent there.

use super::stored::Stored;
use super::{Aim, Titles, Token, Version, receipt};
use crate::app::Tx;
use crate::error::Result;
use crate::kit::time;
use crate::platform::attempts::Who;
use crate::service::mail::{self, Draft};

/// Tells its sender that it came in, with the link to it and the receipt.
pub async fn confirm(tx: &mut Tx<'_>, stored: &Stored, token: &Token, version: Version) -> Result<()> {
    let Some(mailer) = tx.app.mailer.clone() else { return Ok(()) };
    let Some(reference) = &stored.row.reference else { return Ok(()) };
    let titles = Titles::of(&tx.db, Aim::of(&stored.row)).await?;
    let mut versions = [version];
    receipt::sign(tx.app, &stored.row, &mut versions)?;
    let [version] = versions;
    let way = match &mailer.submission_page {
        Some(page) => format!("Read, change or withdraw it here:\n\n{}", page.link(token.expose())),
        None => format!("With this token you read, change or withdraw it:\n\n{}", token.expose()),
    };
    let text = format!(
        "What you sent in for \"{}\" came in at {}. Its reference is {reference}.\n\n{way}\n\n\
         Keep this to yourself: whoever has it can do the same.\n\n\
         This is your receipt, for the secretariat or anybody who asks for a proof:\n\n{}\n",
        titles.in_locale(&stored.row.locale),
        time::rfc3339(version.at.0),
        version.receipt.unwrap_or_default(),
    );
    write(tx, stored, format!("{reference}: received"), text).await
}

/// Tells its sender that it was withdrawn: if somebody else did, there is somebody to tell.
pub async fn confirm_withdrawal(tx: &mut Tx<'_>, stored: &Stored) -> Result<()> {
    let Some(reference) = stored.row.reference.as_ref().filter(|_| tx.app.mailer.is_some()) else {
        return Ok(());
    };
    let titles = Titles::of(&tx.db, Aim::of(&stored.row)).await?;
    let text = format!(
        "{reference}, sent in for \"{}\", was withdrawn with its secret link.\n\n\
         If it was not you, write to the secretariat.\n",
        titles.in_locale(&stored.row.locale)
    );
    write(tx, stored, format!("{reference}: withdrawn"), text).await
}

/// To its sender, if there is an address.
async fn write(tx: &mut Tx<'_>, stored: &Stored, subject: String, text: String) -> Result<()> {
    let to = stored.contact.as_ref().map(|contact| contact.email.0.clone()).filter(|to| !to.is_empty());
    let Some(to) = to else { return Ok(()) };
    // Whoever gives somebody else's address over and over fills no mailbox by it.
    if tx.app.attempts.begin([Who::confirmed(&to)], tx.now()).is_err() {
        tracing::warn!(submission = %stored.row.id, "one address has had many mails: this one is not sent");
        return Ok(());
    }
    mail::queue(tx, Draft { to, subject, text, until: None }, Some(stored.row.id)).await
}

//! A mail is written.

use entity::id::{MailId, SubmissionId};
use entity::instant::Instant;
use entity::mail;
use serde::{Deserialize, Serialize};

use crate::app::{Tx, bulk};
use crate::domain::stored;
use crate::error::Result;

/// What mails are sealed for.
pub(super) const PURPOSE: &str = "mail";

/// To whom, and what.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub to: String,
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// From then on it is of no use, and is not sent any more.
    #[serde(default, with = "stored::optional_instant")]
    pub until: Option<Instant>,
}

/// Sends it once this unit of work is saved; where no mail is set up, nobody gets it.
pub async fn queue(tx: &mut Tx<'_>, draft: Draft, about: Option<SubmissionId>) -> Result<()> {
    queue_many(tx, vec![(draft, about)]).await.map(drop)
}

/// The same of many; how many will be sent.
pub async fn queue_many(tx: &mut Tx<'_>, drafts: Vec<(Draft, Option<SubmissionId>)>) -> Result<usize> {
    if tx.app.mailer.is_none() || drafts.is_empty() {
        return Ok(0);
    }
    let (now, secret, count) = (tx.now(), &tx.app.keyring()?.secret, drafts.len());
    let rows = drafts.into_iter().map(|(draft, submission_id)| {
        let written = serde_json::to_vec(&draft).expect("words are JSON");
        mail::Model {
            id: MailId::new(now),
            submission_id,
            sealed: secret.seal(PURPOSE, &written),
            created_at: now,
            due_at: Some(now),
            leased_until: None,
            attempts: 0,
            trouble: None,
        }
    });
    bulk::insert_wide::<mail::Entity>(&tx.db, rows.collect()).await?;
    tx.has_mail = true;
    Ok(count)
}

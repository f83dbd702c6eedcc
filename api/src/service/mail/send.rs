//! What is due is sent.

use entity::instant::Instant;
use entity::mail::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::queue::{Draft, PURPOSE};
use crate::app::App;
use crate::error::Result;
use crate::platform::mail::Letter;

/// For how long a node has a mail to itself, in milliseconds: longer than a server may take for it.
const LEASE_MILLIS: i64 = 12 * 60 * 1000;
/// How many are looked at, since other nodes take some of them meanwhile.
const BATCH: u64 = 20;
/// How long to wait after each attempt that failed, in milliseconds; after the last of them it is given up.
const PATIENCE_MILLIS: [i64; 8] = [
    60_000,
    5 * 60_000,
    30 * 60_000,
    2 * 3_600_000,
    5 * 3_600_000,
    10 * 3_600_000,
    14 * 3_600_000,
    24 * 3_600_000,
];
/// Characters of what a mail server said that are kept.
const TROUBLE_CHARS: usize = 500;

/// What is due and no other node has taken, for this one to send: at most so many, the oldest first.
pub async fn take_due(app: &App, most: usize) -> Result<Vec<Model>> {
    if app.mailer.is_none() || most == 0 {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free(now));
    let due = due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(BATCH);
    let mut taken = Vec::new();
    for mail in due.all(&app.db.reader).await? {
        match take(app, &mail, now).await {
            Ok(true) => taken.push(mail),
            Ok(false) => {}
            Err(error) if taken.is_empty() => return Err(error),
            // Told the next time; these are sent.
            Err(_) => break,
        }
        if taken.len() == most {
            break;
        }
    }
    Ok(taken)
}

fn is_free(now: Instant) -> Condition {
    Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now))
}

/// Whether it is this node that sends it.
async fn take(app: &App, mail: &Model, now: Instant) -> Result<bool> {
    let taken = ActiveModel {
        leased_until: Set(Some(Instant(now.0.saturating_add(LEASE_MILLIS)))),
        attempts: Set(mail.attempts.saturating_add(1)),
        ..Default::default()
    };
    let this = Entity::update_many().set(taken).filter(Column::Id.eq(mail.id));
    let this = this.filter(Column::Attempts.eq(mail.attempts)).filter(is_free(now));
    Ok(app.db.change(this).await? == 1)
}

/// What was taken for this node.
pub async fn send(app: &App, mail: Model) -> Result<()> {
    let Some(mailer) = &app.mailer else { return Ok(()) };
    let Some(draft) = opened(app, &mail)? else {
        tracing::error!(mail = %mail.id, "a mail was sealed with another secret, and is not sent");
        return later(app, &mail, "it was sealed with another secret").await;
    };
    if draft.until.is_some_and(|until| until <= app.clock.now()) {
        tracing::warn!(mail = %mail.id, "a mail could not be sent while it was of use, and is not sent any more");
        return done(app, &mail).await;
    }
    let id = mail.id.to_string();
    let message =
        match mailer.compose(Letter { id: &id, to: &draft.to, subject: &draft.subject, text: draft.text }) {
            Ok(message) => message,
            Err(trouble) => return fail(app, &mail, &trouble.to_string(), None).await,
        };
    match mailer.send(&message).await {
        Ok(()) => done(app, &mail).await,
        Err(trouble) => {
            tracing::warn!(mail = %mail.id, %trouble, "a mail could not be sent: it is tried again later");
            later(app, &mail, &trouble.to_string()).await
        }
    }
}

async fn done(app: &App, mail: &Model) -> Result<()> {
    app.db.change(Entity::delete_by_id(mail.id)).await?;
    Ok(())
}

/// As it was written; `None` where it was sealed with another secret.
pub fn opened(app: &App, mail: &Model) -> Result<Option<Draft>> {
    let opened = app.keyring()?.secret.open(PURPOSE, &mail.sealed);
    Ok(opened.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// It is tried again, or given up; `mail` is as it was before this attempt.
async fn later(app: &App, mail: &Model, trouble: &str) -> Result<()> {
    let patience = usize::try_from(mail.attempts).ok().and_then(|count| PATIENCE_MILLIS.get(count));
    fail(app, mail, trouble, patience.copied()).await
}

/// It is tried again after so many milliseconds; `None`: never.
async fn fail(app: &App, mail: &Model, trouble: &str, patience: Option<i64>) -> Result<()> {
    let failed = ActiveModel {
        due_at: Set(patience.map(|patience| Instant(app.clock.now().0.saturating_add(patience)))),
        leased_until: Set(None),
        trouble: Set(Some(trouble.chars().take(TROUBLE_CHARS).collect())),
        ..Default::default()
    };
    // Unless its time with this node was over, and another has it.
    let this = Entity::update_many().set(failed).filter(Column::Id.eq(mail.id));
    let had = app.db.change(this.filter(Column::Attempts.eq(mail.attempts.saturating_add(1)))).await?;
    if had == 1 && patience.is_none() {
        tracing::error!(mail = %mail.id, trouble, "a mail is given up: `cities doctor --mend` has it tried again");
    }
    Ok(())
}

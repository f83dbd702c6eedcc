//! What is due is sent.

use entity::instant::Instant;
use entity::mail::{ActiveModel, Column, Entity, Model};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::queue::{Draft, PURPOSE};
use crate::app::App;
use crate::error::Result;
use crate::platform::mail::{Letter, Mailer};

/// For how long a node has a mail to itself, in milliseconds: longer than a server may take for it.
const LEASE_MILLIS: i64 = 2 * 60 * 1000;
/// How many are looked for at once.
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

/// Sends what is due and no other node has taken. How many were tried; fewer than all that are due may be.
pub async fn send_due(app: &App) -> Result<usize> {
    let Some(mailer) = &app.mailer else { return Ok(0) };
    let now = app.clock.now();
    let due = Entity::find().filter(Column::DueAt.lte(now)).filter(is_free(now));
    let due =
        due.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(BATCH).all(&app.db.reader).await?;
    let mut tried = 0;
    for mail in due {
        if take(app, &mail).await? {
            tried += 1;
            send(app, mailer, mail).await?;
        }
    }
    Ok(tried)
}

fn is_free(now: Instant) -> Condition {
    Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now))
}

/// Whether it is this node that sends it.
async fn take(app: &App, mail: &Model) -> Result<bool> {
    // Those before it may have taken a while.
    let now = app.clock.now();
    let taken = ActiveModel {
        leased_until: Set(Some(Instant(now.0.saturating_add(LEASE_MILLIS)))),
        attempts: Set(mail.attempts.saturating_add(1)),
        ..Default::default()
    };
    let this = Entity::update_many().set(taken).filter(Column::Id.eq(mail.id));
    let this = this.filter(Column::Attempts.eq(mail.attempts)).filter(is_free(now));
    Ok(app.db.change(this).await? == 1)
}

async fn send(app: &App, mailer: &Mailer, mail: Model) -> Result<()> {
    let Some(draft) = opened(app, &mail)? else {
        tracing::error!(mail = %mail.id, "a mail was sealed with another secret, and is not sent");
        return fail(app, &mail, "it was sealed with another secret").await;
    };
    if draft.until.is_some_and(|until| until <= app.clock.now()) {
        tracing::warn!(mail = %mail.id, "a mail could not be sent while it was of use, and is not sent any more");
        app.db.change(Entity::delete_by_id(mail.id)).await?;
        return Ok(());
    }
    let letter = Letter { to: &draft.to, subject: &draft.subject, text: draft.text };
    match mailer.send(letter).await {
        Ok(()) => {
            app.db.change(Entity::delete_by_id(mail.id)).await?;
            Ok(())
        }
        Err(trouble) => {
            tracing::warn!(mail = %mail.id, %trouble, "a mail could not be sent: it is tried again later");
            fail(app, &mail, &trouble.to_string()).await
        }
    }
}

/// As it was written; `None` where it was sealed with another secret.
pub fn opened(app: &App, mail: &Model) -> Result<Option<Draft>> {
    let opened = app.keyring()?.secret.open(PURPOSE, &mail.sealed);
    Ok(opened.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// It is tried again later, or given up; `mail` is as it was before this attempt.
async fn fail(app: &App, mail: &Model, trouble: &str) -> Result<()> {
    let patience = usize::try_from(mail.attempts).ok().and_then(|count| PATIENCE_MILLIS.get(count));
    if patience.is_none() {
        tracing::error!(mail = %mail.id, "a mail is given up: `cities doctor --mend` has it tried again");
    }
    let later = patience.map(|patience| Instant(app.clock.now().0.saturating_add(*patience)));
    let failed = ActiveModel {
        due_at: Set(later),
        leased_until: Set(None),
        trouble: Set(Some(trouble.chars().take(TROUBLE_CHARS).collect())),
        ..Default::default()
    };
    app.db.change(Entity::update_many().set(failed).filter(Column::Id.eq(mail.id))).await?;
    Ok(())
}

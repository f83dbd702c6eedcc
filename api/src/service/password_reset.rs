//! Another password for who has forgotten theirs: by a mail, which nobody else reads.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::audit_event::Actor;
use entity::id::UserId;
use entity::instant::Instant;
use entity::user::PasswordHash;
use entity::{password_reset, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::mail::{self, Draft};
use super::session::audit::{self, Entry, Subject};
use super::session::{attempts, hash};
use super::user as people;
use crate::app::{App, Tx};
use crate::domain::password;
use crate::error::{Error, Result};
use crate::platform::attempts::Who;
use crate::platform::keyring;
use crate::platform::mail::Mailer;

/// How long a token is good, in milliseconds: one hour.
const GOOD_MILLIS: i64 = 60 * 60 * 1000;
/// Tokens begin with this, so that scanners of leaked secrets know them.
const PREFIX: &str = "cities_pr_";

/// What came of asking for a mail; the same whether anybody has that address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requested {
    Taken,
    NotSetUp,
}

/// What came of choosing another password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    Done,
    /// It is too short, too long or has what no keyboard types; the token is good for another try.
    BadPassword(String),
    /// It never was one, was used, or an hour has passed.
    BadToken,
}

/// Has a mail sent to whoever has this address, after the answer: it takes no longer for them than for nobody.
pub fn request(app: &App, email: &str, from: Option<IpAddr>) -> Result<Requested> {
    let email = people::normalised(email);
    let asked = from.map(Who::mailing).into_iter().chain([Who::mailed(&email)]);
    drop(attempts::begin(app, asked)?);
    if app.mailer.is_none() {
        tracing::warn!(
            "somebody asked for another password, and mail is not set up: set mail-url, mail-from and mail-reset-url, \
             or change it with `cities user set-password`"
        );
        return Ok(Requested::NotSetUp);
    }
    let later = app.clone();
    let errand = async move {
        if let Err(error) = send(&later, &email, from).await {
            tracing::error!(%error, "a mail for another password was not sent");
        }
    };
    if !app.errands.take(errand) {
        tracing::warn!("too many mails are waiting: one for another password was not sent");
    }
    Ok(Requested::Taken)
}

async fn send(app: &App, email: &str, from: Option<IpAddr>) -> Result<()> {
    let Some(mailer) = &app.mailer else { return Ok(()) };
    let mut tx = app.begin().await?;
    let found = people::by_email(&tx.db, email).await?;
    let Some(user) = found.filter(|user| user.disabled_at.is_none()) else { return Ok(()) };
    let token = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(keyring::random()));
    store(&tx, user.id, &token).await?;
    let entry = Entry::by(Actor::Anonymous, None, "user.password_reset_requested");
    audit::record(&tx, entry.about(Subject::User(user.id)).from(from)).await?;
    let letter = letter(mailer, email, &token, tx.now());
    mail::queue(&mut tx, letter, None).await?;
    tx.save().await
}

async fn store(tx: &Tx<'_>, user: UserId, token: &str) -> Result<()> {
    use password_reset::Column;
    let expired = password_reset::Entity::delete_many().filter(Column::ExpiresAt.lte(tx.now()));
    expired.filter(Column::UserId.eq(user)).exec(&tx.db).await?;
    let row = password_reset::ActiveModel {
        hash: Set(hash(token)),
        user_id: Set(user),
        created_at: Set(tx.now()),
        expires_at: Set(Instant(tx.now().0 + GOOD_MILLIS)),
    };
    password_reset::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}

fn letter(mailer: &Mailer, email: &str, token: &str, now: Instant) -> Draft {
    let text = format!(
        "Somebody, most likely you, asked for another password for {email}.\n\
         Choose one here, within an hour:\n\n{}\n\n\
         If it was not you, there is nothing to do: the password stays as it is.\n",
        mailer.reset_page.link(token)
    );
    let until = Some(Instant(now.0.saturating_add(GOOD_MILLIS)));
    Draft { to: email.to_owned(), subject: "Choose another password".to_owned(), text, until }
}

/// Sets the password and ends all sessions. `from`: the address of the client, for whom guesses are counted.
pub async fn reset(app: &App, token: &str, password: String, from: Option<IpAddr>) -> Result<Chosen> {
    match password::check(&password) {
        Err(Error::Invalid { message, .. }) => return Ok(Chosen::BadPassword(message.into_owned())),
        outcome => outcome?,
    }
    let attempt = attempts::begin(app, from.map(Who::address))?;
    let hashed = hash(token);
    let known = password_reset::Entity::find_by_id(hashed.as_str()).one(&app.db.reader).await?;
    if known.is_none_or(|known| known.expires_at <= app.clock.now()) {
        return Ok(Chosen::BadToken);
    }
    let new = app.passwords.hash(password).await;
    let tx = app.begin().await?;
    let Some(user) = spend(&tx, &hashed).await? else { return Ok(Chosen::BadToken) };
    forget(&tx, user.id).await?;
    people::revoke_all(&tx, user.id).await?;
    let entry = Entry::by_user("user.password_reset", user.id).from(from);
    let email = user.email.clone().unwrap_or_default();
    people::change(tx, user, entry, |row| row.password_hash = Set(Some(PasswordHash(new)))).await?;
    attempt.succeeded();
    let near = from.map(|from| Who::pair(from, &email));
    app.attempts.move_home(Who::account(&email), near, app.clock.now());
    // Who forgot the password has tried some.
    near.into_iter().chain([Who::account(&email)]).for_each(|who| app.attempts.forgive(who));
    Ok(Chosen::Done)
}

/// Whose token it was, if it was good; of several who show it at once only one has it.
async fn spend(tx: &Tx<'_>, hashed: &str) -> Result<Option<user::Model>> {
    use password_reset::Column;
    let Some(found) = password_reset::Entity::find_by_id(hashed).one(&tx.db).await? else { return Ok(None) };
    let this = password_reset::Entity::delete_many().filter(Column::Hash.eq(hashed));
    if this.filter(Column::ExpiresAt.gt(tx.now())).exec(&tx.db).await?.rows_affected == 0 {
        return Ok(None);
    }
    let user = user::Entity::find_by_id(found.user_id).lock_exclusive().one(&tx.db).await?;
    Ok(user.filter(|user| user.disabled_at.is_none()))
}

/// Tokens that were mailed are good no more.
pub async fn forget(tx: &Tx<'_>, user: UserId) -> Result<()> {
    let of_user = password_reset::Column::UserId.eq(user);
    password_reset::Entity::delete_many().filter(of_user).exec(&tx.db).await?;
    Ok(())
}

//! Codes: of the authenticator for half a minute, of recovery for good; each is taken once.

use entity::id::UserId;
use entity::{recovery_code, second_factor};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::app::{App, Tx};
use crate::error::{Error, Result};
use crate::platform::keyring;
use crate::platform::totp::Totp;
use crate::service::session;

/// Recovery codes of one user.
const CODES: usize = 10;
/// Letters of a recovery code, five bits each.
const LETTERS: usize = 20;
/// Crockford's: none is taken for another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The second factor that a user must show; `None` without one that was confirmed.
pub async fn of(tx: &Tx<'_>, user: UserId) -> Result<Option<second_factor::Model>> {
    let confirmed = second_factor::Column::ConfirmedAt.is_not_null();
    Ok(second_factor::Entity::find_by_id(user).filter(confirmed).one(&tx.db).await?)
}

/// Whether a code is right; from then on it is so no more.
pub async fn accepts(tx: &Tx<'_>, factor: &second_factor::Model, code: &str) -> Result<bool> {
    let code: String =
        code.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').take(64).collect();
    if code.len() == LETTERS { spend(tx, factor.user_id, &code).await } else { take(tx, factor, &code).await }
}

/// A code of the authenticator.
pub async fn take(tx: &Tx<'_>, factor: &second_factor::Model, code: &str) -> Result<bool> {
    let totp = open(tx.app, factor)?;
    let Some(step) = totp.step(code, tx.now()) else { return Ok(false) };
    let taken = second_factor::ActiveModel { last_step: Set(step), ..Default::default() };
    let earlier = second_factor::Entity::update_many().filter(second_factor::Column::LastStep.lt(step));
    let same = earlier.filter(second_factor::Column::UserId.eq(factor.user_id));
    Ok(same.set(taken).exec(&tx.db).await?.rows_affected == 1)
}

async fn spend(tx: &Tx<'_>, user: UserId, code: &str) -> Result<bool> {
    use recovery_code::Column;
    let spent = recovery_code::ActiveModel { spent_at: Set(Some(tx.now())), ..Default::default() };
    let unspent = recovery_code::Entity::update_many().filter(Column::SpentAt.is_null());
    let this =
        unspent.filter(Column::Hash.eq(session::hash(&code.to_lowercase()))).filter(Column::UserId.eq(user));
    Ok(this.set(spent).exec(&tx.db).await?.rows_affected == 1)
}

/// New recovery codes, to be shown once; those before are good no more.
pub async fn renew(tx: &Tx<'_>, user: UserId) -> Result<Vec<String>> {
    forget(tx, user).await?;
    let codes: Vec<String> = std::iter::repeat_with(random).take(CODES).collect();
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        hash: Set(session::hash(code)),
        user_id: Set(user),
        spent_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(&tx.db).await?;
    Ok(codes.iter().map(|code| grouped(code)).collect())
}

pub async fn forget(tx: &Tx<'_>, user: UserId) -> Result<()> {
    let of_user = recovery_code::Column::UserId.eq(user);
    recovery_code::Entity::delete_many().filter(of_user).exec(&tx.db).await?;
    Ok(())
}

/// What is sealed for one user opens for no other.
pub fn purpose(user: UserId) -> String {
    format!("second factor of {user}")
}

fn open(app: &App, factor: &second_factor::Model) -> Result<Totp> {
    let user = factor.user_id;
    let opened = app.keyring()?.secret.open(&purpose(user), &factor.sealed).and_then(Totp::of);
    opened.ok_or_else(|| {
        Error::Environment(format!(
            "the second factor of {user} was encrypted with another secret: set CITIES_SECRET to that one, or \
             `cities user reset-totp {user}`"
        ))
    })
}

fn random() -> String {
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte & 31)]);
    keyring::random().iter().take(LETTERS).map(letter).collect()
}

/// As people copy it.
fn grouped(code: &str) -> String {
    code.as_bytes().chunks(5).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

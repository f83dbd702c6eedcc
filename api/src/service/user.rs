//! People who may sign in. Only the command line changes them so far.

use entity::id::{CityId, UserId};
use entity::noun::Noun;
use entity::role::Role;
use entity::user::{self, Column, PasswordHash};
use entity::{city, session};
use sea_orm::{
    ActiveEnum, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select, TryIntoModel,
};

use crate::app::{App, Tx};
use crate::domain::check::{Check, Need};
use crate::domain::email::is_email;
use crate::domain::{limits, password};
use crate::error::{Error, Result};
use crate::kit;
use crate::query::nouns;
use crate::service::password_reset;
use crate::service::session::audit::{self, Entry};

/// Characters of an address (RFC 5321, 4.5.3.1.3, without its brackets).
pub const EMAIL_CHARS: usize = 254;

/// Somebody new.
#[derive(Clone)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// The slug of their city: required of role CITY, possible of role REVIEWER.
    pub city: Option<String>,
    /// For whom they work.
    pub organisation: Option<String>,
    pub password: String,
}

/// Adds a user; the address must be nobody else's.
pub async fn add(app: &App, new: NewUser) -> Result<user::Model> {
    let email = address(&new.email)?;
    let name = new.name.trim().to_owned();
    let mut check = Check::new(0);
    check.title("name", &name, Need::Required);
    check.optional_line("organisation", new.organisation.as_deref(), limits::TITLE_CHARS);
    first_mistake(check)?;
    password::check(&new.password)?;
    let hash = app.passwords.hash(new.password).await;
    let mut tx = app.begin().await?;
    let city_id = city_of(&mut tx, new.role, new.city.as_deref()).await?;
    if by_email(&tx.db, &email).await?.is_some() {
        let message = format!("{email} is a user already: `set-role` and the like change them");
        return Err(Error::Conflict(message.into()));
    }
    let row = user::ActiveModel {
        id: Set(UserId::new(tx.now())),
        email: Set(Some(email)),
        issuer: Set(None),
        subject: Set(None),
        name: Set(name),
        role: Set(Some(new.role)),
        city_id: Set(city_id),
        organisation: Set(new.organisation),
        password_hash: Set(Some(PasswordHash(hash))),
        disabled_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        version: Set(1),
    };
    let added = user::Entity::insert(row).exec_with_returning(&tx.db).await?;
    let entry = in_role(Entry::by_system("user.added", added.id), new.role, city_id);
    audit::record(&tx, entry).await?;
    tx.save().await?;
    Ok(added)
}

/// All of them, by address.
pub async fn list(app: &App) -> Result<Vec<user::Model>> {
    Ok(user::Entity::find().order_by_asc(Column::Email).all(&app.db.reader).await?)
}

/// From the next request on nothing works for them; or everything again.
pub async fn set_disabled(app: &App, email: &str, disabled: bool) -> Result<()> {
    let tx = app.begin().await?;
    let user = known(&tx, email).await?;
    let since = disabled.then(|| user.disabled_at.unwrap_or_else(|| tx.now()));
    if disabled {
        revoke_all(&tx, user.id).await?;
        password_reset::forget(&tx, user.id).await?;
    }
    let entry = Entry::by_system(if disabled { "user.disabled" } else { "user.enabled" }, user.id);
    change(tx, user, entry, |row| row.disabled_at = Set(since)).await
}

pub async fn set_role(app: &App, email: &str, role: Role, city: Option<&str>) -> Result<()> {
    let mut tx = app.begin().await?;
    let city_id = city_of(&mut tx, role, city).await?;
    let user = ours(known(&tx, email).await?)?;
    let entry = in_role(Entry::by_system("user.role_changed", user.id), role, city_id);
    change(tx, user, entry, |row| (row.role, row.city_id) = (Set(Some(role)), Set(city_id))).await
}

/// For whom they work, so that they do not judge what it sends in; `None` for nobody. Also of those whom an identity
/// provider names, which does not tell it.
pub async fn set_organisation(app: &App, who: &str, organisation: Option<String>) -> Result<()> {
    let mut check = Check::new(0);
    check.optional_line("organisation", organisation.as_deref(), limits::TITLE_CHARS);
    first_mistake(check)?;
    let tx = app.begin().await?;
    let user = known(&tx, who).await?;
    let entry = Entry::by_system("user.organisation_changed", user.id);
    change(tx, user, entry, |row| row.organisation = Set(organisation)).await
}

fn first_mistake(check: Check) -> Result<()> {
    match check.into_mistakes().into_iter().next() {
        Some(wrong) => Err(Error::invalid(wrong.field.join("."), wrong.message)),
        None => Ok(()),
    }
}

/// Whoever signed in with the old one has to sign in again.
pub async fn set_password(app: &App, email: &str, password: String) -> Result<()> {
    password::check(&password)?;
    let hash = app.passwords.hash(password).await;
    let tx = app.begin().await?;
    let user = ours(known(&tx, email).await?)?;
    revoke_all(&tx, user.id).await?;
    password_reset::forget(&tx, user.id).await?;
    let entry = Entry::by_system("user.password_changed", user.id);
    change(tx, user, entry, |row| row.password_hash = Set(Some(PasswordHash(hash)))).await
}

/// Refuses one whom an identity provider names: what they may do, and how they sign in, is said there.
fn ours(user: user::Model) -> Result<user::Model> {
    match user.issuer {
        None => Ok(user),
        Some(issuer) => Err(Error::Conflict(
            format!("{} is a user of {issuer}: change that there, or `cities user disable` them", user.id)
                .into(),
        )),
    }
}

/// Changes a row, and says so in the log; what changes nothing is no event.
pub(super) async fn change(
    tx: Tx<'_>,
    user: user::Model,
    entry: Entry,
    set: impl FnOnce(&mut user::ActiveModel),
) -> Result<()> {
    let version = user.version;
    let mut row = user.clone().into_active_model();
    set(&mut row);
    if row.clone().try_into_model()? == user {
        return tx.save().await;
    }
    (row.updated_at, row.version) = (Set(tx.now()), Set(version.saturating_add(1)));
    user::Entity::update(row).exec(&tx.db).await?;
    audit::record(&tx, entry).await?;
    tx.save().await
}

/// As it is stored.
fn word(role: Role) -> String {
    role.to_value()
}

/// Ends every session of a user.
pub async fn revoke_all(tx: &Tx<'_>, id: UserId) -> Result<()> {
    let ended = session::ActiveModel { revoked_at: Set(Some(tx.now())), ..Default::default() };
    let open = session::Entity::update_many().filter(session::Column::RevokedAt.is_null());
    open.set(ended).filter(session::Column::UserId.eq(id)).exec(&tx.db).await?;
    Ok(())
}

/// Whoever has this address, as [`normalised`].
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<user::Model>> {
    match of_email(email) {
        Some(found) => Ok(found.one(db).await?),
        None => Ok(None),
    }
}

/// `None`: nobody has one with U+0000, which `PostgreSQL` does not even look for.
fn of_email(email: &str) -> Option<Select<user::Entity>> {
    (!kit::text::has_nul(email)).then(|| user::Entity::find().filter(Column::Email.eq(email)))
}

/// As it is stored and looked for.
pub fn normalised(email: &str) -> String {
    email.trim().to_lowercase()
}

/// By address, or by id: whom an identity provider names has no address here. Held until the unit of work ends: who is
/// signing in now is waited for, and has a session to be ended with the others.
pub(super) async fn known(tx: &Tx<'_>, who: &str) -> Result<user::Model> {
    let unknown = || Error::NotFound("a user of that e-mail address or id is");
    let found = match who.parse::<UserId>() {
        Ok(id) => user::Entity::find_by_id(id),
        Err(_) => of_email(&normalised(who)).ok_or_else(unknown)?,
    };
    found.lock_exclusive().one(&tx.db).await?.ok_or_else(unknown)
}

fn in_role(entry: Entry, role: Role, city: Option<CityId>) -> Entry {
    let entry = entry.with("role", word(role));
    match city {
        Some(city) => entry.with("city", nouns::public_id(Noun::City, &city.0)),
        None => entry,
    }
}

fn address(email: &str) -> Result<String> {
    let email = normalised(email);
    if email.len() <= EMAIL_CHARS && is_email(&email) {
        return Ok(email);
    }
    Err(Error::invalid("email", "must be an e-mail address such as ana@example.org, in ASCII"))
}

async fn city_of(tx: &mut Tx<'_>, role: Role, slug: Option<&str>) -> Result<Option<CityId>> {
    match (role, slug) {
        (Role::City, None) => {
            Err(Error::invalid("city", "is required of the role CITY: give the slug of a city"))
        }
        (Role::City | Role::Reviewer, Some(slug)) => {
            // Whoever purges it meanwhile counts this one, too.
            tx.hold_content().await?;
            let found = city::Entity::find().filter(city::Column::Slug.eq(slug)).one(&tx.db).await?;
            let unknown = || format!("there is no city `{slug}`: give the slug that its address has");
            Ok(Some(found.ok_or_else(|| Error::invalid("city", unknown()))?.id))
        }
        (_, Some(_)) => {
            Err(Error::invalid("city", "goes with the roles CITY and REVIEWER alone: leave it out"))
        }
        (_, None) => Ok(None),
    }
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewUser").field("role", &self.role).finish_non_exhaustive()
    }
}

//! The keys that sign access tokens and receipts.

use std::sync::Arc;

use entity::audit_event::Actor;
use entity::instant::Instant;
use entity::signing_key::{self, Column};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::session::audit::{self, Entry};
use crate::app::{App, Tx, bulk};
use crate::error::{Error, Result};
use crate::platform::keyring::{ACCESS_MILLIS, Keyring, Keys, PublicKey, PublicKeys, SigningKey, Verifying};

/// Keys are read again once they are this old: another node may have added one, or retired one.
const FRESH_MILLIS: i64 = 60_000;
/// For how long a retired key is believed, in milliseconds: until the last token is gone that a node signed before it
/// knew, by a clock a little behind.
const BELIEVED_MILLIS: i64 = ACCESS_MILLIS + FRESH_MILLIS + 5_000;
/// A new key is published for so long before it signs: partners keep the old set for four minutes, nodes for one.
const PUBLISHED_MILLIS: i64 = 5 * 60 * 1000;
/// And not more often than this for tokens that name an unknown one.
const PATIENCE_MILLIS: i64 = 2_000;

/// Reads the keys in use into the keyring, and makes the first one where there is none.
pub async fn open(app: &App) -> Result<()> {
    keep_given(app).await?;
    load(app).await?;
    if app.keyring()?.keys().signing.is_some() {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    tx.hold_content().await?;
    // Another node may have been faster.
    if newest(&tx.db).await?.is_none() {
        add(&tx, &SigningKey::generate()).await?;
    }
    tx.save().await?;
    load(app).await
}

/// The public half of the operator's own key is kept: others believe it, and what it signed is proved by it after another one
/// took its place. That one is believed until its last tokens have expired.
async fn keep_given(app: &App) -> Result<()> {
    let key = app.keyring()?.given.as_deref().map(|key| &key.public);
    let known = signing_key::Entity::find().filter(given()).all(&app.db.reader).await?;
    if known.iter().map(|row| &row.kid).eq(key.map(|key| &key.kid)) {
        return Ok(());
    }
    let tx = app.begin().await?;
    let retired = signing_key::ActiveModel { retired_at: Set(Some(tx.now())), ..Default::default() };
    signing_key::Entity::update_many().filter(given()).set(retired).exec(&tx.db).await?;
    if let Some(key) = key {
        let row = signing_key::Model {
            kid: key.kid.clone(),
            // It is in use, and its private half is not here.
            sealed: String::new(),
            public: key.x.clone(),
            created_at: tx.now(),
            retired_at: None,
        };
        bulk::upsert::<signing_key::Entity>(&tx.db, vec![row]).await?;
    }
    let entry = Entry::by(Actor::System, None, "key.given");
    audit::record(&tx, entry.with("kid", key.map(|key| key.kid.as_str()))).await?;
    tx.save().await
}

/// When a new key begins to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Once everybody who verifies has heard of it. The one before signs until then, and verifies until its last tokens
    /// have expired.
    Published,
    /// At once, and nothing that another one signed is believed any more: they leaked, or cannot be opened.
    Now,
}

/// Adds a key. Answers its `kid`. Where the operator gives one, that is the key: there is nothing to be added, but the others
/// may be forgotten.
pub async fn rotate(app: &App, begin: Begin) -> Result<String> {
    let given = app.keyring()?.given.clone();
    may_rotate(app, begin).await?;
    if begin == Begin::Published {
        // The one before goes on signing: nothing is changed where it cannot be opened.
        load(app).await?;
    }
    let mut tx = app.begin().await?;
    tx.hold_content().await?;
    let kid = match (begin, &given) {
        (Begin::Published, _) => {
            retire(&tx).await?;
            add(&tx, &SigningKey::generate()).await?
        }
        (Begin::Now, None) => {
            signing_key::Entity::delete_many().exec(&tx.db).await?;
            add(&tx, &SigningKey::generate()).await?
        }
        (Begin::Now, Some(key)) => {
            let others = signing_key::Entity::delete_many().filter(Column::Kid.ne(key.public.kid.as_str()));
            if others.exec(&tx.db).await?.rows_affected == 0 {
                let message = "no other key is believed: if this one leaked, put another in its file and start every \
                               server again first";
                return Err(Error::Conflict(message.into()));
            }
            key.public.kid.clone()
        }
    };
    let entry = Entry::by(Actor::System, None, "key.rotated").with("kid", kid.as_str());
    audit::record(&tx, entry.with("now", begin == Begin::Now)).await?;
    tx.save().await?;
    load(app).await?;
    Ok(kid)
}

/// An error where servers sign with a key from a file that is not the one given here.
async fn may_rotate(app: &App, begin: Begin) -> Result<()> {
    let in_use = signing_key::Entity::find().filter(given()).all(&app.db.reader).await?;
    let is_in_use = |key: &SigningKey| in_use.iter().any(|row| row.kid == key.public.kid);
    let why = match (&app.keyring()?.given, begin) {
        (Some(_), Begin::Published) => {
            "signs instead of any key made here: put another one in its file and start every server again. What the one \
             before signed is believed until it has expired, or until `cities keys rotate --now`"
        }
        (Some(key), Begin::Now) if !is_in_use(key) => {
            "is a key that no server has begun with: start every server with it first"
        }
        (None, _) if !in_use.is_empty() => {
            "is how servers get the key they sign with: put another one in its file, start every server again, and give \
             the file here, too"
        }
        _ => return Ok(()),
    };
    Err(Error::invalid("signing-key", why))
}

/// Keys of the operator's own that are in use.
fn given() -> Condition {
    Condition::all().add(Column::Sealed.eq("")).add(Column::RetiredAt.is_null())
}

/// Those in use, once the next one signs. Of those that nobody believes any more the private half is forgotten; the public
/// one goes on proving receipts.
async fn retire(tx: &Tx<'_>) -> Result<()> {
    let (forgotten, at) = (tx.now().0 - BELIEVED_MILLIS, tx.now().0 + PUBLISHED_MILLIS);
    let old = Column::RetiredAt.lt(Instant(forgotten));
    let emptied = signing_key::ActiveModel { sealed: Set(String::new()), ..Default::default() };
    signing_key::Entity::update_many().set(emptied).filter(old).exec(&tx.db).await?;
    let retired = signing_key::ActiveModel { retired_at: Set(Some(Instant(at))), ..Default::default() };
    signing_key::Entity::update_many().set(retired).filter(Column::RetiredAt.is_null()).exec(&tx.db).await?;
    Ok(())
}

/// Before a token is signed, verified, or the keys are published.
pub async fn freshen(app: &App) -> Result<()> {
    reload(app, FRESH_MILLIS).await
}

/// When a token names an unknown key.
pub async fn look_again(app: &App) -> Result<()> {
    reload(app, PATIENCE_MILLIS).await
}

async fn reload(app: &App, age: i64) -> Result<()> {
    let read_at = app.keyring()?.keys().read_at;
    if app.clock.now().0.saturating_sub(read_at.0) < age { Ok(()) } else { load(app).await }
}

async fn load(app: &App) -> Result<()> {
    let keyring = app.keyring()?;
    let rows = signing_key::Entity::find().order_by_asc(Column::CreatedAt).all(&app.db.reader).await?;
    let (signing, read_at) = (keyring.given.clone(), app.clock.now());
    let mut keys = Keys { signing, read_at, ..Keys::default() };
    for row in &rows {
        let Some(key) = PublicKey::of(row.public.clone()) else {
            tracing::warn!(kid = row.kid, "a signing key is damaged: its tokens are refused");
            continue;
        };
        let until = row.retired_at.map(|at| Instant(at.0.saturating_add(BELIEVED_MILLIS)));
        let is_given = keys.signing.as_ref().is_some_and(|given| given.public.kid == row.kid);
        if until.is_some_and(|until| until <= read_at) && !is_given {
            keys.retired.push(key);
        } else {
            keys.verifying.insert(row.kid.clone(), Verifying { key, until });
        }
    }
    if keys.signing.is_none() {
        keys.signing = chosen(&rows, read_at).map(|row| unseal(keyring, row)).transpose()?.map(Arc::new);
    }
    if let Some(key) = &keys.signing {
        let known = Verifying { key: key.public.clone(), until: None };
        keys.verifying.insert(key.public.kid.clone(), known);
    }
    keyring.fill(keys);
    Ok(())
}

/// The public halves of all that sign or signed.
pub async fn public(app: &App) -> Result<PublicKeys> {
    let rows = signing_key::Entity::find().all(&app.db.reader).await?;
    let keys = rows.into_iter().filter_map(|row| PublicKey::of(row.public));
    Ok(keys.map(|key| (key.kid.clone(), key)).collect())
}

/// Of those in use, oldest first: the newest that everybody knows, or the newest.
fn chosen(rows: &[signing_key::Model], now: Instant) -> Option<&signing_key::Model> {
    let own = || rows.iter().rev().filter(|row| !row.sealed.is_empty());
    let in_use = || own().filter(|row| row.retired_at.is_none_or(|at| at > now));
    let is_known = |row: &&signing_key::Model| now.0.saturating_sub(row.created_at.0) >= PUBLISHED_MILLIS;
    in_use().find(is_known).or_else(|| in_use().find(|row| row.retired_at.is_none()))
}

fn unseal(keyring: &Keyring, row: &signing_key::Model) -> Result<SigningKey> {
    SigningKey::open(&row.sealed, &keyring.secret).ok_or_else(|| {
        Error::Environment(format!(
            "the signing key {} was encrypted with another secret: set CITIES_SECRET to that one, or, if it is lost, \
             `cities keys rotate --now`",
            row.kid
        ))
    })
}

async fn newest(db: &impl ConnectionTrait) -> Result<Option<signing_key::Model>> {
    let own = signing_key::Entity::find().filter(Column::Sealed.ne(""));
    Ok(own.filter(Column::RetiredAt.is_null()).one(db).await?)
}

/// Answers its `kid`.
async fn add(tx: &Tx<'_>, key: &SigningKey) -> Result<String> {
    let row = signing_key::ActiveModel {
        kid: Set(key.public.kid.clone()),
        sealed: Set(key.seal(&tx.app.keyring()?.secret)),
        public: Set(key.public.x.clone()),
        created_at: Set(tx.now()),
        retired_at: Set(None),
    };
    signing_key::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(key.public.kid.clone())
}

//! Preview tokens: one draft, and only it, for those without an account.
//!
//! A token says which thing, until when, by whom and by which API token, and is believed by its code (HMAC-SHA-256): nothing
//! of it is stored. It shows drafts for as long as those two may.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::{ApiTokenId, UserId};
use entity::instant::Instant;
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::content::{Editable, Named, Request, joined, refused};
use super::{api_token, call, city, cluster, media_item, news_item, partner, practice, session};
use crate::app::{App, Tx, record};
use crate::domain::actor::Actor;
use crate::domain::change::Author;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::platform::database::Caller;
use crate::platform::keyring::Refused;

/// Scanners of leaked secrets know them by this.
const PREFIX: &str = "cities_pv_";
/// What the code is made for.
const PURPOSE: &str = "preview token";
/// Seconds: a minute to thirty days.
pub const LIFETIME: std::ops::RangeInclusive<i32> = 60..=30 * 24 * 60 * 60;
/// Bytes of a token: id, end, maker, the API token it was made by or nothing, code.
const BYTES: [usize; 5] = [16, 8, 16, 16, 32];

/// A token as its holder has it. Prints nothing of it.
pub struct Preview {
    pub token: String,
    pub expires_at: Instant,
}

/// What a good token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub thing: Uuid,
    maker: UserId,
    /// The API token that it was made by, if any.
    script: Option<ApiTokenId>,
}

/// A token for this thing, good for so many seconds.
pub async fn create(app: &App, author: Author, thing: Result<Named>, seconds: i32) -> Result<Preview> {
    let Actor::User(maker) = &author.actor else { return Err(Error::Unauthenticated) };
    let (maker, role, script) = (maker.user, maker.role, maker.token.as_ref().map(|token| token.id));
    let mut tx = app.begin_for(author).await?;
    let noted = match thing {
        Ok(thing) => note_any(&mut tx, thing).await.map(|()| thing.id),
        Err(unread) => Err(unread),
    };
    let mut wrong = Check::new(0);
    if !LIFETIME.contains(&seconds) {
        let message = format!("must be from {} to {} seconds", LIFETIME.start(), LIFETIME.end());
        wrong.wrong("expiresIn", Code::Invalid, message);
    }
    let id = joined(wrong.into_mistakes(), noted)?;
    let expires_at = Instant(tx.now().0 + i64::from(seconds) * 1000);
    session::note_role(&tx, maker, role, None).await?;
    tx.save().await?;
    Ok(Preview { token: written(app, Shown { thing: id, maker, script }, expires_at)?, expires_at })
}

/// That one was made is written down.
async fn note_any(tx: &mut Tx<'_>, thing: Named) -> Result<()> {
    match thing.prefix {
        "call" => note::<call::Input>(tx, thing.id).await,
        "city" => note::<city::Input>(tx, thing.id).await,
        "cluster" => note::<cluster::Input>(tx, thing.id).await,
        "media" => note::<media_item::Input>(tx, thing.id).await,
        "news" => note::<news_item::Input>(tx, thing.id).await,
        "partner" => note::<partner::Input>(tx, thing.id).await,
        "practice" => note::<practice::Input>(tx, thing.id).await,
        _ => Err(refused("id", Code::InvalidState, "has no drafts: it is public as it stands")),
    }
}

async fn note<I: Editable>(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let request = Request { id, expected_version: None };
    request.head::<I>(tx, Action::Preview).await?;
    record::note(tx, (I::NOUN, id), "previewed").await
}

fn written(app: &App, shown: Shown, until: Instant) -> Result<String> {
    let script = shown.script.map_or(Uuid::nil(), |token| token.0);
    let (maker, until) = (shown.maker.0.as_bytes(), until.0.to_be_bytes());
    let said = [shown.thing.as_bytes(), &until[..], maker, script.as_bytes()].concat();
    let code = app.keyring()?.secret.mac(PURPOSE, &said);
    Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode([said.as_slice(), &code].concat())))
}

/// Whether it begins like one.
pub fn is_meant(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// What it says, if its time is not over.
pub fn bearer(app: &App, token: &str) -> Result<Result<Shown, Refused>> {
    let bytes = token.strip_prefix(PREFIX).and_then(|rest| URL_SAFE_NO_PAD.decode(rest).ok());
    let Some(bytes) = bytes.filter(|bytes| bytes.len() == BYTES.iter().sum::<usize>()) else {
        return Ok(Err(Refused::Foreign));
    };
    let (said, code) = bytes.split_at(bytes.len() - BYTES[4]);
    if !app.keyring()?.secret.is_mac(PURPOSE, said, code) {
        return Ok(Err(Refused::Foreign));
    }
    let (thing, rest) = said.split_at(BYTES[0]);
    let (until, rest) = rest.split_at(BYTES[1]);
    let (maker, script) = rest.split_at(BYTES[2]);
    let until = i64::from_be_bytes(until.try_into().expect("eight bytes"));
    if until <= app.clock.now().0 {
        return Ok(Err(Refused::PreviewOver));
    }
    let id = |bytes| Uuid::from_slice(bytes).expect("sixteen bytes");
    let script = Some(id(script)).filter(|script| !script.is_nil()).map(ApiTokenId);
    Ok(Ok(Shown { thing: id(thing), maker: UserId(id(maker)), script }))
}

/// Its holder, one statement; an error once its maker may make none any more.
pub async fn actor(app: &App, shown: &Shown) -> Result<Actor> {
    let may = if let Some(script) = shown.script {
        let maker = Actor::User(api_token::again(app, script).await?);
        permission::may(&maker, Action::Preview, Thing::Any)
    } else {
        let maker = user::Entity::find_by_id(shown.maker).filter(user::Column::DisabledAt.is_null());
        let maker = maker.one(&app.db.read_by(Caller::Somebody)).await?;
        maker.is_some_and(|maker| permission::may_as(maker.role, Action::Preview))
    };
    if may { Ok(Actor::Preview(shown.thing)) } else { Err(Error::Unauthenticated) }
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

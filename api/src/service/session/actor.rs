//! From a token to who acts.

use entity::id::{SessionId, SubmissionId};
use entity::session::{self, Column};
use entity::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::named;
use crate::app::App;
use crate::domain::actor::{Actor, SignedIn};
use crate::error::{Error, Result};
use crate::platform::database::Caller;
use crate::platform::keyring::{Claims, Refused};
use crate::platform::oidc::Identity;
use crate::service::account::{self, Account};
use crate::service::{api_token, key, preview, submission};

/// What a good token says.
#[derive(Clone, Debug)]
pub enum Bearer {
    /// One of ours.
    Session(Claims),
    /// One of the identity provider.
    Named(Identity),
    /// An API token, looked up already: it says nothing by itself.
    Script(SignedIn),
    /// A preview token, for one thing.
    Preview(preview::Shown),
    /// The secret token of a submission, looked up already: its sender has no account.
    Sender(SubmissionId),
}

/// What a token says, if it is good. Keys are looked for again when it names one that is new.
pub async fn bearer(app: &App, token: &str) -> Result<Result<Bearer, Refused>> {
    if api_token::is_meant(token) {
        return Ok(api_token::bearer(app, token).await?.map(Bearer::Script));
    }
    if preview::is_meant(token) {
        return Ok(preview::bearer(app, token)?.map(Bearer::Preview));
    }
    if submission::Token::is_meant(token) {
        return Ok(submission::sender(app, token).await?.map(Bearer::Sender));
    }
    let (keyring, now) = (app.keyring()?, app.clock.now());
    if let Some(provider) = app.provider.as_ref().filter(|provider| provider.is_named_by(token)) {
        return Ok(provider.verify(token, now).await.map(Bearer::Named));
    }
    key::freshen(app).await?;
    let mut claims = keyring.verify(token, now);
    if claims == Err(Refused::UnknownKey) {
        key::look_again(app).await?;
        claims = keyring.verify(token, now);
    }
    Ok(claims.map(Bearer::Session))
}

/// The user of a token as they are now; one statement. An error once the session has ended or the user was disabled.
pub async fn actor(app: &App, bearer: &Bearer) -> Result<Actor> {
    match bearer {
        Bearer::Session(claims) => of_session(app, claims).await,
        Bearer::Named(identity) => named::actor(app, identity).await,
        Bearer::Script(user) => Ok(Actor::User(user.clone())),
        Bearer::Sender(_) => Ok(Actor::Anonymous),
        Bearer::Preview(shown) => preview::actor(app, shown).await,
    }
}

/// The same some time later, while an answer is still being sent: what was looked up when the request came is asked again.
pub async fn actor_again(app: &App, bearer: &Bearer) -> Result<Actor> {
    match bearer {
        Bearer::Script(user) => match &user.token {
            Some(token) => Ok(Actor::User(api_token::again(app, token.id).await?)),
            None => Err(Error::Unauthenticated),
        },
        other => actor(app, other).await,
    }
}

async fn of_session(app: &App, claims: &Claims) -> Result<Actor> {
    let open = session::Entity::find_by_id(claims.session)
        .filter(Column::UserId.eq(claims.user))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(app.clock.now()));
    let found = account::beside(open).into_model::<Account>().one(&app.db.read_by(Caller::Somebody)).await?;
    let account = found.ok_or(Error::Unauthenticated)?;
    Ok(Actor::User(SignedIn { session: Some(claims.session), ..account.signed_in() }))
}

/// Somebody of ours, by this session.
pub(super) fn signed_in(user: user::Model, session: SessionId, has_second_factor: bool) -> SignedIn {
    let (session, role, city) = (Some(session), user.role, user.city_id);
    let (name, email, organisation) = (user.name, user.email, user.organisation);
    SignedIn { user: user.id, session, role, city, organisation, name, email, has_second_factor, token: None }
}

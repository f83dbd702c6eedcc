//! From an API token to who acts.

use entity::api_token::{self, Column};
use entity::id::ApiTokenId;
use entity::instant::Instant;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use super::{in_use, secret};
use crate::app::App;
use crate::domain::actor::{ApiToken, SignedIn};
use crate::domain::api_scope::Scopes;
use crate::error::{Error, Result};
use crate::platform::database::Caller;
use crate::platform::keyring::Refused;
use crate::service::account::{self, Account};
use crate::service::session::hash;

/// How exactly it is known when a token was used last, in milliseconds.
const NOTED_MILLIS: i64 = 60_000;

/// A token, and whose it is.
#[derive(FromQueryResult)]
struct Found {
    id: ApiTokenId,
    scopes: String,
    #[sea_orm(nested)]
    account: Account,
}

/// Whether this is, or should be, an API token.
pub fn is_meant(token: &str) -> bool {
    secret::has_prefix(token)
}

/// Who acts by this token, as they are now; one statement.
pub async fn bearer(app: &App, token: &str) -> Result<Result<SignedIn, Refused>> {
    if !secret::is_well_made(token) {
        return Ok(Err(Refused::Foreign));
    }
    let now = app.clock.now();
    let Some(found) = find(app, Condition::all().add(Column::Hash.eq(hash(token))), now).await? else {
        return Ok(Err(Refused::Ended));
    };
    if let Some(token) = &found.token
        && app.used_tokens.is_due(token.id.0, now, NOTED_MILLIS)
    {
        note(app.clone(), token.id, now);
    }
    Ok(Ok(found))
}

/// The same some time later; an error once the token has ended or its user was disabled.
pub async fn again(app: &App, id: ApiTokenId) -> Result<SignedIn> {
    find(app, Condition::all().add(Column::Id.eq(id)), app.clock.now()).await?.ok_or(Error::Unauthenticated)
}

async fn find(app: &App, which: Condition, now: Instant) -> Result<Option<SignedIn>> {
    let tokens = account::beside(in_use(now).filter(which)).columns([Column::Id, Column::Scopes]);
    let found = tokens.into_model::<Found>().one(&app.db.read_by(Caller::Somebody)).await?;
    Ok(found.map(|Found { id, scopes, account }| {
        let token = Some(ApiToken { id, scopes: Scopes::parse(&scopes) });
        SignedIn { token, ..account.signed_in() }
    }))
}

/// Writes down, beside the request, that it was used now. What is lost of it is lost.
fn note(app: App, id: ApiTokenId, now: Instant) {
    tokio::spawn(async move {
        let before = Instant(now.0.saturating_sub(NOTED_MILLIS));
        // Another node may have noted it.
        let is_due = Condition::any().add(Column::LastUsedAt.is_null()).add(Column::LastUsedAt.lte(before));
        let used = api_token::ActiveModel { last_used_at: Set(Some(now)), ..Default::default() };
        let row = api_token::Entity::update_many().set(used).filter(Column::Id.eq(id)).filter(is_due);
        if let Err(error) = app.db.change(row).await {
            tracing::warn!(%error, token = %id, "the use of an API token was not written down");
        }
    });
}

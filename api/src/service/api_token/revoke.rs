//! The end of an API token.

use entity::api_token;
use entity::id::ApiTokenId;
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::record;
use crate::app::App;
use crate::domain::change::Author;
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};

/// From the next request on it is good for nothing, on every node; one that is revoked already stays so.
pub async fn revoke(app: &App, author: Author, id: ApiTokenId) -> Result<api_token::Model> {
    permission::require(&author.actor, Action::ManageTokens, Thing::Any)?;
    let tx = app.begin_for(author).await?;
    let found = api_token::Entity::find_by_id(id).lock_exclusive().one(&tx.db).await?;
    let found = found.ok_or(Error::NotFound("an API token of that id is"))?;
    if found.revoked_at.is_some() {
        return Ok(found);
    }
    let mut row = found.into_active_model();
    row.revoked_at = Set(Some(tx.now()));
    let revoked = api_token::Entity::update(row).exec(&tx.db).await?;
    record(&tx, "api_token.revoked", id, None).await?;
    tx.save().await?;
    Ok(revoked)
}

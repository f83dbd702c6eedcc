//! The end of an API token.

use entity::api_token;
use entity::id::ApiTokenId;
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};

use super::record;
use crate::app::App;
use crate::domain::change::Author;
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::error::Result;
use crate::service::content::refused;

/// From the next request on it is good for nothing, on every node; one that is revoked already stays so.
pub async fn revoke(app: &App, author: Author, id: ApiTokenId) -> Result<api_token::Model> {
    permission::require(&author.actor, Action::ManageTokens, Thing::Any)?;
    let tx = app.begin_for(author).await?;
    let found = api_token::Entity::find_by_id(id).lock_exclusive().one(&tx.db).await?;
    let message = "is the id of no API token: give one as the list of tokens tells it";
    let found = found.ok_or_else(|| refused("id", Code::NotFound, message))?;
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

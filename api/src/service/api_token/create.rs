//! A new API token.

use entity::id::ApiTokenId;
use entity::instant::Instant;
use entity::{api_token, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{LONGEST_MILLIS, MOST, Secret, in_use, record};
use crate::app::{App, Tx};
use crate::domain::api_scope::{ApiScope, Scopes};
use crate::domain::change::Author;
use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::domain::permission::{self, Action, Thing};
use crate::error::{Error, Result};
use crate::kit::time;
use crate::service::session::hash;
use crate::service::user::known;

/// For how long what is no longer in use is kept, in milliseconds: 90 days.
const KEPT_MILLIS: i64 = 90 * super::DAY_MILLIS;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The address or the id of the user it acts as; its maker, when left out.
    pub user: Option<String>,
    pub name: String,
    pub scopes: Scopes,
    pub lifetime: Option<Lifetime>,
}

/// How long a token is good.
#[derive(Clone, Copy, Debug)]
pub enum Lifetime {
    Until(Instant),
    /// Until it is revoked: its maker has said so.
    Unlimited,
    /// Its maker has said both, which is a mistake.
    Both(Instant),
}

/// A token with what nobody is shown again.
#[derive(Clone, Debug)]
pub struct Created {
    pub token: api_token::Model,
    pub secret: Secret,
}

/// Makes a token; only admins do, and no token does.
pub async fn create(app: &App, author: Author, new: NewToken) -> Result<Created> {
    permission::require(&author.actor, Action::ManageTokens, Thing::Any)?;
    let tx = app.begin_for(author).await?;
    let mut check = Check::new(0);
    check.title("name", &new.name, Need::Required);
    if new.scopes.is_empty() {
        let all: Vec<&str> = ApiScope::ALL.into_iter().map(ApiScope::as_str).collect();
        check.wrong("scopes", Code::Required, format!("must name what it is for: any of {}", all.join(", ")));
    }
    check_lifetime(&mut check, new.lifetime, tx.now());
    let user = user_of(&tx, &mut check, new.user.as_deref()).await?;
    let mistakes = check.into_mistakes();
    let Some(user) = user.filter(|_| mistakes.is_empty()) else { return Err(Error::Mistakes(mistakes)) };
    forget(&tx).await?;
    if in_use(tx.now()).count(&tx.db).await? >= MOST {
        let mut check = Check::new(0);
        let message = format!("there are {MOST} tokens in use: revoke one that is not needed any more");
        check.wrong("name", Code::TooMany, message);
        return Err(Error::Mistakes(check.into_mistakes()));
    }
    insert(tx, &user, new).await
}

async fn insert(tx: Tx<'_>, user: &user::Model, new: NewToken) -> Result<Created> {
    let secret = Secret::random();
    let expires_at = match new.lifetime {
        Some(Lifetime::Until(instant) | Lifetime::Both(instant)) => Some(instant),
        _ => None,
    };
    let token = api_token::Model {
        id: ApiTokenId::new(tx.now()),
        hash: hash(secret.expose()),
        user_id: user.id,
        name: new.name.trim().to_owned(),
        scopes: new.scopes.to_words(),
        created_at: tx.now(),
        expires_at,
        last_used_at: None,
        revoked_at: None,
    };
    let detail = json!({
        "name": token.name, "user": user.id.to_string(), "scopes": token.scopes,
        "expiresAt": expires_at.map(|instant| time::rfc3339(instant.0)),
    });
    api_token::Entity::insert(api_token::ActiveModel::from(token.clone()))
        .exec_without_returning(&tx.db)
        .await?;
    record(&tx, "api_token.created", token.id, Some(detail.to_string())).await?;
    tx.save().await?;
    Ok(Created { token, secret })
}

fn check_lifetime(check: &mut Check, lifetime: Option<Lifetime>, now: Instant) {
    if let Some(Lifetime::Both(_)) = lifetime {
        check.wrong("neverExpires", Code::Invalid, "contradicts `expiresAt`: leave one of them out");
    }
    match lifetime {
        None => {
            let message = "is required, at most a year ahead: or say that it never expires";
            check.wrong("expiresAt", Code::Required, message);
        }
        Some(Lifetime::Until(instant) | Lifetime::Both(instant)) if instant <= now => {
            check.wrong("expiresAt", Code::Invalid, "has passed: name a time to come");
        }
        Some(Lifetime::Until(instant) | Lifetime::Both(instant))
            if instant.0 > now.0.saturating_add(LONGEST_MILLIS) =>
        {
            let message = "is more than a year ahead: make it shorter, and make the next token in time";
            check.wrong("expiresAt", Code::Invalid, message);
        }
        Some(_) => {}
    }
}

async fn user_of(tx: &Tx<'_>, check: &mut Check, given: Option<&str>) -> Result<Option<user::Model>> {
    let own = tx.author.user().map(|id| id.to_string());
    let Some(who) = given.map(str::to_owned).or(own) else {
        check.wrong("user", Code::Required, "is required: say whom the token acts as");
        return Ok(None);
    };
    let user = match known(tx, &who).await {
        Ok(user) => user,
        Err(Error::NotFound(_)) => {
            check.wrong("user", Code::NotFound, "is neither the e-mail address nor the id of a user");
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    if user.disabled_at.is_some() {
        check.wrong("user", Code::InvalidState, "is disabled: enable them first, or name another user");
    }
    if let Some(issuer) = &user.issuer {
        let message = format!(
            "is a user of {issuer}, and what they may do is said there, request by request: add a user of this server \
             for the script, and name that one"
        );
        check.wrong("user", Code::InvalidState, message);
    }
    Ok(Some(user))
}

/// Rows of tokens that went out of use long ago.
async fn forget(tx: &Tx<'_>) -> Result<()> {
    let before = Instant(tx.now().0.saturating_sub(KEPT_MILLIS));
    for column in [api_token::Column::RevokedAt, api_token::Column::ExpiresAt] {
        api_token::Entity::delete_many().filter(column.lt(before)).exec(&tx.db).await?;
    }
    Ok(())
}

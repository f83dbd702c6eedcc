//! Tokens of scripts and partner servers.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::api_token::Model;

use super::context::ContextExt;
use super::edit::{author, id};
use super::root::{Nullable, alone};
use super::scalar::DateTime;
use super::user_error::{UserError, apart};
use crate::domain::api_scope::{self, Scopes};
use crate::domain::permission::Action;
use crate::error::Result;
use crate::service::api_token::{self, Lifetime, NewToken};

/// What an API token may do, of what its user may. No token manages users or tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "api_scope::ApiScope")]
pub enum ApiScope {
    /// Read what the public does not see yet, the history of content, and what waits for review. The scopes for changing
    /// things see those things, too, and no more.
    Read,
    /// Propose changes and comment on them.
    Propose,
    /// Write and translate; propose and comment, where that needs an editor. What has no working draft shows at once: topics,
    /// what is filed under them (`tagMany`), and the members of clusters.
    Write,
    /// Decide what the public sees, and when.
    Publish,
    /// Make preview tokens.
    Preview,
    /// Make content as if it had never been.
    Purge,
    /// Read the audit log.
    Audit,
}

/// What a script or a partner's server shows instead of signing in, as `Authorization: Bearer …`.
#[derive(SimpleObject)]
pub struct ApiToken {
    /// Opaque and stable; not the token itself.
    pub id: ID,
    /// What it is for.
    pub name: String,
    /// Whom it acts as.
    pub user_id: ID,
    /// What it may do, of what its user may.
    pub scopes: Vec<ApiScope>,
    /// When it was made.
    pub created_at: DateTime,
    /// From then on it is good for nothing; null when only revoking it ends it.
    pub expires_at: Option<DateTime>,
    /// To the minute; null when it was not used yet.
    pub last_used_at: Option<DateTime>,
    /// Null while it is in use.
    pub revoked_at: Option<DateTime>,
}

/// Which token is to be made.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// What it is for.
    pub name: String,
    /// What it may do, of what its user may.
    pub scopes: Vec<ApiScope>,
    /// At most a year ahead; required, unless it never expires.
    pub expires_at: Option<DateTime>,
    /// Good until it is revoked: said expressly, and without `expiresAt`.
    #[graphql(default)]
    pub never_expires: bool,
    /// Whom it acts as, by e-mail address or id; yourself when left out. Users of an identity provider have none.
    pub user: Option<String>,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct CreateApiTokenPayload {
    /// Null when there are errors.
    pub api_token: Option<ApiToken>,
    /// The token itself: `cities_pat_…`. It is shown this once, and kept nowhere.
    pub secret: Option<String>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// Which token is to end.
#[derive(InputObject)]
pub struct RevokeApiTokenInput {
    /// As `apiTokens` tells it.
    pub id: ID,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct RevokeApiTokenPayload {
    /// Null when there are errors.
    pub api_token: Option<ApiToken>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct ApiTokenQuery;

#[Object]
impl ApiTokenQuery {
    /// The tokens in use, of all users, the newest first: at most 200. For admins.
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let found = api_token::list(&ctx.session().app, ctx.actor().await?).await?;
        Ok(found.into_iter().map(|(token, _)| token.into()).collect())
    }
}

#[derive(Default)]
pub struct ApiTokenMutation;

#[Object]
impl ApiTokenMutation {
    /// Makes a token for a script or a partner's server. For admins who have signed in.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token is to be made.")] input: CreateApiTokenInput,
    ) -> Nullable<CreateApiTokenPayload> {
        alone(async {
            let author = author(ctx, Action::ManageTokens).await?;
            let scopes = input.scopes.into_iter().map(api_scope::ApiScope::from).collect();
            let lifetime = match (input.expires_at, input.never_expires) {
                (Some(at), true) => Some(Lifetime::Both(at.0)),
                (Some(at), false) => Some(Lifetime::Until(at.0)),
                (None, true) => Some(Lifetime::Unlimited),
                (None, false) => None,
            };
            let new = NewToken { user: input.user, name: input.name, scopes, lifetime };
            let outcome = api_token::create(&ctx.session().app, author, new).await;
            let (created, user_errors) = apart(outcome)?;
            let secret = created.as_ref().map(|created| created.secret.expose().to_owned());
            let api_token = created.map(|created| created.token.into());
            Ok(CreateApiTokenPayload { api_token, secret, user_errors })
        })
        .await
    }

    /// Ends a token, at once and on every node. For admins who have signed in.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token is to end.")] input: RevokeApiTokenInput,
    ) -> Nullable<RevokeApiTokenPayload> {
        alone(async {
            let author = author(ctx, Action::ManageTokens).await?;
            let outcome = match id::one("id", &input.id) {
                Ok(id) => api_token::revoke(&ctx.session().app, author, id).await,
                Err(wrong) => Err(wrong),
            };
            let (revoked, user_errors) = apart(outcome)?;
            Ok(RevokeApiTokenPayload { api_token: revoked.map(ApiToken::from), user_errors })
        })
        .await
    }
}

impl From<Model> for ApiToken {
    fn from(token: Model) -> Self {
        Self {
            id: ID(token.id.to_string()),
            name: token.name,
            user_id: ID(token.user_id.to_string()),
            scopes: Scopes::parse(&token.scopes).iter().map(ApiScope::from).collect(),
            created_at: DateTime(token.created_at),
            expires_at: token.expires_at.map(DateTime),
            last_used_at: token.last_used_at.map(DateTime),
            revoked_at: token.revoked_at.map(DateTime),
        }
    }
}

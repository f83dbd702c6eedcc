//! Signing in and out.

use async_graphql::{Context, Enum, ID, InputObject, Object as GraphqlObject, SimpleObject};
use entity::role;

use super::context::ContextExt;
use super::scalar::DateTime;
use super::user_error::{UserError, UserErrorCode};
use crate::domain::actor::SignedIn;
use crate::error::Result;
use crate::service::session::{self, Tokens};

/// What a user may do, in general.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "role::Role")]
pub enum Role {
    /// The focal point of one city: proposes changes to it.
    City,
    /// Reads and scores submissions.
    Reviewer,
    /// Writes, translates, schedules and publishes.
    Editor,
    /// Everything, users and tokens too.
    Admin,
}

/// Who has signed in.
#[derive(Clone, Debug, SimpleObject)]
pub struct Viewer {
    /// Opaque and stable.
    pub id: ID,
    /// What the user may do; null for one who may do nothing yet.
    pub role: Option<Role>,
}

/// What a client holds while its user is signed in.
#[derive(SimpleObject)]
pub struct Session {
    /// Goes with every request, as `Authorization: Bearer …`.
    pub access_token: String,
    /// From then on the access token is no good: refresh the session before.
    pub access_token_expires_at: DateTime,
    /// For the next access token, once: `refreshSession` gives a new one. Keep it where no other page can read it.
    pub refresh_token: String,
    /// Refresh by then, or sign in again.
    pub refresh_token_expires_at: DateTime,
    /// Who has signed in.
    pub viewer: Viewer,
}

/// Who wants to sign in.
#[derive(InputObject)]
pub struct SignInInput {
    /// Upper and lower case are the same.
    pub email: String,
    /// 12 to 200 characters.
    pub password: String,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// Null when there are errors.
    pub session: Option<Session>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// Which session is to go on.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The latest of the session.
    pub refresh_token: String,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct RefreshSessionPayload {
    /// Null when there are errors.
    pub session: Option<Session>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct SessionQuery;

#[GraphqlObject]
impl SessionQuery {
    /// Who has signed in; null for everybody else.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(ctx.actor().await?.signed_in().ok().map(Viewer::from))
    }
}

#[derive(Default)]
pub struct SessionMutation;

#[GraphqlObject]
impl SessionMutation {
    /// Begins a session with an e-mail address and a password.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who wants to sign in.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let tokens =
            session::sign_in(&ctx.session().app, &input.email, input.password, ctx.session().from).await?;
        let message =
            "The e-mail address or the password is wrong. Try again, or ask an admin for a new password.";
        let (session, user_errors) = settled(tokens, message);
        Ok(SignInPayload { session, user_errors })
    }

    /// The next access token of a session, and the next refresh token: each is good once. A refresh token that comes
    /// back later than 20 seconds after its use ends the session.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session is to go on.")] input: RefreshSessionInput,
    ) -> Result<RefreshSessionPayload> {
        let tokens = session::refresh(&ctx.session().app, &input.refresh_token, ctx.session().from).await?;
        let (session, user_errors) = settled(tokens, "The session has ended. Sign in again.");
        Ok(RefreshSessionPayload { session, user_errors })
    }

    /// Ends this session, at once and on every node.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        Ok(signed_out(session::sign_out(&ctx.session().app, ctx.actor().await?).await?))
    }

    /// Ends every session of this user.
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        Ok(signed_out(session::sign_out_everywhere(&ctx.session().app, ctx.actor().await?).await?))
    }
}

fn signed_out(is_ours: bool) -> SignOutPayload {
    let message = "This is no session of ours: sign out at your identity provider, or revoke the API token.";
    let foreign = (!is_ours).then(|| UserError::whole(UserErrorCode::Invalid, message));
    SignOutPayload { user_errors: foreign.into_iter().collect() }
}

fn settled(tokens: Option<Tokens>, message: &str) -> (Option<Session>, Vec<UserError>) {
    match tokens {
        Some(tokens) => (Some(tokens.into()), Vec::new()),
        None => (None, vec![UserError::whole(UserErrorCode::Invalid, message)]),
    }
}

impl From<&SignedIn> for Viewer {
    fn from(who: &SignedIn) -> Self {
        Self { id: ID(who.user.to_string()), role: who.role.map(Role::from) }
    }
}

impl From<Tokens> for Session {
    fn from(tokens: Tokens) -> Self {
        Self {
            viewer: (&tokens.who).into(),
            access_token: tokens.access,
            access_token_expires_at: DateTime(tokens.access_expires_at),
            refresh_token: tokens.refresh,
            refresh_token_expires_at: DateTime(tokens.refresh_expires_at),
        }
    }
}

//! Signing in and out.

use async_graphql::{Context, InputObject, Object as GraphqlObject, SimpleObject};

use super::context::ContextExt;
use super::root::{Nullable, alone};
use super::scalar::DateTime;
use super::user_error::{UserError, UserErrorCode};
use super::viewer::Viewer;
use crate::service::session::{self, Credentials, Outcome, Tokens};

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
    /// Of the authenticator or of recovery, where the user has a second factor: the answer asks for it once the
    /// password was right.
    pub code: Option<String>,
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
pub struct SessionMutation;

#[GraphqlObject]
impl SessionMutation {
    /// Begins a session with an e-mail address and a password.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who wants to sign in.")] input: SignInInput,
    ) -> Nullable<SignInPayload> {
        alone(async {
            let from = ctx.session().from;
            let given = Credentials { email: input.email, password: input.password, code: input.code, from };
            let error = match session::sign_in(&ctx.session().app, given).await? {
                Outcome::SignedIn(tokens) => {
                    return Ok(SignInPayload { session: Some((*tokens).into()), user_errors: Vec::new() });
                }
                Outcome::Refused => UserError::whole(
                    UserErrorCode::Invalid,
                    "The e-mail address or the password is wrong. Try again, or ask an admin for a new password.",
                ),
                Outcome::CodeRequired => UserError::at(
                    "code",
                    UserErrorCode::SecondFactorRequired,
                    "Send the password once more, with the code that the authenticator shows, or a recovery code.",
                ),
                Outcome::WrongCode => UserError::at(
                    "code",
                    UserErrorCode::Invalid,
                    "That code is wrong or was used already. Send the next one that the authenticator shows.",
                ),
            };
            Ok(SignInPayload { session: None, user_errors: vec![error] })
        })
        .await
    }

    /// The next access token of a session, and the next refresh token: each is good once. A refresh token that comes
    /// back later than 20 seconds after its use ends the session.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session is to go on.")] input: RefreshSessionInput,
    ) -> Nullable<RefreshSessionPayload> {
        alone(async {
            let tokens =
                session::refresh(&ctx.session().app, &input.refresh_token, ctx.session().from).await?;
            let (session, user_errors) = settled(tokens, "The session has ended. Sign in again.");
            Ok(RefreshSessionPayload { session, user_errors })
        })
        .await
    }

    /// Ends this session, at once and on every node.
    async fn sign_out(&self, ctx: &Context<'_>) -> Nullable<SignOutPayload> {
        alone(async {
            Ok(signed_out(
                session::sign_out(&ctx.session().app, ctx.actor().await?, ctx.session().from).await?,
            ))
        })
        .await
    }

    /// Ends every session of this user.
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> Nullable<SignOutPayload> {
        alone(async {
            Ok(signed_out(
                session::sign_out_everywhere(&ctx.session().app, ctx.actor().await?, ctx.session().from)
                    .await?,
            ))
        })
        .await
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

impl From<Tokens> for Session {
    fn from(tokens: Tokens) -> Self {
        Self {
            viewer: tokens.who.into(),
            access_token: tokens.access,
            access_token_expires_at: DateTime(tokens.access_expires_at),
            refresh_token: tokens.refresh,
            refresh_token_expires_at: DateTime(tokens.refresh_expires_at),
        }
    }
}

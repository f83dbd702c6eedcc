//! The second factor of whoever has signed in.

use async_graphql::{Context, InputObject, Object as GraphqlObject, SimpleObject};

use super::context::ContextExt;
use super::root::{Nullable, alone};
use super::user_error::{UserError, UserErrorCode};
use crate::error::Result;
use crate::service::second_factor::{self, Denied};

/// Who wants a second factor.
#[derive(InputObject)]
pub struct EnrolSecondFactorInput {
    /// The user's, once more.
    pub password: String,
}

/// What an authenticator must know. It is told once.
#[derive(SimpleObject)]
pub struct SecondFactorEnrolment {
    /// `otpauth://…`, to be shown as a QR code.
    pub uri: String,
    /// The secret in it, in base32, for who types it.
    pub secret: String,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct EnrolSecondFactorPayload {
    /// Null when there are errors.
    pub enrolment: Option<SecondFactorEnrolment>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// That the authenticator knows it.
#[derive(InputObject)]
pub struct ConfirmSecondFactorInput {
    /// Six digits that the authenticator shows.
    pub code: String,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct ConfirmSecondFactorPayload {
    /// Ten codes to keep somewhere safe: each does once, instead of the authenticator. They are told once. Null when
    /// there are errors.
    pub recovery_codes: Option<Vec<String>>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// Who wants to be asked for the password alone.
#[derive(InputObject)]
pub struct DisableSecondFactorInput {
    /// Of the authenticator or of recovery.
    pub code: String,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct DisableSecondFactorPayload {
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct SecondFactorMutation;

#[GraphqlObject]
impl SecondFactorMutation {
    /// Begins to set up an authenticator beside the password: `confirmSecondFactor` ends it. Editors and admins only.
    async fn enrol_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who wants it.")] input: EnrolSecondFactorInput,
    ) -> Nullable<EnrolSecondFactorPayload> {
        alone(async {
            let (session, actor) = (ctx.session(), ctx.actor().await?);
            let done = second_factor::enrol(&session.app, actor, input.password, session.from).await?;
            let (enrolment, user_errors) = settled(done);
            let enrolment =
                enrolment.map(|told| SecondFactorEnrolment { uri: told.uri, secret: told.secret });
            Ok(EnrolSecondFactorPayload { enrolment, user_errors })
        })
        .await
    }

    /// From now on `signIn` asks for a code, too.
    async fn confirm_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "That the authenticator knows it.")] input: ConfirmSecondFactorInput,
    ) -> Nullable<ConfirmSecondFactorPayload> {
        alone(async {
            let (session, actor) = (ctx.session(), ctx.actor().await?);
            let done = second_factor::confirm(&session.app, actor, &input.code, session.from).await?;
            let (recovery_codes, user_errors) = settled(done);
            Ok(ConfirmSecondFactorPayload { recovery_codes, user_errors })
        })
        .await
    }

    /// From now on `signIn` asks for the password alone.
    async fn disable_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who wants that.")] input: DisableSecondFactorInput,
    ) -> Nullable<DisableSecondFactorPayload> {
        alone(async {
            let (session, actor) = (ctx.session(), ctx.actor().await?);
            let done = second_factor::disable(&session.app, actor, &input.code, session.from).await?;
            Ok(DisableSecondFactorPayload { user_errors: settled(done).1 })
        })
        .await
    }
}

fn settled<T>(done: Result<T, Denied>) -> (Option<T>, Vec<UserError>) {
    match done {
        Ok(done) => (Some(done), Vec::new()),
        Err(denied) => (None, vec![told(denied)]),
    }
}

fn told(denied: Denied) -> UserError {
    use UserErrorCode::{Invalid, InvalidState};
    match denied {
        Denied::WrongPassword => UserError::at("password", Invalid, "The password is wrong. Try again."),
        Denied::WrongCode => UserError::at(
            "code",
            Invalid,
            "That code is wrong or was used already. Send the next one that the authenticator shows.",
        ),
        Denied::On => {
            UserError::whole(InvalidState, "There is a second factor already. Disable that one first.")
        }
        Denied::Off => {
            UserError::whole(InvalidState, "There is no second factor to do that with. Enrol one first.")
        }
        Denied::Foreign => {
            UserError::whole(InvalidState, "You sign in at your identity provider. Set it up there.")
        }
        Denied::ByToken => UserError::whole(
            InvalidState,
            "An API token is asked for no second factor. Sign in with your password to set one up.",
        ),
    }
}

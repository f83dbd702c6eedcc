//! Another password for who has forgotten theirs.

use async_graphql::{Context, InputObject, Object as GraphqlObject, SimpleObject};

use super::context::ContextExt;
use super::root::{Nullable, alone};
use super::user_error::{UserError, UserErrorCode};
use crate::service::password_reset::{self, Chosen, Requested};

/// Who has forgotten the password.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// What they sign in with.
    pub email: String,
}

/// What came of it: the same whether anybody has that address.
#[derive(SimpleObject)]
pub struct RequestPasswordResetPayload {
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// Another password.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// From the link in the mail: good for an hour, and once.
    pub token: String,
    /// 12 to 200 characters, none of them a control character such as a tab.
    pub password: String,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct ResetPasswordPayload {
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct PasswordResetMutation;

#[GraphqlObject]
impl PasswordResetMutation {
    /// Sends whoever has this address a mail with a link, on which they choose another password. Answers the same when
    /// nobody has it.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who has forgotten the password.")] input: RequestPasswordResetInput,
    ) -> Nullable<RequestPasswordResetPayload> {
        alone(async {
            let session = ctx.session();
            let user_errors = match password_reset::request(&session.app, &input.email, session.from)? {
                Requested::Taken => Vec::new(),
                Requested::NotSetUp => {
                    let message = "This server sends no mail. Ask an admin for a new password.";
                    vec![UserError::whole(UserErrorCode::Unavailable, message)]
                }
            };
            Ok(RequestPasswordResetPayload { user_errors })
        })
        .await
    }

    /// Sets another password and ends every session of the user. A second factor is asked for as before.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Another password.")] input: ResetPasswordInput,
    ) -> Nullable<ResetPasswordPayload> {
        alone(async {
            let session = ctx.session();
            let done =
                password_reset::reset(&session.app, &input.token, input.password, session.from).await?;
            let user_errors = match done {
                Chosen::Done => Vec::new(),
                Chosen::BadPassword(message) => {
                    vec![UserError::at(
                        "password",
                        UserErrorCode::Invalid,
                        format!("The password {message}."),
                    )]
                }
                Chosen::BadToken => {
                    let message =
                        "The link was used already, or is older than an hour. Ask for another mail.";
                    vec![UserError::at("token", UserErrorCode::Invalid, message)]
                }
            };
            Ok(ResetPasswordPayload { user_errors })
        })
        .await
    }
}

//! Preview tokens in GraphQL.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::context::ContextExt;
use super::edit::{author, id};
use super::root::{Nullable, alone};
use super::scalar::DateTime;
use super::user_error::{UserError, apart};
use crate::domain::permission::Action;
use crate::service::preview;

/// Which draft is to be shown, and for how long.
#[derive(InputObject)]
pub struct CreatePreviewTokenInput {
    /// Of content, as an answer gave it.
    pub id: ID,
    /// Seconds: 60 to 2,592,000, which are thirty days.
    pub expires_in: i32,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct CreatePreviewTokenPayload {
    /// Goes with a request, as `Authorization: Bearer …`: it reads this one thing with `view: DRAFT`, and whatever
    /// everybody reads. Null when there are errors. It ends before its time when its maker is disabled or may make none any
    /// more, or when the API token that it was made by ends.
    pub token: Option<String>,
    /// From then on it shows nothing; null when there are errors.
    pub expires_at: Option<DateTime>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

#[derive(Default)]
pub struct PreviewMutation;

#[Object]
impl PreviewMutation {
    /// Lets a front end show one draft, and only it, to people without an account, until it expires; what is saved of it
    /// meanwhile is shown, too, also once it was published and is written anew: make it as short as will do. Editors
    /// only.
    async fn create_preview_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which draft, and for how long.")] input: CreatePreviewTokenInput,
    ) -> Nullable<CreatePreviewTokenPayload> {
        alone(async {
            let author = author(ctx, Action::Preview).await?;
            let thing = id::one("id", &input.id);
            let made = preview::create(&ctx.session().app, author, thing, input.expires_in).await;
            let (made, user_errors) = apart(made)?;
            let expires_at = made.as_ref().map(|made| DateTime(made.expires_at));
            Ok(CreatePreviewTokenPayload { token: made.map(|made| made.token), expires_at, user_errors })
        })
        .await
    }
}

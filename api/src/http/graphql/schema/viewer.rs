//! Who has signed in.

use async_graphql::{Context, Enum, ID, Object as GraphqlObject};
use entity::role;

use super::city::City;
use super::context::ContextExt;
use super::root::{Nullable, find};
use super::scalar::Locale;
use crate::domain::actor::SignedIn;
use crate::error::Result;
use crate::query::{Key, city};

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

pub struct Viewer(SignedIn);

/// Who has signed in.
#[GraphqlObject]
impl Viewer {
    /// Opaque and stable.
    async fn id(&self) -> ID {
        ID(self.0.user.to_string())
    }

    /// What the user may do; null for one who may do nothing yet.
    async fn role(&self) -> Option<Role> {
        self.0.role.map(Role::from)
    }

    /// The user's name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What the user signs in with; null for one of an identity provider.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Whether signing in asks for a code, too. False for one of an identity provider, who may have a second factor there.
    async fn has_second_factor(&self) -> bool {
        self.0.has_second_factor
    }

    /// The city whose focal point the user is; null for others, and while the city is not live.
    async fn city(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            name = "locale",
            desc = "The language wanted, for everything beneath; the original when absent."
        )]
        _locale: Option<Locale>,
        #[graphql(name = "fallback", desc = "Languages to try next, in this order; at most 5.")]
        _fallback: Option<Vec<Locale>>,
        #[graphql(
            name = "fallbackToOriginal",
            desc = "After those, serve the original.",
            default_with = "Some(false)"
        )]
        _fallback_to_original: Option<bool>,
    ) -> Nullable<City> {
        find(ctx, &city::NOUN, Key::Id(self.0.city?.0)).await
    }
}

#[derive(Default)]
pub struct ViewerQuery;

#[GraphqlObject]
impl ViewerQuery {
    /// Who has signed in; null for everybody else.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(ctx.actor().await?.signed_in().ok().cloned().map(Viewer))
    }
}

impl From<SignedIn> for Viewer {
    fn from(who: SignedIn) -> Self {
        Self(who)
    }
}

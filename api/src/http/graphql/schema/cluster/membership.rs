//! Memberships in GraphQL: which cities are in a cluster, and how.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object as GraphqlObject};
use entity::id::CityId;
use uuid::Uuid;

use super::mutation::ClusterPayload;
use crate::domain::check::Check;
use crate::domain::permission::Action;
use crate::error::Error;
use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::edit::{self, id, set};
use crate::http::graphql::schema::root::{Nullable, alone};
use crate::http::graphql::schema::scalar::Date;
use crate::query;
use crate::service::cluster::Member;
use crate::service::cluster::member_change::{Change, Joined, Settings};
use crate::service::cluster::members;
use crate::service::content::{both, joined};

/// A city that is to be in a cluster.
#[derive(InputObject)]
pub struct AddMembershipInput {
    /// The cluster.
    pub cluster: ID,
    /// The `version` of the cluster that you read with `view: DRAFT`; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
    /// The city.
    pub city: ID,
    /// Whether the cluster features it.
    #[graphql(default)]
    pub featured: bool,
    /// Its place among the members, from 0 up; those of one place go by their names.
    #[graphql(default)]
    pub position: i32,
    /// The day it joined.
    pub joined_on: Option<Date>,
}

/// What is to be different of a membership; what is left out stays.
#[derive(InputObject)]
pub struct UpdateMembershipInput {
    /// The cluster.
    pub cluster: ID,
    /// The `version` of the cluster that you read with `view: DRAFT`: if somebody else was faster, nothing is
    /// overwritten, and `conflict` tells what differs.
    pub expected_version: i32,
    /// The city.
    pub city: ID,
    /// Whether the cluster features it.
    pub featured: MaybeUndefined<bool>,
    /// Its place among the members, from 0 up.
    pub position: MaybeUndefined<i32>,
    /// The day it joined; `null` where that is not known.
    pub joined_on: MaybeUndefined<Date>,
}

/// Which members come first.
#[derive(InputObject)]
pub struct ReorderMembershipsInput {
    /// The cluster.
    pub cluster: ID,
    /// The `version` of the cluster that you read with `view: DRAFT`; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
    /// Those that come first, in this order; the others follow in the order they have. At most 500.
    pub cities: Vec<ID>,
}

/// Which city leaves which cluster.
#[derive(InputObject)]
pub struct RemoveMembershipInput {
    /// The cluster.
    pub cluster: ID,
    /// The `version` of the cluster that you read with `view: DRAFT`; without it whatever there is now is taken.
    pub expected_version: Option<i32>,
    /// The city.
    pub city: ID,
}

#[derive(Default)]
pub struct MembershipMutation;

#[GraphqlObject]
impl MembershipMutation {
    /// Makes a city a member of a cluster, at once. Editors only.
    async fn add_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which city, of which cluster.")] input: AddMembershipInput,
    ) -> Nullable<ClusterPayload> {
        alone(async {
            let AddMembershipInput { cluster, expected_version, city, featured, position, joined_on } = input;
            let joined_on = joined_on.map(|day| day.0);
            let change = |check: &mut Check| {
                Change::Add(Member { city: city_of(check, &city), featured, position, joined_on })
            };
            changed(ctx, (&cluster, expected_version), change).await
        })
        .await
    }

    /// Features a member, moves it, or says when it joined, at once. Editors only.
    async fn update_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] input: UpdateMembershipInput,
    ) -> Nullable<ClusterPayload> {
        alone(async {
            let UpdateMembershipInput { cluster, expected_version, city, featured, position, joined_on } =
                input;
            let joined_on = match joined_on {
                MaybeUndefined::Undefined => Joined::Kept,
                MaybeUndefined::Null => Joined::Unknown,
                MaybeUndefined::Value(day) => Joined::On(day.0),
            };
            let change = |check: &mut Check| {
                let city = city_of(check, &city);
                let mut settings = Settings { joined_on, ..Settings::default() };
                set::required(check, "featured", &mut settings.featured, featured, Some);
                set::required(check, "position", &mut settings.position, position, Some);
                Change::Set(city, settings)
            };
            changed(ctx, (&cluster, Some(expected_version)), change).await
        })
        .await
    }

    /// Puts members first, at once. Editors only.
    async fn reorder_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which members, in which order.")] input: ReorderMembershipsInput,
    ) -> Nullable<ClusterPayload> {
        alone(async {
            let change = |check: &mut Check| Change::Reorder(id::many(check, "cities", &input.cities));
            changed(ctx, (&input.cluster, input.expected_version), change).await
        })
        .await
    }

    /// Takes a city out of a cluster, at once. Editors only.
    async fn remove_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which city, of which cluster.")] input: RemoveMembershipInput,
    ) -> Nullable<ClusterPayload> {
        let change = |check: &mut Check| Change::Remove(city_of(check, &input.city));
        Some(changed(ctx, (&input.cluster, input.expected_version), change).await)
    }
}

async fn changed(
    ctx: &Context<'_>,
    (cluster, expected_version): (&ID, Option<i32>),
    read: impl FnOnce(&mut Check) -> Change,
) -> async_graphql::Result<ClusterPayload> {
    let author = edit::author(ctx, Action::Write).await?;
    let app = &ctx.session().app;
    let mut check = Check::new(0);
    let change = read(&mut check);
    let unread = check.into_mistakes();
    let outcome = match edit::request(&query::cluster::NOUN, cluster, expected_version) {
        Ok(request) => members::change(app, author, request, (change, unread)).await,
        Err(wrong) => {
            both(Err(wrong), joined([unread, change.mistakes()].concat(), Ok(()))).map(|(done, ())| done)
        }
    };
    Ok(ClusterPayload::of(edit::settle(outcome.map_err(named))?))
}

/// What is no id of a city is noted.
fn city_of(check: &mut Check, given: &ID) -> CityId {
    let mut found = CityId(Uuid::nil());
    id::noted(check, "city", &mut found, given);
    found
}

/// What is called `id` elsewhere is the cluster here.
fn named(error: Error) -> Error {
    let Error::Mistakes(mut found) = error else { return error };
    for mistake in found.iter_mut().filter(|mistake| mistake.field == ["id"]) {
        mistake.field = vec!["cluster".to_owned()];
    }
    Error::Mistakes(found)
}

//! The schema: every root field, merged from the nouns.

use async_graphql::{EmptySubscription, MergedObject, Schema};

use super::call::CallQuery;
use super::city::CityQuery;
use super::cluster::ClusterQuery;
use super::event::EventQuery;
use super::media_item::MediaItemQuery;
use super::news_item::NewsItemQuery;
use super::node::NodeQuery;
use super::partner::PartnerQuery;
use super::password_reset::PasswordResetMutation;
use super::practice::PracticeQuery;
use super::second_factor::SecondFactorMutation;
use super::session::SessionMutation;
use super::topic::TopicQuery;
use super::viewer::ViewerQuery;

/// Everything there is to read.
#[derive(MergedObject, Default)]
pub struct Query(
    ClusterQuery,
    CityQuery,
    NewsItemQuery,
    EventQuery,
    CallQuery,
    PracticeQuery,
    MediaItemQuery,
    PartnerQuery,
    TopicQuery,
    NodeQuery,
    ViewerQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(SessionMutation, SecondFactorMutation, PasswordResetMutation);

pub type CitiesSchema = Schema<Query, Mutation, EmptySubscription>;

/// Documents reach it bounded, validated and normalised by `document`, so it checks nothing twice.
pub fn build() -> CitiesSchema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .validation_mode(async_graphql::ValidationMode::Fast)
        .finish()
}

/// The public contract as text.
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().include_specified_by();
    let text = build().sdl_with_options(options);
    format!("{}\n", text.trim())
}

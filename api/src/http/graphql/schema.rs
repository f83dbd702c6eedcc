//! The schema: every root field, merged from the nouns.

use async_graphql::{EmptySubscription, MergedObject, Schema};

use super::audit_event::AuditQuery;
use super::call::{CallQuery, CallWorkflow, CallWriting};
use super::city::{CityQuery, CityWorkflow, CityWriting};
use super::cluster::{ClusterQuery, ClusterWorkflow, ClusterWriting};
use super::event::EventQuery;
use super::inbox::InboxQuery;
use super::media_item::{MediaItemQuery, MediaItemWorkflow, MediaItemWriting};
use super::news_item::{NewsItemQuery, NewsItemWorkflow, NewsItemWriting};
use super::node::NodeQuery;
use super::partner::{PartnerQuery, PartnerWorkflow, PartnerWriting};
use super::practice::{PracticeQuery, PracticeWorkflow, PracticeWriting};
use super::review_comment::ReviewCommentQuery;
use super::revision::RevisionQuery;
use super::session::{SessionMutation, SessionQuery};
use super::topic::{TopicQuery, TopicWriting};

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
    SessionQuery,
    RevisionQuery,
    ReviewCommentQuery,
    InboxQuery,
    AuditQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    SessionMutation,
    ClusterWriting,
    ClusterWorkflow,
    CityWriting,
    CityWorkflow,
    NewsItemWriting,
    NewsItemWorkflow,
    CallWriting,
    CallWorkflow,
    PracticeWriting,
    PracticeWorkflow,
    MediaItemWriting,
    MediaItemWorkflow,
    PartnerWriting,
    PartnerWorkflow,
    TopicWriting,
);

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

//! The schema: every root field, merged from the nouns.
//!
//! Resolvers name their arguments for the schema only: the selection has read them before anything resolves.

#![expect(clippy::used_underscore_binding, reason = "the macro reads arguments that resolvers do not")]
#![expect(clippy::unused_async, reason = "the macro wants every resolver asynchronous")]

mod api_token;
pub mod arguments;
mod asset;
mod audit_event;
mod call;
mod city;
mod cluster;
mod connection;
mod content;
pub mod context;
mod country;
mod decision;
mod document;
mod edit;
mod event;
mod filter;
mod inbox;
mod kind;
mod media_item;
mod news_item;
mod node;
mod order;
mod partner;
mod password_reset;
mod practice;
mod preview;
mod privacy;
mod record;
mod review;
mod review_comment;
mod revision;
mod root;
pub mod scalar;
mod second_factor;
mod seen;
pub mod selection;
mod server;
mod session;
mod submission;
mod topic;
mod user_error;
mod viewer;

use async_graphql::{EmptySubscription, MergedObject, Schema};

use api_token::{ApiTokenMutation, ApiTokenQuery};
use audit_event::AuditQuery;
use call::{CallExtending, CallQuery, CallWorkflow, CallWriting};
use city::{CityQuery, CityWorkflow, CityWriting};
use cluster::{ClusterQuery, ClusterWorkflow, ClusterWriting, MembershipMutation};
use decision::DecisionMutation;
use document::DocumentQuery;
use edit::ManyMutation;
use event::EventQuery;
use inbox::InboxQuery;
use media_item::{MediaItemQuery, MediaItemWorkflow, MediaItemWriting};
use news_item::{NewsItemQuery, NewsItemWorkflow, NewsItemWriting};
use node::NodeQuery;
use partner::{PartnerQuery, PartnerWorkflow, PartnerWriting};
use password_reset::PasswordResetMutation;
use practice::{PracticeQuery, PracticeWorkflow, PracticeWriting};
use preview::PreviewMutation;
use privacy::{PrivacyMutation, PrivacyQuery};
use review::{JudgingMutation, ReviewMutation, ReviewQuery};
use review_comment::ReviewCommentQuery;
use revision::RevisionQuery;
use second_factor::SecondFactorMutation;
use server::ServerQuery;
use session::SessionMutation;
use submission::{SubmissionMutation, SubmissionQuery};
use topic::{TopicQuery, TopicWriting};
use viewer::ViewerQuery;

/// Everything there is to read. In groups: each member of a group is resolved within the one before it.
#[derive(MergedObject, Default)]
pub struct Query(Contents, Records, NodeQuery, ServerQuery);

/// What is written for readers.
#[derive(MergedObject, Default)]
pub struct Contents(
    ClusterQuery,
    CityQuery,
    NewsItemQuery,
    EventQuery,
    CallQuery,
    PracticeQuery,
    MediaItemQuery,
    PartnerQuery,
    TopicQuery,
);

/// What those who write read.
#[derive(MergedObject, Default)]
pub struct Records(
    ViewerQuery,
    RevisionQuery,
    DocumentQuery,
    ReviewCommentQuery,
    InboxQuery,
    AuditQuery,
    ApiTokenQuery,
    SubmissionQuery,
    PrivacyQuery,
    ReviewQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    Accounts,
    Writing,
    Workflow,
    MembershipMutation,
    CallExtending,
    ManyMutation,
    SubmissionMutation,
    DecisionMutation,
    PrivacyMutation,
    ReviewMutation,
    JudgingMutation,
);

/// Who may act, and by which token.
#[derive(MergedObject, Default)]
pub struct Accounts(
    SessionMutation,
    SecondFactorMutation,
    PasswordResetMutation,
    ApiTokenMutation,
    PreviewMutation,
);

/// Making and changing things.
#[derive(MergedObject, Default)]
pub struct Writing(
    ClusterWriting,
    CityWriting,
    NewsItemWriting,
    CallWriting,
    PracticeWriting,
    MediaItemWriting,
    PartnerWriting,
    TopicWriting,
);

/// Moving things on their way to the reader.
#[derive(MergedObject, Default)]
pub struct Workflow(
    ClusterWorkflow,
    CityWorkflow,
    NewsItemWorkflow,
    CallWorkflow,
    PracticeWorkflow,
    MediaItemWorkflow,
    PartnerWorkflow,
);

pub type CitiesSchema = Schema<Query, Mutation, EmptySubscription>;

/// Documents reach it bounded, validated and normalised by `document`, so it checks nothing twice.
pub fn build() -> CitiesSchema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .validation_mode(async_graphql::ValidationMode::Fast)
        .finish()
}

/// The public contract as text.
pub fn sdl(schema: &CitiesSchema) -> String {
    let options = async_graphql::SDLExportOptions::new().include_specified_by();
    let text = schema.sdl_with_options(options);
    format!("{}\n", text.trim())
}

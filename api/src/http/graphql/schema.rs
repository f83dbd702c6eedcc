//! The schema: every root field, merged from the nouns.

use async_graphql::{EmptySubscription, MergedObject, Schema};

use super::api_token::{ApiTokenMutation, ApiTokenQuery};
use super::audit_event::AuditQuery;
use super::call::{CallExtending, CallQuery, CallWorkflow, CallWriting};
use super::city::{CityQuery, CityWorkflow, CityWriting};
use super::cluster::{ClusterQuery, ClusterWorkflow, ClusterWriting, MembershipMutation};
use super::decision::DecisionMutation;
use super::edit::ManyMutation;
use super::event::EventQuery;
use super::inbox::InboxQuery;
use super::media_item::{MediaItemQuery, MediaItemWorkflow, MediaItemWriting};
use super::news_item::{NewsItemQuery, NewsItemWorkflow, NewsItemWriting};
use super::node::NodeQuery;
use super::partner::{PartnerQuery, PartnerWorkflow, PartnerWriting};
use super::password_reset::PasswordResetMutation;
use super::practice::{PracticeQuery, PracticeWorkflow, PracticeWriting};
use super::preview::PreviewMutation;
use super::privacy::{PrivacyMutation, PrivacyQuery};
use super::review::{JudgingMutation, ReviewMutation, ReviewQuery};
use super::review_comment::ReviewCommentQuery;
use super::revision::RevisionQuery;
use super::second_factor::SecondFactorMutation;
use super::server::ServerQuery;
use super::session::SessionMutation;
use super::submission::{SubmissionMutation, SubmissionQuery};
use super::topic::{TopicQuery, TopicWriting};
use super::viewer::ViewerQuery;

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
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new().include_specified_by();
    let text = build().sdl_with_options(options);
    format!("{}\n", text.trim())
}

//! The parts of a submission.

use async_graphql::{ID, Object, SimpleObject};
use entity::rich_text::Format;
use entity::{submission_event, submission_outcome};

use super::kind::SubmissionState;
use crate::http::graphql::schema::record::ActorKind;
use crate::http::graphql::schema::scalar::DateTime;
use crate::kit::html;
use crate::service::submission::{Stored, Version};

/// Formatted text, cleaned when it was saved: safe to put into a page as it is.
pub struct SubmittedText<'a> {
    pub html: &'a str,
    pub source: &'a str,
    pub format: Format,
}

impl<'a> SubmittedText<'a> {
    pub fn of(stored: &'a Stored) -> Self {
        let row = &stored.row;
        Self { html: &row.body_html, source: &row.body_source, format: row.body_format }
    }
}

/// Formatted text, cleaned when it was saved: safe to put into a page as it is.
#[Object]
impl SubmittedText<'_> {
    /// As HTML without scripts and styles; empty when nothing was written.
    async fn html(&self) -> &str {
        self.html
    }

    /// As plain text, paragraphs set apart by empty lines.
    async fn text(&self) -> String {
        html::to_text(self.html)
    }

    /// As it was written; null when it was written in HTML.
    async fn markdown(&self) -> Option<&str> {
        (self.format == Format::Markdown).then_some(self.source)
    }
}

/// Whom to write to about a submission.
#[derive(SimpleObject)]
pub struct SubmissionContact {
    /// Empty when nothing was written.
    pub name: String,
    /// Empty when nothing was written.
    pub email: String,
    /// Empty when nothing was written.
    pub phone: String,
    /// Empty when nothing was written.
    pub organisation: String,
}

/// What came of a submission. `node` answers what its ids are of, to whoever may see that.
#[derive(SimpleObject)]
pub struct SubmissionOutcome {
    /// The id of the practice it became: a draft until an editor publishes it. Null of kind MEMBERSHIP.
    pub practice_id: Option<ID>,
    /// The id of the city that joined, of kind MEMBERSHIP.
    pub city_id: Option<ID>,
    /// The id of the cluster it joined.
    pub cluster_id: Option<ID>,
    /// When it was accepted.
    pub at: DateTime,
}

impl SubmissionOutcome {
    pub fn of(outcome: &submission_outcome::Model) -> Self {
        Self {
            practice_id: outcome.practice_id.map(|id| ID(id.to_string())),
            city_id: outcome.city_id.map(|id| ID(id.to_string())),
            cluster_id: outcome.cluster_id.map(|id| ID(id.to_string())),
            at: DateTime(outcome.at),
        }
    }
}

/// That something was submitted: it never changes. `submissionDocument` tells what.
#[derive(SimpleObject)]
pub struct SubmissionVersion {
    /// Counts from 1.
    pub number: i32,
    /// When it came in, by the server's clock.
    pub at: DateTime,
    /// SHA-256 of the document, in base64url.
    pub hash: String,
    /// A signed proof that it came in as it is and when (JWS; the keys are at `/.well-known/jwks.json`): keep it.
    /// `cities receipt verify` and every JOSE library check it without this service.
    /// Null for those who judge.
    pub receipt: Option<String>,
}

impl From<Version> for SubmissionVersion {
    fn from(version: Version) -> Self {
        let receipt = version.receipt;
        Self { number: version.number, at: DateTime(version.at), hash: version.hash, receipt }
    }
}

/// A step of a submission on its way.
#[derive(SimpleObject)]
pub struct SubmissionEvent {
    /// Where it stood from then on.
    pub state: SubmissionState,
    /// When.
    pub at: DateTime,
    /// Through whom; its sender is ANONYMOUS.
    pub actor: ActorKind,
    /// Why, if that was told.
    pub reason: Option<String>,
}

impl From<submission_event::Model> for SubmissionEvent {
    fn from(event: submission_event::Model) -> Self {
        let (state, at) = (event.state.into(), DateTime(event.at));
        Self { state, at, actor: event.actor.into(), reason: event.reason }
    }
}

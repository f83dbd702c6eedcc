//! A submission, as its sender and those who judge see it.

use async_graphql::{ID, Json, Lookahead, Object, Value};

use super::attachment::Attachment;
use super::kind::{ConsentField, SubmissionKind, SubmissionState};
use super::part::{SubmissionContact, SubmissionEvent, SubmissionOutcome, SubmissionVersion, SubmittedText};
use crate::domain::stored;
use crate::domain::submission::Consent;
use crate::error::Result;
use crate::http::graphql::schema::decision::PreparedDecision;
use crate::http::graphql::schema::record::{Entry, Person};
use crate::http::graphql::schema::review::{Review, ReviewConflict, SubmissionRedaction, reviewer};
use crate::http::graphql::schema::scalar::{CountryCode, DateTime, Locale, json};
use crate::service::input;
use crate::service::submission::{Told, Wanted};

/// What was sent in.
pub struct Submission(pub Told);

impl Entry for Submission {
    const EDGE: &'static str = "SubmissionEdge";
    const CONNECTION: &'static str = "SubmissionConnection";
}

/// What a city sends in: an answer to a call, or the wish to join a cluster. Private: its sender sees it, and once it
/// was submitted those who judge.
#[Object]
impl Submission {
    /// Opaque and stable.
    async fn id(&self) -> ID {
        ID(self.0.stored.row.id.to_string())
    }

    /// What it is.
    async fn kind(&self) -> SubmissionKind {
        self.0.stored.row.kind.into()
    }

    /// Where it stands.
    async fn state(&self) -> SubmissionState {
        self.0.stored.row.state.into()
    }

    /// For people, `TRN-2021-0042`: letters of the cluster, year, number. Null until it is submitted. It opens nothing.
    async fn reference(&self) -> Option<&str> {
        self.0.stored.row.reference.as_deref()
    }

    /// The id of the call it answers; null of kind MEMBERSHIP.
    async fn call_id(&self) -> Option<ID> {
        self.0.stored.row.call_id.map(|id| ID(id.to_string()))
    }

    /// The id of the cluster it asks to join; null of kind PRACTICE.
    async fn cluster_id(&self) -> Option<ID> {
        self.0.stored.row.cluster_id.map(|id| ID(id.to_string()))
    }

    /// The language it is written in.
    async fn locale(&self) -> Locale {
        Locale(self.0.stored.row.locale.clone())
    }

    /// What it is called; empty when nothing was written.
    async fn title(&self) -> &str {
        &self.0.stored.row.title
    }

    /// A sentence or two; empty when nothing was written.
    async fn summary(&self) -> &str {
        &self.0.stored.row.summary
    }

    /// The text in full.
    async fn body(&self) -> SubmittedText<'_> {
        SubmittedText::of(&self.0.stored)
    }

    /// The id of the city whose it is; null while it is told by name, and to those who judge blindly.
    async fn city_id(&self) -> Option<ID> {
        self.0.stored.row.city_id.map(|id| ID(id.to_string()))
    }

    /// The name of the city, where it is told by name; null to those who judge blindly.
    async fn city_name(&self) -> Option<&str> {
        self.0.stored.row.city_name.as_deref()
    }

    /// The country of the city, where it is told by name; null to those who judge blindly.
    async fn country(&self) -> Option<CountryCode> {
        self.0.stored.row.country_code.clone().map(CountryCode)
    }

    /// Sustainable Development Goals: 1 to 17.
    async fn sdgs(&self) -> Vec<i32> {
        input::sdgs(&self.0.stored.row.sdgs).into_iter().map(i32::from).collect()
    }

    /// What was answered to the questions of the form, by the names of its properties.
    async fn answers(&self) -> Result<Json<Value>> {
        Ok(json(stored::json(&self.0.stored.row.answers)?))
    }

    /// The form it is filled in by, as a JSON Schema: that which the call had when it was begun. Null without one.
    async fn form(&self) -> Result<Option<Json<Value>>> {
        self.0.form.as_ref().map(|form| Ok(json(stored::json(form)?))).transpose()
    }

    /// Whether the call has another form by now: `updateSubmission(input: { adoptForm: true })` takes that.
    async fn form_changed(&self) -> bool {
        self.0.is_form_changed
    }

    /// Whom to write to; null once that was erased, and to those who judge blindly.
    async fn contact(&self) -> Option<SubmissionContact> {
        let contact = self.0.stored.contact.clone()?;
        Some(SubmissionContact {
            name: contact.name.0,
            email: contact.email.0,
            phone: contact.phone.0,
            organisation: contact.organisation.0,
        })
    }

    /// What may be published if it is accepted; empty to those who judge blindly.
    async fn consents(&self) -> Result<Vec<ConsentField>> {
        let Some(contact) = &self.0.stored.contact else { return Ok(Vec::new()) };
        let consents: Vec<Consent> = stored::json(&contact.consents)?;
        Ok(consents.into_iter().map(ConsentField::from).collect())
    }

    /// The decision that is prepared; null when there is none, and for everybody but editors.
    async fn decision(&self) -> Option<PreparedDecision> {
        self.0.decision.as_ref().map(PreparedDecision::of)
    }

    /// What came of it when it was accepted; null where nothing did, and once that was purged. Its sender and editors are told all of it, reviewers what
    /// the public sees, and nothing while they judge blindly.
    async fn outcome(&self) -> Option<SubmissionOutcome> {
        self.0.outcome.as_ref().map(SubmissionOutcome::of)
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.stored.row.created_at)
    }

    /// When it was changed last.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.stored.row.updated_at)
    }

    /// When it was submitted last, by the server's clock; null when it was not.
    async fn submitted_at(&self) -> Option<DateTime> {
        self.0.stored.row.submitted_at.map(DateTime)
    }

    /// Counts saves; a change names the one it read.
    async fn version(&self) -> i32 {
        self.0.stored.row.version
    }

    /// What was submitted, each time, the first first.
    async fn versions(&self) -> Vec<SubmissionVersion> {
        self.0.versions.iter().cloned().map(SubmissionVersion::from).collect()
    }

    /// Files that are part of it, in the order in which they were sent; none for those who judge blindly. They are sent
    /// to `/v1/submissions/{id}/attachments`.
    async fn attachments(&self) -> Vec<Attachment<'_>> {
        let of = self.0.stored.row.id;
        self.0.attachments.iter().map(|file| Attachment(of, file)).collect()
    }

    /// What became of it, in order.
    async fn history(&self) -> Vec<SubmissionEvent> {
        self.0.history.iter().cloned().map(SubmissionEvent::from).collect()
    }

    /// Whether you are not told whose it is, and read what was redacted instead of the original: so a phase of the review may
    /// want it of reviewers.
    async fn is_blind(&self) -> bool {
        self.0.sight.is_blind
    }

    /// What reviewers gave it and said of it, as far as the phase of the review lets you read it; nothing to its sender.
    async fn reviews(&self) -> Vec<Review> {
        self.0.review.judgements.iter().cloned().map(Review).collect()
    }

    /// What reviewers wrote to its sender, who reads it here once the decision was released; empty to everybody else, who finds
    /// it in `reviews`.
    async fn feedback(&self) -> &[String] {
        &self.0.review.feedback
    }

    /// What those who judge blindly read instead of the original; null where nothing was redacted, and to all but editors.
    async fn redaction(&self) -> Option<SubmissionRedaction> {
        self.0.review.redaction.clone().map(SubmissionRedaction)
    }

    /// Who is assigned to it; empty to all but editors.
    async fn reviewers(&self) -> Vec<Person> {
        self.0.review.reviewers.iter().cloned().map(reviewer).collect()
    }

    /// Who declared a conflict of interest with it; empty to all but editors.
    async fn conflicts(&self) -> Vec<ReviewConflict> {
        self.0.review.conflicts.iter().cloned().map(ReviewConflict::from).collect()
    }
}

/// What of it is asked for, beneath these fields of the answer.
pub fn wanted(asked: &[Lookahead<'_>]) -> Wanted {
    let asks = |field: &str| asked.iter().any(|place| place.field(field).exists());
    Wanted {
        form: asks("form"),
        form_changed: asks("formChanged"),
        history: asks("history"),
        versions: asks("versions"),
        attachments: asks("attachments"),
        decision: asks("decision"),
        outcome: asks("outcome"),
        receipts: asked.iter().any(|place| place.field("versions").field("receipt").exists()),
        reviews: asks("reviews"),
        feedback: asks("feedback"),
        redaction: asks("redaction"),
        reviewers: asks("reviewers"),
        conflicts: asks("conflicts"),
    }
}

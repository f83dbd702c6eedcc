//! Files of a submission.

use async_graphql::{Context, ID, Object};
use entity::id::SubmissionId;
use entity::submission_attachment::Model;

use crate::http::graphql::schema::context::ContextExt;
use crate::http::graphql::schema::scalar::{DateTime, Url};

/// One of them.
pub struct Attachment<'a>(pub SubmissionId, pub &'a Model);

/// A file that was sent in with a submission: as private as that.
#[Object]
impl Attachment<'_> {
    /// Opaque and stable.
    async fn id(&self) -> ID {
        ID(self.1.id.to_string())
    }

    /// What its sender calls it; empty once it was erased.
    async fn name(&self) -> &str {
        &self.1.name.0
    }

    /// What its bytes are: PDF, JPEG, PNG, WebP or DOCX, as a media type.
    async fn media_type(&self) -> &str {
        self.1.media_type.as_deref().unwrap_or_default()
    }

    /// Its size in bytes.
    async fn bytes(&self) -> i32 {
        i32::try_from(self.1.bytes).unwrap_or(i32::MAX)
    }

    /// SHA-256 of its bytes, in hex.
    async fn sha256(&self) -> &str {
        self.1.sha256.as_deref().unwrap_or_default()
    }

    /// Where its bytes are, for whoever may read the submission: ask with `Authorization: Bearer` and your access token, or
    /// the token of the submission.
    async fn url(&self, ctx: &Context<'_>) -> Url {
        let path = format!("/v1/submissions/{}/attachments/{}", self.0, self.1.id);
        Url(ctx.session().addresses.here(&path))
    }

    /// Since when it is part of the submission, by the server's clock.
    async fn attached_at(&self) -> Option<DateTime> {
        self.1.attached_at.map(DateTime)
    }

    /// Whether its name and its bytes were erased, for the sake of a person.
    async fn is_erased(&self) -> bool {
        self.1.erased_at.is_some()
    }
}

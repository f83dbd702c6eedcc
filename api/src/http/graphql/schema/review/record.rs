//! What a decision was made of, frozen.

use async_graphql::{ID, Object};

use crate::http::graphql::schema::record::Person;
use crate::http::graphql::schema::scalar::DateTime;
use crate::service::review::Frozen;

pub struct DecisionRecord(pub Frozen);

/// What a decision was made of, as it was frozen: it never changes.
#[Object]
impl DecisionRecord {
    /// The id of the call.
    async fn call_id(&self) -> ID {
        ID(self.0.row.call_id.to_string())
    }

    /// Counts from 1.
    async fn number(&self) -> i32 {
        self.0.row.number
    }

    /// Criteria with weights, phases, submissions, reviews, conflicts and the ranking, as canonical JSON (RFC 8785). Texts are
    /// in it by their digests.
    async fn document(&self) -> &str {
        &self.0.row.document
    }

    /// SHA-256 of the document, in base64url.
    async fn hash(&self) -> &str {
        &self.0.row.hash
    }

    /// When it was frozen, by the server's clock.
    async fn frozen_at(&self) -> DateTime {
        DateTime(self.0.row.at)
    }

    /// By whom; null when it was no user.
    async fn frozen_by(&self) -> Option<Person> {
        Some(Person { id: ID(self.0.row.user_id?.to_string()), name: self.0.name.clone() })
    }
}

//! What the sender of a submission shows: whoever has it is the sender.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::SubmissionId;
use entity::submission::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::app::App;
use crate::error::Result;
use crate::platform::keyring::{self, Refused, Secret};
use crate::service::session::hash;

/// 256 bits that nobody guesses. Prints as `***`.
pub struct Token(String);

impl Token {
    /// Scanners of leaked secrets know them by this.
    pub const PREFIX: &str = "cities_sb_";

    pub fn random() -> Self {
        Self::of(keyring::random().as_ref())
    }

    /// The same for the same request: who asks again because the answer was lost gets it again.
    pub fn derived(secret: &Secret, attempt: &[u8]) -> Self {
        Self::of(secret.mac("submission token", attempt).as_ref())
    }

    /// As its sender gave it.
    pub fn given(text: String) -> Self {
        Self(text)
    }

    /// Whether a text looks like one.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with(Self::PREFIX)
    }

    fn of(bytes: &[u8]) -> Self {
        Self(format!("{}{}", Self::PREFIX, URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What is kept of it.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Whose sender shows this.
pub async fn sender(app: &App, text: &str) -> Result<Result<SubmissionId, Refused>> {
    let token = Token::given(text.to_owned());
    let found = Entity::find().select_only().column(Column::Id).filter(Column::TokenHash.eq(token.hash()));
    let found: Option<SubmissionId> = found.into_tuple().one(&app.db.reader).await?;
    Ok(found.ok_or(Refused::NoSubmission))
}

//! What is sent, by the names of its fields.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::rich_text::Format;
use crate::domain::submission::Consent;
use crate::error::Error;
use crate::http::problem::Problem;
use crate::service::input::Body;
use crate::service::submission::{Contact, Input};

/// The fields of `CreateSubmissionInput` in GraphQL, and whether it is submitted at once.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sent {
    /// `true` if left out.
    pub submit: Option<bool>,
    /// For forms, which cannot send the header.
    pub idempotency_key: Option<String>,
    /// The solution of a challenge, by the name that its widget gives the field.
    pub altcha: Option<String>,
    /// Nobody sees it in a form, so that only robots fill it in.
    website: Option<String>,
    locale: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    body: Option<Text>,
    city: Option<String>,
    city_name: Option<String>,
    country: Option<String>,
    #[serde(default)]
    sdgs: Vec<u8>,
    #[serde(default)]
    answers: Map<String, Value>,
    #[serde(default)]
    contact: SentContact,
    #[serde(default)]
    consents: Vec<Word>,
}

/// One of the two.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Text {
    Markdown(String),
    Html(String),
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SentContact {
    name: String,
    email: String,
    phone: String,
    organisation: String,
}

/// As GraphQL writes it.
#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Word {
    Text,
    Name,
    Email,
    Phone,
    Organisation,
}

impl Sent {
    pub fn read(told: Value) -> Result<Self, Problem> {
        // The text of the error names the field.
        serde_json::from_value(told).map_err(|wrong| Problem::from(Error::invalid("body", wrong.to_string())))
    }

    /// As it is edited; what is wrong with it already is noted. Renders the text; that may take a while.
    pub fn into_input(self, check: &mut Check) -> Input {
        if self.website.is_some_and(|told| !told.is_empty()) {
            check.wrong("website", Code::Invalid, "is there for robots: leave it empty");
        }
        let mut input = Input::empty(self.locale.unwrap_or_else(|| "en".to_owned()));
        input.title = self.title.unwrap_or_default();
        input.summary = self.summary.unwrap_or_default();
        input.body = match self.body {
            Some(Text::Markdown(source)) => Body::new(Format::Markdown, source),
            Some(Text::Html(source)) => Body::new(Format::Html, source),
            None => Body::default(),
        };
        if let Some(city) = self.city {
            match city.parse() {
                Ok(id) => input.city = Some(id),
                Err(_) => check.wrong("city", Code::Invalid, "is the id of no city: give one, or `cityName`"),
            }
        }
        (input.city_name, input.country) = (self.city_name, self.country);
        input.sdgs = self.sdgs;
        input.answers = self.answers;
        let SentContact { name, email, phone, organisation } = self.contact;
        input.contact = Contact { name, email, phone, organisation };
        input.consents = self.consents.into_iter().map(Consent::from).collect();
        input
    }
}

impl From<Word> for Consent {
    fn from(word: Word) -> Self {
        match word {
            Word::Text => Self::Text,
            Word::Name => Self::Name,
            Word::Email => Self::Email,
            Word::Phone => Self::Phone,
            Word::Organisation => Self::Organisation,
        }
    }
}

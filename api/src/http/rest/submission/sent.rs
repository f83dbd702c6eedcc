//! What is sent, by the names of its fields.

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::rich_text::Format;
use crate::domain::submission::Consent;
use crate::error::Error;
use crate::http::problem::Problem;
use crate::service::input::Body;
use crate::service::submission::{Contact, Input};

/// What is sent in to a call: the fields of `CreateSubmissionInput` in GraphQL, and whether it is submitted at once.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = SubmissionInput)]
pub struct Sent {
    /// Submitted at once; true if left out. False begins a draft.
    pub submit: Option<bool>,
    /// For forms, which cannot send the header.
    pub idempotency_key: Option<String>,
    /// The solution of a challenge, by the name that its widget gives the field.
    pub altcha: Option<String>,
    /// Nobody sees it in a form, so that only robots fill it in: leave it out.
    website: Option<String>,
    /// The language it is written in, a BCP 47 tag; `en` if left out.
    locale: Option<String>,
    /// What it is called.
    title: Option<String>,
    /// A sentence or two.
    summary: Option<String>,
    /// The text in full.
    body: Option<Text>,
    /// The id of the city, if it is one of the network.
    city: Option<String>,
    /// What the city is called, if it is none of the network.
    city_name: Option<String>,
    /// Its country, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// The Sustainable Development Goals it serves, 1 to 17.
    #[serde(default)]
    sdgs: Vec<u8>,
    /// The answers to the form of the call, by question.
    #[serde(default)]
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
    /// Whom to write to.
    #[serde(default)]
    contact: SentContact,
    /// What may be published of it.
    #[serde(default)]
    consents: Vec<Word>,
}

/// One of the two.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RichTextInput)]
enum Text {
    Markdown(String),
    Html(String),
}

/// Whom to write to; told to nobody but those who judge.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ContactInput)]
struct SentContact {
    name: String,
    email: String,
    phone: String,
    organisation: String,
}

/// What may be published: the text, and of the contact the name and more.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = Consent)]
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

//! What the sender of a submission writes.

use std::fmt;

use entity::id::CityId;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::check::{Check, Need};
use crate::domain::country::Country;
use crate::domain::email::is_email;
use crate::domain::form;
use crate::domain::limits;
use crate::domain::mistake::Code;
use crate::domain::submission::{self, Consent};
use crate::service::input::Body;

/// Everything that can be edited about a submission.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    /// The language it is written in.
    pub locale: String,
    pub title: String,
    pub summary: String,
    pub body: Body,
    /// The city whose it is, if it is one of the network.
    pub city: Option<CityId>,
    /// Its name, if it is not.
    pub city_name: Option<String>,
    /// ISO 3166-1 alpha-2, with `city_name`.
    pub country: Option<String>,
    pub sdgs: Vec<u8>,
    /// What the form asks for, by the names of its properties.
    pub answers: Map<String, Value>,
    pub contact: Contact,
    pub consents: Vec<Consent>,
}

/// Whom to write to about it. Prints nothing of a person.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub organisation: String,
}

impl Input {
    pub fn empty(locale: String) -> Self {
        Self {
            locale,
            title: String::new(),
            summary: String::new(),
            body: Body::default(),
            city: None,
            city_name: None,
            country: None,
            sdgs: Vec::new(),
            answers: Map::new(),
            contact: Contact::default(),
            consents: Vec::new(),
        }
    }

    /// Every rule that needs no database; of what is submitted more must be there than of what is saved.
    pub fn check(&self, check: &mut Check, need: Need) {
        check.locale("locale", &self.locale);
        check.title("title", &self.title, need);
        check.text("summary", &self.summary, limits::SUMMARY_CHARS);
        self.body.check(check);
        check.sdgs("sdgs", &self.sdgs);
        check.distinct("consents", &self.consents, limits::RELATIONS);
        check.within("answers", |check| {
            for mistake in form::oversize(&Value::Object(self.answers.clone())) {
                check.wrong_at(&mistake.path, mistake.code, mistake.message);
            }
        });
        self.check_city(check, need);
        check.within("contact", |check| self.contact.check(check, need));
    }

    fn check_city(&self, check: &mut Check, need: Need) {
        check.optional_line("cityName", self.city_name.as_deref(), limits::TITLE_CHARS);
        if let Some(code) = &self.country
            && Country::get(code).is_none()
        {
            let message = format!("\"{code}\" is no country: give an ISO 3166-1 alpha-2 code such as CN");
            check.wrong("country", Code::Invalid, message);
        }
        if self.city.is_some() && (self.city_name.is_some() || self.country.is_some()) {
            check.wrong("city", Code::InvalidState, "is given by id and by name: leave one of them out");
        }
        if need == Need::Optional || self.city.is_some() {
            return;
        }
        if self.city_name.is_none() {
            check.wrong("city", Code::Required, "is required: its id, or `cityName` and `country`");
        } else if self.country.is_none() {
            check.wrong("country", Code::Required, "is required with `cityName`");
        }
    }
}

impl Contact {
    fn check(&self, check: &mut Check, need: Need) {
        check.title("name", &self.name, need);
        check.line("organisation", &self.organisation, limits::TITLE_CHARS);
        if !self.phone.is_empty() && !submission::is_phone(&self.phone) {
            check.wrong("phone", Code::Invalid, "must be a telephone number such as +86 592 123 4567");
        }
        match (self.email.as_str(), need) {
            ("", Need::Optional) => {}
            ("", Need::Required) => {
                check.wrong(
                    "email",
                    Code::Required,
                    "is required: the receipt and the decision are sent there",
                );
            }
            (email, _) if !is_email(email) => {
                check.wrong("email", Code::Invalid, "must be an e-mail address such as ana@example.org");
            }
            _ => {}
        }
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(***)")
    }
}

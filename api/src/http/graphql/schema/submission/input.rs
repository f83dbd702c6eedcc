//! What a sender gives, and how it is laid over what there is.

use async_graphql::{ID, InputObject, Json, MaybeUndefined, Value};

use super::kind::ConsentField;
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::Result;
use crate::http::graphql::schema::edit::{RichTextInput, set};
use crate::http::graphql::schema::scalar::{CountryCode, Locale};
use crate::service::content::refused;
use crate::service::input::Body;
use crate::service::submission::{Aim, Contact, Input};

/// Whom to write to about a submission: seen by those who judge, and never published without consent.
#[derive(InputObject)]
pub struct SubmissionContactInput {
    /// Required of what is submitted; at most 300 characters.
    pub name: MaybeUndefined<String>,
    /// Required of what is submitted: receipt and decision are sent there.
    pub email: MaybeUndefined<String>,
    /// With its country: +86 592 123 4567.
    pub phone: MaybeUndefined<String>,
    /// At most 300 characters.
    pub organisation: MaybeUndefined<String>,
}

/// The inputs that begin a submission and go on with one, and the struct of changes that both become.
macro_rules! inputs {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        /// A submission to be. It may be half full: all of it is checked when it is submitted.
        #[derive(InputObject)]
        pub struct CreateSubmissionInput {
            /// The open call it answers; left out, `cluster` is required.
            pub call: Option<ID>,
            /// The cluster that the city asks to join; left out, `call` is required.
            pub cluster: Option<ID>,
            /// The language it is written in.
            pub locale: Locale,
            /// Made by you for this one submission, 16 to 200 characters that nobody guesses, such as a UUID: sent again
            /// with the same words, because the answer was lost, it makes no second one.
            pub idempotency_key: Option<String>,
            /// The solved challenge of `GET /v1/challenge`, as the ALTCHA widget gives it, where this server asks for one.
            pub altcha: Option<String>,
            $($(#[$doc])* pub $field: MaybeUndefined<$type>,)*
        }

        /// What is to be different of a submission: what is left out stays, `null` clears.
        #[derive(InputObject)]
        pub struct UpdateSubmissionInput {
            /// Its secret token, from when it was begun or from the link in the mail.
            pub token: String,
            /// The `version` you read: if somebody else was faster, nothing is overwritten, and `conflict` tells what
            /// differs.
            pub expected_version: i32,
            /// The language it is written in.
            pub locale: Option<Locale>,
            /// Whether the form is from here on that of the call as it is now: see `formChanged`.
            #[graphql(default)]
            pub adopt_form: bool,
            $($(#[$doc])* pub $field: MaybeUndefined<$type>,)*
        }

        pub struct Changes {
            $($field: MaybeUndefined<$type>,)*
        }

        impl CreateSubmissionInput {
            pub fn changes(self) -> Changes {
                Changes { $($field: self.$field,)* }
            }
        }

        impl UpdateSubmissionInput {
            pub fn changes(self) -> Changes {
                Changes { $($field: self.$field,)* }
            }
        }
    };
}

inputs! {
    /// What it is called; at most 300 characters.
    title: String,
    /// A sentence or two; at most 2,000 characters.
    summary: String,
    /// The text in full.
    body: RichTextInput,
    /// The city whose it is, if it is one of the network; `cityName` and `country` otherwise.
    city: ID,
    /// The name of a city that is not one of the network.
    city_name: String,
    /// The country of that city.
    country: CountryCode,
    /// Sustainable Development Goals: 1 to 17.
    sdgs: Vec<i32>,
    /// What the `form` of the call asks for: an object.
    answers: Json<Value>,
    /// Whom to write to; given anew, its fields are laid over what they were.
    contact: SubmissionContactInput,
    /// What may be published if it is accepted: nothing that is not named here.
    consents: Vec<ConsentField>,
}

impl Changes {
    /// Renders the text; that may take a while.
    fn body(&mut self) -> Option<Body> {
        set::body(std::mem::take(&mut self.body))
    }

    pub fn apply(self, body: Option<Body>, input: &mut Input, check: &mut Check) {
        set::text(&mut input.title, self.title);
        set::text(&mut input.summary, self.summary);
        if let Some(body) = body {
            input.body = body;
        }
        set::id(check, "city", &mut input.city, self.city);
        set::optional(&mut input.city_name, self.city_name, |name| name);
        set::optional(&mut input.country, self.country, |code| code.0);
        set::goals(check, &mut input.sdgs, self.sdgs);
        match self.answers {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => input.answers.clear(),
            MaybeUndefined::Value(Json(value)) => match value.into_json() {
                Ok(serde_json::Value::Object(answers)) => input.answers = answers,
                _ => check.wrong("answers", Code::Invalid, "must be an object: question by question"),
            },
        }
        match self.contact {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => input.contact = Contact::default(),
            MaybeUndefined::Value(contact) => {
                set::text(&mut input.contact.name, contact.name);
                set::text(&mut input.contact.email, contact.email);
                set::text(&mut input.contact.phone, contact.phone);
                set::text(&mut input.contact.organisation, contact.organisation);
            }
        }
        set::list(&mut input.consents, self.consents, Into::into);
    }
}

/// A submission as its sender names it.
#[derive(InputObject)]
pub struct SubmissionInput {
    /// Its secret token, from when it was begun or from the link in the mail.
    pub token: String,
    /// The `version` you read.
    pub expected_version: i32,
}

/// A submission that its sender takes back.
#[derive(InputObject)]
pub struct WithdrawSubmissionInput {
    /// Its secret token, from when it was begun or from the link in the mail.
    pub token: String,
    /// The `version` you read.
    pub expected_version: i32,
    /// Why, for the secretariat; at most 2,000 characters.
    pub reason: Option<String>,
}

/// What may be published no more.
#[derive(InputObject)]
pub struct WithdrawConsentInput {
    /// Its secret token, from when it was begun or from the link in the mail.
    pub token: String,
    /// The `version` you read.
    pub expected_version: i32,
    /// What is withdrawn.
    pub consents: Vec<ConsentField>,
}

/// The text is rendered where nobody waits for the processor.
pub async fn ready(mut changes: Changes) -> (Changes, Option<Body>) {
    let render = move || {
        let body = changes.body();
        (changes, body)
    };
    tokio::task::spawn_blocking(render).await.expect("rendering does not panic")
}

pub fn aim(input: &CreateSubmissionInput) -> Result<Aim> {
    let wrong = |field: &str, message: &str| refused(field, Code::Invalid, message);
    match (&input.call, &input.cluster) {
        (Some(call), None) => {
            let id = call
                .parse()
                .map_err(|_| wrong("call", "is the id of no call: give one as `calls` answers it"))?;
            Ok(Aim::Call(id))
        }
        (None, Some(cluster)) => {
            let wrong = |_| wrong("cluster", "is the id of no cluster: give one as `clusters` answers it");
            Ok(Aim::Cluster(cluster.parse().map_err(wrong)?))
        }
        (Some(_), Some(_)) => Err(wrong("cluster", "is given beside `call`: leave one of them out")),
        (None, None) => {
            Err(refused("call", Code::Required, "is required: the id of the call it answers, or `cluster`"))
        }
    }
}

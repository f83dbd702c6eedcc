//! Sending in: anybody may, and whoever has the token of a submission goes on with it.

use async_graphql::{Context, ID, InputObject, Json, MaybeUndefined, Object, SimpleObject, Value};

use super::object::{ConsentField, Submission, wanted};
use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::http::graphql::context::ContextExt;
use crate::http::graphql::edit::{Conflict, RichTextInput, set};
use crate::http::graphql::root::{Nullable, alone};
use crate::http::graphql::scalar::{CountryCode, Locale};
use crate::http::graphql::user_error::{UserError, apart};
use crate::service::content::refused;
use crate::service::input::Body;
use crate::service::submission::{self, Aim, Arrival, Input, New, Sent, Stored, Token};

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

        struct Changes {
            $($field: MaybeUndefined<$type>,)*
        }

        impl CreateSubmissionInput {
            fn changes(self) -> Changes {
                Changes { $($field: self.$field,)* }
            }
        }

        impl UpdateSubmissionInput {
            fn changes(self) -> Changes {
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

    fn apply(self, body: Option<Body>, input: &mut Input, check: &mut Check) {
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
            MaybeUndefined::Null => input.contact = submission::Contact::default(),
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

/// What came of beginning one.
#[derive(SimpleObject)]
pub struct CreateSubmissionPayload {
    /// Null when there are errors.
    pub submission: Option<Submission>,
    /// `cities_sb_…`: whoever has it reads, changes and withdraws the submission. It is shown this once: keep it.
    pub token: Option<String>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
}

/// What came of it.
#[derive(SimpleObject)]
pub struct SubmissionPayload {
    /// As it now is; null when there are errors.
    pub submission: Option<Submission>,
    /// What to mend; empty when it is done.
    pub user_errors: Vec<UserError>,
    /// What stands in the way of a stale change; null when nothing does.
    pub conflict: Option<Conflict>,
}

impl SubmissionPayload {
    async fn of(ctx: &Context<'_>, outcome: Result<Stored>) -> Result<Self> {
        if let Err(Error::Stale(found)) = outcome {
            let user_errors = vec![UserError::stale(found.current_version)];
            return Ok(Self { submission: None, user_errors, conflict: Some(found.into()) });
        }
        let (stored, user_errors) = apart(outcome)?;
        Ok(Self { submission: told(ctx, stored).await?, user_errors, conflict: None })
    }
}

/// With what is asked for of it.
async fn told(ctx: &Context<'_>, stored: Option<Stored>) -> Result<Option<Submission>> {
    let wanted = wanted(&[ctx.look_ahead().field("submission")]);
    let told = submission::told(&ctx.session().app, stored.into_iter().collect(), wanted).await?;
    Ok(told.into_iter().next().map(Submission))
}

#[derive(Default)]
pub struct SubmissionMutation;

#[Object]
impl SubmissionMutation {
    /// Begins a submission, without an account: an answer to an open call, or a city's wish to join a cluster. Nobody but
    /// its sender sees it before it is submitted.
    async fn create_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submission to be.")] input: CreateSubmissionInput,
    ) -> Nullable<CreateSubmissionPayload> {
        alone(async move {
            let (aim, key) = (aim(&input), input.idempotency_key.clone());
            let (mut fresh, mut check) = (Input::empty(input.locale.0.clone()), Check::new(0));
            let (changes, body) = ready(input.changes()).await;
            changes.apply(body, &mut fresh, &mut check);
            let new = |aim| New { aim, input: fresh, check, idempotency_key: key, submits: false };
            let outcome = match aim {
                Ok(aim) => submission::create(&ctx.session().app, arrival(ctx), new(aim)).await,
                Err(wrong) => Err(wrong),
            };
            let (created, user_errors) = apart(outcome)?;
            let token = created.as_ref().map(|created| created.token.expose().to_owned());
            let submission = told(ctx, created.map(|created| created.stored)).await?;
            Ok(CreateSubmissionPayload { submission, token, user_errors })
        })
        .await
    }

    /// Writes on at a submission, until the deadline. What was submitted before stays as it was until this is submitted,
    /// too.
    async fn update_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] input: UpdateSubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent =
                Sent { token: Token::given(input.token.clone()), expected_version: input.expected_version };
            let (adopts_form, locale) = (input.adopt_form, input.locale.clone());
            let (changes, body) = ready(input.changes()).await;
            let change = |wanted: &mut Input, check: &mut Check| {
                if let Some(locale) = locale {
                    wanted.locale = locale.0;
                }
                changes.apply(body, wanted, check);
            };
            let (app, arrival) = (&ctx.session().app, arrival(ctx));
            let outcome = submission::update(app, arrival, &sent, adopts_form, change).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Gives it to the secretariat, until the deadline: all of it is checked, every mistake is told at once, and it gets a
    /// `reference`. Done again after a change, it makes another version; done again without one, it changes nothing.
    async fn submit_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent = Sent { token: Token::given(input.token), expected_version: input.expected_version };
            let outcome = submission::submit(&ctx.session().app, arrival(ctx), &sent).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }

    /// Takes it back for good, until the deadline. The sender can still read it.
    async fn withdraw_submission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and why.")] input: WithdrawSubmissionInput,
    ) -> Nullable<SubmissionPayload> {
        alone(async move {
            let sent = Sent { token: Token::given(input.token), expected_version: input.expected_version };
            let (app, arrival) = (&ctx.session().app, arrival(ctx));
            let outcome = submission::withdraw(app, arrival, &sent, input.reason).await;
            Ok(SubmissionPayload::of(ctx, outcome).await?)
        })
        .await
    }
}

/// The deadline is told by the instant the request came in.
fn arrival(ctx: &Context<'_>) -> Arrival {
    let session = ctx.session();
    Arrival { at: session.now, from: session.from }
}

/// The text is rendered where nobody waits for the processor.
async fn ready(mut changes: Changes) -> (Changes, Option<Body>) {
    let render = move || {
        let body = changes.body();
        (changes, body)
    };
    tokio::task::spawn_blocking(render).await.expect("rendering does not panic")
}

fn aim(input: &CreateSubmissionInput) -> Result<Aim> {
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

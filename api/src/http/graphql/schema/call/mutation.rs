//! Writing and changing in GraphQL: calls.

use async_graphql::{ID, InputObject, Json, MaybeUndefined, Value};

use super::Call;
use super::criterion::CriterionInput;
use crate::domain::deadline::Told;
use crate::http::graphql::schema::edit::{
    Changes, Patch, RichTextInput, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::scalar::{DateTime, Locale, TimeZone};
use crate::query;
use crate::service::call;

inputs! {
    /// A call to be.
    create CreateCallInput;
    /// What is to be different of a call: what is left out stays, `null` clears.
    update UpdateCallInput;
    changes CallChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// From when on submissions are taken; left out, from publication on.
        opens_at: DateTime,
        /// The deadline as an instant, on a whole second; required, unless `closesAtLocal` is given. If both are, they must
        /// mean the same. Once the public has seen it, only `extendCall` makes it earlier.
        closes_at: DateTime,
        /// The deadline by the clock of `timeZone`: 2021-06-20T23:59:59. A time that comes twice, as clocks are put back over
        /// it, means the later instant, unless `closesAt` says which; one that clocks are put forward over is refused.
        closes_at_local: String,
        /// By the clock of which place the deadline is told; UTC if never told. `AoE` is `Etc/GMT+12`, anywhere on earth.
        /// Changed alone, it tells the same instant by another clock.
        time_zone: TimeZone,
        /// How many seconds after the deadline submissions are still taken, though the call is told as closed: 0 to 172,800,
        /// which is two days; 0 if never told.
        grace_period: i32,
        /// For how many months after the decision the contact of a submission is kept, 1 to 120; `null`: for as long as usual
        /// here, which the setting `contact-retention` says.
        retention_months: i32,
        /// The JSON Schema (draft 2020-12) of what to send in: an object with `properties`, at most 64 KiB. It refers to its
        /// own parts only; its patterns have no look-around and no back-references.
        form: Json<Value>,
        /// What submissions are scored by; at most 20.
        criteria: Vec<CriterionInput>,
        /// The clusters it is filed under, in this order; at most 50.
        clusters: Vec<ID>,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<CallTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a call says in one language.
#[derive(InputObject)]
pub struct CallTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// What it is called; required, at most 300 characters.
    pub title: MaybeUndefined<String>,
    /// A sentence or two; at most 2,000 characters.
    pub summary: MaybeUndefined<String>,
    /// The text in full.
    pub body: MaybeUndefined<RichTextInput>,
    /// The words of the form by question, as a JSON object:
    /// `{"theme": {"label": "Theme", "help": "…", "placeholder": "…", "options": {"waste": "Waste"}}}`. Only `label` is
    /// required; labels, placeholders and options have at most 300 characters, help 2,000.
    pub form_labels: MaybeUndefined<Json<Value>>,
    /// The words of the criteria by key, as a JSON object: `{"impact": {"label": "Impact", "help": "…"}}`.
    pub criteria_labels: MaybeUndefined<Json<Value>>,
}

payload! { CallPayload { call: Call, "call", query::call::NOUN } }

writing! {
    CallWriting, CallPayload, "call", call::Input, query::call::NOUN;
    create_call(CreateCallInput), update_call(UpdateCallInput), purge_call, restore_call_revision
}

workflow! {
    CallWorkflow, CallPayload, "call", call::Input, query::call::NOUN;
    submit_call, return_call, publish_call, unpublish_call, archive_call, restore_call,
    discard_call_draft, comment_on_call
}

impl Changes<call::Input> for CallChanges {
    fn ready(self) -> Patch<call::Input> {
        let texts = Texts::ready(self.text, self.remove_text, CallTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::optional(&mut item.opens_at, self.opens_at, |at| at.0);
            let mut told = Told::default();
            set::required(check, "closesAt", &mut told.at, self.closes_at, |at| Some(at.0));
            set::required(check, "closesAtLocal", &mut told.local, self.closes_at_local, Some);
            set::required(check, "timeZone", &mut told.time_zone, self.time_zone, |zone| Some(zone.0));
            item.tell_deadline(told, check);
            set::required(check, "gracePeriod", &mut item.grace_period, self.grace_period, |seconds| seconds);
            set::optional(&mut item.retention_months, self.retention_months, |months| months);
            set::json_in_order(&mut item.form, self.form);
            match self.criteria {
                MaybeUndefined::Undefined => {}
                MaybeUndefined::Null => item.criteria = None,
                MaybeUndefined::Value(all) => CriterionInput::write(all, &mut item.criteria),
            }
            set::ids(check, "clusters", &mut item.clusters, self.clusters);
            texts.apply(item, check);
        })
    }
}

impl CallTextInput {
    fn ready(self) -> (String, TextPatch<call::Text>) {
        let body = set::body(self.body);
        let patch: TextPatch<call::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.title, self.title);
            set::text(&mut text.summary, self.summary);
            if let Some(body) = body {
                text.body = body;
            }
            set::json(&mut text.form_labels, self.form_labels);
            set::json(&mut text.criteria_labels, self.criteria_labels);
        });
        (self.locale.0, patch)
    }
}

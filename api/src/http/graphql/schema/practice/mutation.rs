//! Writing and changing in GraphQL: practices.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::Practice;
use crate::http::graphql::schema::edit::{
    Changes, Patch, RichTextInput, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::scalar::Locale;
use crate::query;
use crate::service::practice;

inputs! {
    /// A practice to be.
    create CreatePracticeInput;
    /// What is to be different of a practice: what is left out stays, `null` clears.
    update UpdatePracticeInput;
    changes PracticeChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// The city it comes from.
        city: ID,
        /// The call it answered.
        call: ID,
        /// The Sustainable Development Goals it serves, 1 to 17.
        sdgs: Vec<i32>,
        /// The clusters it is filed under, in this order; at most 50.
        clusters: Vec<ID>,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<PracticeTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a practice says in one language.
#[derive(InputObject)]
pub struct PracticeTextInput {
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
}

payload! { PracticePayload { practice: Practice, "practice", query::practice::NOUN } }

writing! {
    PracticeWriting, PracticePayload, "practice", practice::Input, query::practice::NOUN;
    create_practice(CreatePracticeInput), update_practice(UpdatePracticeInput), purge_practice, restore_practice_revision
}

workflow! {
    PracticeWorkflow, PracticePayload, "practice", practice::Input, query::practice::NOUN;
    submit_practice, return_practice, publish_practice, unpublish_practice, archive_practice, restore_practice,
    discard_practice_draft, comment_on_practice
}

impl Changes<practice::Input> for PracticeChanges {
    fn ready(self) -> Patch<practice::Input> {
        let texts = Texts::ready(self.text, self.remove_text, PracticeTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::id(check, "city", &mut item.city, self.city);
            set::id(check, "call", &mut item.call, self.call);
            set::goals(check, &mut item.sdgs, self.sdgs);
            set::ids(check, "clusters", &mut item.clusters, self.clusters);
            texts.apply(item, check);
        })
    }
}

impl PracticeTextInput {
    fn ready(self) -> (String, TextPatch<practice::Text>) {
        let body = set::body(self.body);
        let patch: TextPatch<practice::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.title, self.title);
            set::text(&mut text.summary, self.summary);
            if let Some(body) = body {
                text.body = body;
            }
        });
        (self.locale.0, patch)
    }
}

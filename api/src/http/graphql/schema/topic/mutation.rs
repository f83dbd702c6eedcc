//! Writing and changing in GraphQL: topics.

use async_graphql::{InputObject, MaybeUndefined};

use super::Topic;
use crate::http::graphql::schema::edit::{
    Changes, Patch, TextInputStatus, TextPatch, Texts, inputs, payload, set, writing,
};
use crate::http::graphql::schema::scalar::Locale;
use crate::query;
use crate::service::topic;

inputs! {
    /// A topic to be.
    create CreateTopicInput;
    /// What is to be different of a topic: what is left out stays, `null` clears.
    update UpdateTopicInput;
    changes TopicChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,

        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<TopicTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a topic says in one language.
#[derive(InputObject)]
pub struct TopicTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// What it is called; required, at most 300 characters.
    pub label: MaybeUndefined<String>,
}

payload! { TopicPayload { topic: Topic, "topic", query::topic::NOUN } }

writing! {
    TopicWriting, TopicPayload, "topic", topic::Input, query::topic::NOUN;
    create_topic(CreateTopicInput), update_topic(UpdateTopicInput), purge_topic, restore_topic_revision
}

impl Changes<topic::Input> for TopicChanges {
    fn ready(self) -> Patch<topic::Input> {
        let texts = Texts::ready(self.text, self.remove_text, TopicTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);

            texts.apply(item, check);
        })
    }
}

impl TopicTextInput {
    fn ready(self) -> (String, TextPatch<topic::Text>) {
        let patch: TextPatch<topic::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.label, self.label);
        });
        (self.locale.0, patch)
    }
}

//! Writing and changing in GraphQL: news items.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::NewsItem;
use crate::domain::check::Check;
use crate::http::graphql::schema::edit::{
    Changes, Patch, RichTextInput, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::kind::NewsKind;
use crate::http::graphql::schema::scalar::{DateTime, Locale, TimeZone, Url};
use crate::query;
use crate::service::news_item;

inputs! {
    /// A news item to be.
    create CreateNewsItemInput;
    /// What is to be different of a news item: what is left out stays, `null` clears.
    update UpdateNewsItemInput;
    changes NewsItemChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// What it announces; ARTICLE if never told. EVENT and WEBINAR need `event`.
        kind: NewsKind,
        /// The picture above the text.
        hero: ID,
        /// Who wrote it.
        author_name: String,
        /// Where it was first published, if not here.
        canonical_url: Url,
        /// The Sustainable Development Goals it serves, 1 to 17.
        sdgs: Vec<i32>,
        /// The clusters it is filed under, in this order; at most 50.
        clusters: Vec<ID>,
        /// The topics it is filed under, in this order; at most 50.
        topics: Vec<ID>,
        /// The cities it is about, in this order; at most 50.
        cities: Vec<ID>,
        /// The call it announces.
        call: ID,
        /// What belongs to it, such as a recording; at most 50.
        media: Vec<ID>,
        /// The date it announces. Of one that it has, what is left out stays.
        event: EventInput,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<NewsItemTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a news item says in one language.
#[derive(InputObject)]
pub struct NewsItemTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// Its headline; required, at most 300 characters.
    pub title: MaybeUndefined<String>,
    /// A sentence or two for lists; at most 2,000 characters.
    pub excerpt: MaybeUndefined<String>,
    /// The text in full.
    pub body: MaybeUndefined<RichTextInput>,
    /// Where its event takes place; empty when online only.
    pub venue: MaybeUndefined<String>,
}

/// When and where something takes place.
#[derive(InputObject)]
pub struct EventInput {
    /// When it begins.
    pub starts_at: DateTime,
    /// When it ends; not before it begins: whoever moves it past its end says both.
    pub ends_at: MaybeUndefined<DateTime>,
    /// By the clock of which place it is told.
    pub time_zone: TimeZone,
    /// Where it can be followed online.
    pub online_url: MaybeUndefined<Url>,
    /// Where one registers.
    pub registration_url: MaybeUndefined<Url>,
    /// Called off: calendars and embeds say so, and it stays where it is listed. Of a new one false, if left out.
    pub is_cancelled: MaybeUndefined<bool>,
}

payload! { NewsItemPayload { news_item: NewsItem, "news item", query::news_item::NOUN } }

writing! {
    NewsItemWriting, NewsItemPayload, "news item", news_item::Input, query::news_item::NOUN;
    create_news_item(CreateNewsItemInput), update_news_item(UpdateNewsItemInput), purge_news_item, restore_news_item_revision
}

workflow! {
    NewsItemWorkflow, NewsItemPayload, "news item", news_item::Input, query::news_item::NOUN;
    submit_news_item, return_news_item, publish_news_item, unpublish_news_item, archive_news_item, restore_news_item,
    discard_news_item_draft, comment_on_news_item
}

impl Changes<news_item::Input> for NewsItemChanges {
    fn ready(self) -> Patch<news_item::Input> {
        let texts = Texts::ready(self.text, self.remove_text, NewsItemTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::required(check, "kind", &mut item.kind, self.kind, set::word);
            set::id(check, "hero", &mut item.hero, self.hero);
            set::optional(&mut item.author_name, self.author_name, |name| name);
            set::optional(&mut item.canonical_url, self.canonical_url, |url| url.0);
            set::goals(check, &mut item.sdgs, self.sdgs);
            set::ids(check, "clusters", &mut item.clusters, self.clusters);
            set::ids(check, "topics", &mut item.topics, self.topics);
            set::ids(check, "cities", &mut item.cities, self.cities);
            set::id(check, "call", &mut item.call, self.call);
            set::ids(check, "media", &mut item.media, self.media);
            let known = item.event.take_if(|_| !self.event.is_undefined());
            set::optional(&mut item.event, self.event, |event| event.over(known, check));
            texts.apply(item, check);
        })
    }
}

impl NewsItemTextInput {
    fn ready(self) -> (String, TextPatch<news_item::Text>) {
        let body = set::body(self.body);
        let patch: TextPatch<news_item::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.title, self.title);
            set::text(&mut text.excerpt, self.excerpt);
            if let Some(body) = body {
                text.body = body;
            }
            set::text(&mut text.venue, self.venue);
        });
        (self.locale.0, patch)
    }
}

impl EventInput {
    /// Laid over the event that the item already has, or as a new one.
    fn over(self, known: Option<news_item::Event>, check: &mut Check) -> news_item::Event {
        let (starts_at, time_zone) = (self.starts_at.0, self.time_zone.0);
        let mut event = match known {
            Some(known) => news_item::Event { starts_at, time_zone, ..known },
            None => news_item::Event::new(starts_at, time_zone),
        };
        set::optional(&mut event.ends_at, self.ends_at, |at| at.0);
        set::optional(&mut event.online_url, self.online_url, |url| url.0);
        set::optional(&mut event.registration_url, self.registration_url, |url| url.0);
        check.within("event", |check| {
            set::required(check, "isCancelled", &mut event.is_cancelled, self.is_cancelled, |is| is);
        });
        event
    }
}

//! Writing and changing in GraphQL: media items.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::MediaItem;
use crate::http::graphql::schema::edit::{
    Changes, Patch, TextInputStatus, TextPatch, Texts, inputs, payload, set, workflow, writing,
};
use crate::http::graphql::schema::kind::{MediaKind, Provider};
use crate::http::graphql::schema::scalar::{Locale, Url};
use crate::query;
use crate::service::media_item;

inputs! {
    /// A media item to be.
    create CreateMediaItemInput;
    /// What is to be different of a media item: what is left out stays, `null` clears.
    update UpdateMediaItemInput;
    changes MediaItemChanges {
        /// The readable part of its address: `[a-z0-9]+(-[a-z0-9]+)*`, at most 96 characters. Made from the title of
        /// something new, if left out. The old one goes on finding what was public by it.
        slug: String,
        /// The id another system knows it by; unique among its kind.
        external_ref: String,
        /// What it is; VIDEO if never told.
        kind: MediaKind,
        /// A small picture of it.
        thumbnail: ID,
        /// How long it takes, in seconds.
        duration_seconds: i32,
        /// The clusters it is filed under, in this order; at most 50.
        clusters: Vec<ID>,
        /// Where it can be seen, the preferred one first; required, at most 50.
        sources: Vec<MediaSourceInput>,
        /// What it says, language by language: each is laid over the text there is in that language.
        text: Vec<MediaItemTextInput>,
        /// Languages it is no longer to be read in.
        remove_text: Vec<Locale>,
    }
}

/// What a media item says in one language.
#[derive(InputObject)]
pub struct MediaItemTextInput {
    /// Which language.
    pub locale: Locale,
    /// PUBLISHED unless it is told otherwise; that of the original must be.
    pub status: MaybeUndefined<TextInputStatus>,
    /// What it is called; required, at most 300 characters.
    pub title: MaybeUndefined<String>,
    /// What is to be seen; at most 2,000 characters.
    pub description: MaybeUndefined<String>,
}

/// Where a media item can be seen.
#[derive(InputObject)]
pub struct MediaSourceInput {
    /// Who hosts it.
    pub provider: Provider,
    /// Where.
    pub url: Url,
}

payload! { MediaItemPayload { media_item: MediaItem, "media item", query::media_item::NOUN } }

writing! {
    MediaItemWriting, MediaItemPayload, "media item", media_item::Input, query::media_item::NOUN;
    create_media_item(CreateMediaItemInput), update_media_item(UpdateMediaItemInput), purge_media_item, restore_media_item_revision
}

workflow! {
    MediaItemWorkflow, MediaItemPayload, "media item", media_item::Input, query::media_item::NOUN;
    submit_media_item, return_media_item, publish_media_item, unpublish_media_item, archive_media_item, restore_media_item,
    discard_media_item_draft, comment_on_media_item
}

impl Changes<media_item::Input> for MediaItemChanges {
    fn ready(self) -> Patch<media_item::Input> {
        let texts = Texts::ready(self.text, self.remove_text, MediaItemTextInput::ready);
        Box::new(move |item, check| {
            set::naming(item, check, self.slug, self.external_ref);
            set::required(check, "kind", &mut item.kind, self.kind, set::word);
            set::id(check, "thumbnail", &mut item.thumbnail, self.thumbnail);
            set::optional(&mut item.duration_seconds, self.duration_seconds, |seconds| seconds);
            set::ids(check, "clusters", &mut item.clusters, self.clusters);
            set::list(&mut item.sources, self.sources, MediaSourceInput::into_source);
            texts.apply(item, check);
        })
    }
}

impl MediaItemTextInput {
    fn ready(self) -> (String, TextPatch<media_item::Text>) {
        let patch: TextPatch<media_item::Text> = Box::new(move |text, check| {
            set::required(check, "status", &mut text.status, self.status, Into::into);
            set::text(&mut text.title, self.title);
            set::text(&mut text.description, self.description);
        });
        (self.locale.0, patch)
    }
}

impl MediaSourceInput {
    fn into_source(self) -> media_item::Source {
        media_item::Source { provider: set::word(self.provider), url: self.url.0 }
    }
}

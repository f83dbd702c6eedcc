//! What content types share: their lifecycle, the locale of their text, rich text.

use std::borrow::Cow;

use async_graphql::{Context, Enum, ID, Object as GraphqlObject};

use super::context::ContextExt;
use super::scalar::{DateTime, Locale};
use super::seen::Seen;
use crate::domain::view::View;
use crate::error::Result;
use crate::kit::html;
use crate::query::content;

/// Where content stands between first draft and archive, time included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ContentStatus {
    /// Being written.
    Draft,
    /// Waiting for an editor.
    InReview,
    /// Published for a time that has not come yet.
    Scheduled,
    /// Live.
    Published,
    /// Was live until `expiresAt`.
    Expired,
    /// Put away.
    Archived,
}

/// What of content is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "View")]
pub enum ContentView {
    /// What is live: what everybody sees.
    Live,
    /// The thing in whatever state it is, with its working draft laid over it; everything beneath it LIVE. For
    /// editors, for a city's focal point on things of that city, and for a preview token on its one thing.
    Draft,
}

/// The direction a text is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// Rich text computes only what is asked for.
pub struct Body(pub Seen);

/// Formatted text, cleaned when it was saved: safe to put into a page as it is.
#[GraphqlObject(name = "RichText")]
impl Body {
    /// As HTML without scripts and styles: headings begin at `h2`, the only frames are players of YouTube, Vimeo and
    /// bilibili; empty when nothing was written. With `view: DRAFT` the addresses of files end with a signature, as their
    /// `url` does.
    async fn html(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>> {
        let html = self.0.text(&content::BODY_HTML)?;
        match self.0.viewing().view {
            View::Live => Ok(html.into()),
            View::Draft => ctx.session().html_of_a_draft(html),
        }
    }

    /// As plain text, paragraphs set apart by empty lines.
    async fn text(&self) -> Result<String> {
        Ok(html::to_text(self.0.text(&content::BODY_HTML)?))
    }

    /// As it was written; null when it was written in HTML.
    async fn markdown(&self) -> Result<Option<&str>> {
        let markdown = self.0.text(&content::BODY_FORMAT)? == "markdown";
        Ok(if markdown { Some(self.0.text(&content::BODY_SOURCE)?) } else { None })
    }
}

/// Part of every node: its id, and which of its texts is served.
pub struct Localised(pub Seen);

#[GraphqlObject]
impl Localised {
    /// Opaque and stable; `node(id:)` finds it again. A cache should key by `id` and `localeServed` together.
    async fn id(&self) -> Result<ID> {
        self.0.id()
    }

    /// The locale of the text in this answer.
    async fn locale_served(&self) -> Result<Locale> {
        self.0.locale_served()
    }

    /// True when the text is not in the locale that was asked for; false when none was asked for.
    async fn is_fallback(&self) -> Result<bool> {
        self.0.is_fallback()
    }

    /// The direction of the text in this answer.
    async fn dir(&self) -> Result<Direction> {
        self.0.dir()
    }

    /// Every locale it can be read in, by name.
    async fn available_locales(&self) -> Result<Vec<Locale>> {
        self.0.available_locales()
    }
}

/// Part of every content type: its lifecycle.
pub struct Content(pub Seen);

#[GraphqlObject]
impl Content {
    /// The readable part of its address; after a rename the old one still finds it, so compare and redirect.
    async fn slug(&self) -> Result<&str> {
        self.0.text(&content::SLUG)
    }

    /// Where it stands now, time included.
    async fn status(&self) -> Result<ContentStatus> {
        let now = self.0.viewing().now;
        let instant = |column| self.0.instant(column).map(|at| at.map(|at| at.0));
        let (from, until) = (instant(&content::PUBLISHED_AT)?, instant(&content::EXPIRES_AT)?);
        Ok(match self.0.text(&content::STATUS)? {
            "in_review" => ContentStatus::InReview,
            "archived" => ContentStatus::Archived,
            "published" if from.is_none_or(|from| from > now) => ContentStatus::Scheduled,
            "published" if until.is_some_and(|until| until <= now) => ContentStatus::Expired,
            "published" => ContentStatus::Published,
            _ => ContentStatus::Draft,
        })
    }

    /// Live from this instant on; null while that is undecided.
    async fn published_at(&self) -> Result<Option<DateTime>> {
        self.0.instant(&content::PUBLISHED_AT)
    }

    /// No longer live from this instant on; null when it stays.
    async fn expires_at(&self) -> Result<Option<DateTime>> {
        self.0.instant(&content::EXPIRES_AT)
    }

    /// When it was first saved.
    async fn created_at(&self) -> Result<DateTime> {
        self.0.instant(&content::CREATED_AT).map(Option::unwrap_or_default)
    }

    /// When it last changed.
    async fn updated_at(&self) -> Result<DateTime> {
        self.0.instant(&content::UPDATED_AT).map(Option::unwrap_or_default)
    }

    /// Counts its changes, from 1 up. Of one thing that is read with `view: DRAFT` it is that of its working draft, which an
    /// update names as `expectedVersion`; in lists, which show what is live, it is that of what is live.
    async fn version(&self) -> Result<i32> {
        Ok(self.0.int(&content::VERSION)?.unwrap_or_default())
    }

    /// The locale it was first written in.
    async fn locale(&self) -> Result<Locale> {
        Ok(Locale(self.0.text(&content::LOCALE)?.to_owned()))
    }

    /// The id another system knows it by; null when it was written here.
    async fn external_ref(&self) -> Result<Option<&str>> {
        self.0.optional_text(&content::EXTERNAL_REF)
    }

    /// Whether it is being changed: it has a working draft, which the public does not see. Null unless it was asked
    /// for with `view: DRAFT`.
    async fn has_draft(&self) -> Result<Option<bool>> {
        if self.0.viewing().view == View::Live {
            return Ok(None);
        }
        Ok(Some(self.0.value(&content::DRAFT)?.uuid().is_some()))
    }
}

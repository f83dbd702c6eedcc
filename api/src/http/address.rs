//! Absolute addresses, for answers that are read elsewhere.

use std::borrow::Cow;
use std::sync::Arc;

use entity::id::AssetId;

use crate::config::Site;
use crate::domain;
use crate::domain::asset::Link;
use crate::kit::html::Home;

/// Where this server and the site are for those who read an answer.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// This server, without a slash at the end.
    base_url: Arc<str>,
    pub site: Arc<Site>,
}

impl Addresses {
    pub fn new(base_url: &str, site: &Site) -> Self {
        Self { base_url: base_url.into(), site: Arc::new(site.clone()) }
    }

    /// An address of this server; the path begins with a slash.
    pub fn here(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// Where people read of a thing: its page of the site, or where there is no site a card of ours, which topics have not.
    pub fn page(&self, collection: &str, slug: &str, locale: &str) -> String {
        let door = if collection == "topics" { "v1" } else { "embed" };
        let ours = || self.here(&format!("/{door}/{collection}/{slug}?lang={locale}"));
        self.site.page(collection, slug, locale).unwrap_or_else(ours)
    }

    /// Where a text is at home; `page` as [`Home`] has it.
    pub fn text_home<'a>(&'a self, page: Option<&'a str>) -> Home<'a> {
        let server = &*self.base_url;
        Home { page, site: self.site.url.as_deref().unwrap_or(server), server }
    }

    /// Where the site begins; this server where there is no site.
    pub fn home(&self) -> String {
        self.site.url.as_ref().map_or_else(|| self.here("/"), |url| format!("{url}/"))
    }

    /// A text of ours that shows files, with a link on each of their addresses.
    pub fn linked<'h>(&self, html: &'h str, link: impl Fn(AssetId) -> Link) -> Cow<'h, str> {
        domain::rich_text::linked(html, &self.base_url, link)
    }

    /// The bytes of a file; the address changes with them, so that it may be cached for ever.
    pub fn asset(&self, id: &str, name: &str, sha256: &str) -> String {
        domain::asset::address(&self.base_url, id, name, sha256)
    }
}

//! What an address leads to, by its pattern alone.

use url::Url;
use url::form_urlencoded::{Serializer, parse};

use crate::domain::locale::Locale;
use crate::domain::slug;
use crate::http::address::Addresses;
use crate::http::embed::kind::Kind;

#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    List { kind: Kind, query: String },
    Card { kind: Kind, slug: String, locale: Option<String> },
}

impl Target {
    /// `None` for whatever is none of ours.
    pub fn of(addresses: &Addresses, address: &str) -> Option<Self> {
        let asked = Url::parse(address).ok()?;
        let here = Url::parse(&addresses.here("/embed/")).ok()?;
        let is_ours =
            asked.origin() == here.origin() && asked.username().is_empty() && asked.password().is_none();
        if let Some(path) = asked.path().strip_prefix(here.path()).filter(|_| is_ours) {
            return Self::embedded(path, asked.query().unwrap_or_default());
        }
        let page = addresses.site.find(address)?;
        Some(Self::Card { kind: Kind::named(page.collection)?, slug: page.slug, locale: page.locale })
    }

    fn embedded(path: &str, query: &str) -> Option<Self> {
        let pairs = || parse(query.as_bytes());
        let Some((kind, rest)) = path.split_once('/') else {
            // A fragment is no page: what is framed is the page it is of.
            let query = Serializer::new(String::new())
                .extend_pairs(pairs().filter(|(name, _)| name != "fragment"))
                .finish();
            return Some(Self::List { kind: Kind::named(path)?, query });
        };
        let slug = rest.strip_suffix("/player").unwrap_or(rest);
        let kind = Kind::named(kind).filter(|_| slug::check(slug).is_ok())?;
        let locale = match pairs().find(|(name, _)| name == "lang") {
            Some((_, tag)) => Some(Locale::parse(&tag).ok()?.to_string()),
            None => None,
        };
        Some(Self::Card { kind, slug: slug.to_owned(), locale })
    }
}

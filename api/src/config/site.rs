//! The site that people read, which is somebody else's program: what it is called, and where its pages are.

use std::sync::Arc;

use url::Url;

use super::reader::Reader;
use super::setting::Setting;
use super::value;
use crate::domain::{locale::Locale, slug};

/// The collections whose things have a page, as paths name them.
pub const COLLECTIONS: [&str; 8] =
    ["calls", "cities", "clusters", "media", "news", "partners", "practices", "topics"];

const LOCALE: &str = "{lang}";
const SLUG: &str = "{slug}";
const COLLECTION: &str = "{collection}";

pub static SETTINGS: [Setting; 4] = [
    Setting {
        name: "site-url",
        env: "CITIES_SITE_URL",
        value: "URL",
        default: None,
        help: "The site that people read, for links to it [default: none: links lead to pages of this server]",
    },
    Setting {
        name: "site-name",
        env: "CITIES_SITE_NAME",
        value: "NAME",
        default: Some("Cities"),
        help: "What the site is called, in feeds, calendars and embeds",
    },
    Setting {
        name: "site-locale",
        env: "CITIES_SITE_LOCALE",
        value: "LANGUAGE",
        default: Some("en"),
        help: "The language of feeds, calendars and embeds that ask for none",
    },
    Setting {
        name: "site-paths",
        env: "CITIES_SITE_PATHS",
        value: "PATH,…",
        default: Some("/{lang}/{collection}/{slug}"),
        help: "Paths of the site's pages: one for all collections, others as news=/{lang}/stories/{slug}",
    },
];

/// The front end, as far as links need to know it.
#[derive(Clone, Debug)]
pub struct Site {
    /// Without a slash at the end; `None`: there is no site to link to.
    pub url: Option<String>,
    pub name: String,
    /// BCP 47.
    pub locale: String,
    paths: Arc<Paths>,
}

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// One of [`COLLECTIONS`].
    pub collection: &'static str,
    pub slug: String,
    /// `None` where the path names none.
    pub locale: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Paths(Vec<(&'static str, String)>);

impl Site {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [url, name, locale, paths] = &SETTINGS;
        Self {
            url: reader.optional(url, value::origin),
            name: reader.read(name, called),
            locale: reader.read(locale, language),
            paths: Arc::new(reader.read(paths, Paths::read)),
        }
    }

    /// The address of a page; `None` without a site, or where that collection has no pages.
    pub fn page(&self, collection: &str, slug: &str, locale: &str) -> Option<String> {
        let path = self.paths.of(collection)?.replace(SLUG, slug).replace(LOCALE, locale);
        Some(format!("{}{path}", self.url.as_ref()?))
    }

    /// What page has this address; query and fragment do not matter. `None` for what is none of ours.
    pub fn find(&self, address: &str) -> Option<Page> {
        let (site, asked) = (Url::parse(self.url.as_ref()?).ok()?, Url::parse(address).ok()?);
        let is_ours = site.origin() == asked.origin() && asked.username().is_empty();
        let beneath = site.path().trim_end_matches('/');
        let path = asked.path().strip_prefix(beneath).filter(|_| is_ours)?;
        self.paths.0.iter().find_map(|(collection, pattern)| met(collection, pattern, path))
    }

    /// Whether the things of a collection have pages.
    pub fn has(&self, collection: &str) -> bool {
        self.url.is_some() && self.paths.of(collection).is_some()
    }
}

impl Paths {
    /// One path for all collections, and others for some: `/{lang}/{collection}/{slug},news=/stories/{slug}`.
    fn read(text: &str) -> Result<Self, String> {
        let mut paths: Vec<(&'static str, String)> = Vec::new();
        for one in text.split(',').map(str::trim) {
            let (which, path) = one.split_once('=').map_or((None, one), |(name, path)| (Some(name), path));
            check(path, which.is_none())?;
            let named = |name: &str| COLLECTIONS.into_iter().find(|known| *known == name);
            match which {
                None => paths.extend(COLLECTIONS.map(|name| (name, path.replace(COLLECTION, name)))),
                Some(name) => {
                    let name = named(name)
                        .ok_or_else(|| format!("{name:?} is none of {}", COLLECTIONS.join(", ")))?;
                    paths.retain(|(known, _)| *known != name);
                    paths.push((name, path.to_owned()));
                }
            }
        }
        Ok(Self(paths))
    }

    fn of(&self, collection: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == collection).map(|(_, path)| path.as_str())
    }
}

/// A path pattern; of all collections it names the collection, too, so that no two pages share an address.
fn check(path: &str, of_all: bool) -> Result<(), String> {
    let rest = path.replace(LOCALE, "").replace(SLUG, "").replace(COLLECTION, "");
    let once = |part| path.matches(part).count() == 1;
    let fits = path.starts_with('/')
        && once(SLUG)
        && path.matches(LOCALE).count() <= 1
        && once(COLLECTION) == of_all
        && rest.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"/-_.~".contains(&letter));
    let example = if of_all { "/{lang}/{collection}/{slug}" } else { "news=/{lang}/stories/{slug}" };
    if fits { Ok(()) } else { Err(format!("{path:?} is no path such as {example}")) }
}

/// Whether a path is one of this pattern, and whose.
fn met(collection: &'static str, pattern: &str, path: &str) -> Option<Page> {
    let (mut slug, mut locale) = (None, None);
    let (mut wanted, mut given) = (pattern.split('/'), path.trim_end_matches('/').split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => break,
            (Some(wanted), Some(given)) => part(wanted, given, &mut slug, &mut locale)?,
            _ => return None,
        }
    }
    Some(Page { collection, slug: slug?, locale })
}

/// One segment: what stands around a placeholder must be there, and what fills it must be a slug or a language.
fn part(wanted: &str, given: &str, slug: &mut Option<String>, locale: &mut Option<String>) -> Option<()> {
    let filled = |placeholder: &str| {
        let (before, after) = wanted.split_once(placeholder)?;
        Some(given.strip_prefix(before)?.strip_suffix(after)?.to_owned())
    };
    if wanted.contains(SLUG) {
        *slug = Some(filled(SLUG).filter(|slug| slug::check(slug).is_ok())?);
    } else if wanted.contains(LOCALE) {
        *locale = Some(filled(LOCALE).and_then(|tag| Locale::parse(&tag).ok())?.as_str().to_owned());
    } else if wanted != given {
        return None;
    }
    Some(())
}

fn called(text: &str) -> Result<String, String> {
    let fits = !text.trim().is_empty() && text.chars().count() <= 100 && !text.chars().any(char::is_control);
    if fits { Ok(text.trim().to_owned()) } else { Err("must be a name of 1 to 100 characters".to_owned()) }
}

fn language(text: &str) -> Result<String, String> {
    Locale::parse(text).map(|locale| locale.as_str().to_owned()).map_err(|err| err.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(url: &str, paths: &str) -> Site {
        let url = Some(url.to_owned());
        let paths = Arc::new(Paths::read(paths).unwrap());
        Site { url, name: "Cities".to_owned(), locale: "en".to_owned(), paths }
    }

    #[test]
    fn a_page_is_found_by_the_address_it_was_given() {
        let site =
            site("https://www.example.org/cities", "/{lang}/{collection}/{slug},news=/stories/{slug}.html");
        let page = |collection, slug: &str, locale: Option<&str>| {
            Some(Page { collection, slug: slug.to_owned(), locale: locale.map(str::to_owned) })
        };
        let address = site.page("media", "a-film", "pt-BR").unwrap();
        assert_eq!(address, "https://www.example.org/cities/pt-BR/media/a-film");
        assert_eq!(site.find(&format!("{address}/?utm=1#x")), page("media", "a-film", Some("pt-BR")));
        let address = site.page("news", "a-tram", "zh").unwrap();
        assert_eq!(address, "https://www.example.org/cities/stories/a-tram.html");
        assert_eq!(site.find(&address), page("news", "a-tram", None));
        assert!(site.has("media") && !site.has("events"));
        for foreign in [
            "https://www.example.com/cities/en/media/a-film",
            "http://www.example.org/cities/en/media/a-film",
            "https://www.example.org:444/cities/en/media/a-film",
            "https://who@www.example.org/cities/en/media/a-film",
            "https://www.example.org/en/media/a-film",
            "https://www.example.org/cities/en/media/..",
            "https://www.example.org/cities/en/media/A%20film",
            "https://www.example.org/cities/not_one/media/a-film",
            "https://www.example.org/cities/en/events/a-film",
            "cities/en/media/a-film",
        ] {
            assert_eq!(site.find(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn paths_that_could_name_no_page_or_two_are_refused() {
        for wrong in [
            "",
            "{slug}",
            "/news",
            "/{lang}/{slug}",
            "/{collection}/{slug}/{slug}",
            "/{collection}/{slug}?x",
            "blogs=/{slug}",
            "news=/{collection}/{slug}",
        ] {
            assert!(Paths::read(wrong).is_err(), "{wrong}");
        }
        let only = Paths::read("news=/n/{slug}").unwrap();
        assert_eq!((only.of("news"), only.of("calls")), (Some("/n/{slug}"), None));
    }
}

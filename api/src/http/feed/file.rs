//! The files under `/feeds`: which list, of what, in which format.

use crate::domain::slug;
use crate::feed::{atom, ical, json_feed, rss};
use crate::query::declare::{Link, List, Noun};
use crate::query::{call, city, cluster, event, media_item, news_item, practice, topic};

/// How a list is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Rss,
    Atom,
    Json,
    Ical,
}

/// A file that there is.
#[derive(Debug)]
pub struct File {
    pub list: &'static List,
    pub format: Format,
    pub parent: Option<Parent>,
}

/// The thing whose list it is.
#[derive(Debug)]
pub struct Parent {
    /// As paths and filters name its kind: `clusters`.
    pub collection: &'static str,
    pub noun: &'static Noun,
    pub slug: String,
}

static FEEDS: [&List; 4] = [&news_item::LIST, &practice::LIST, &media_item::LIST, &call::LIST];
static CALENDARS: [&List; 2] = [&event::LIST, &call::LIST];
static PARENTS: [(&str, &Noun); 3] =
    [("clusters", &cluster::NOUN), ("topics", &topic::NOUN), ("cities", &city::NOUN)];

impl File {
    /// `news.rss` of all, or of one parent; `None` where there is none of that name.
    pub fn named(name: &str, parent: Option<(&str, &str)>) -> Option<Self> {
        let (name, ending) = name.split_once('.')?;
        let format = Format::of(ending)?;
        let lists: &[&'static List] = if format == Format::Ical { &CALENDARS } else { &FEEDS };
        let list = lists.iter().copied().find(|list| list.name == name)?;
        let Some((collection, slug)) = parent else { return Some(Self { list, format, parent: None }) };
        let (collection, noun) = PARENTS.into_iter().find(|(known, _)| *known == collection)?;
        let parent = Parent { collection, noun, slug: slug.to_owned() };
        (parent.has(list) && slug::check(slug).is_ok()).then_some(Self { list, format, parent: Some(parent) })
    }

    /// Its path where its parent, if it has one, is called so.
    pub fn path_of(&self, slug: &str) -> String {
        let name = format!("{}.{}", self.list.name, self.format.ending());
        match &self.parent {
            Some(parent) => format!("/feeds/{}/{slug}/{name}", parent.collection),
            None => format!("/feeds/{name}"),
        }
    }

    pub fn path(&self) -> String {
        self.path_of(self.parent.as_ref().map_or("", |parent| &parent.slug))
    }
}

impl Parent {
    /// Events are filed where the news that announce them are.
    fn has(&self, list: &List) -> bool {
        let list = if std::ptr::eq(list, &raw const event::LIST) { &news_item::LIST } else { list };
        self.noun.relations.iter().any(
            |relation| matches!(relation.link, Link::Connection { list: known } if std::ptr::eq(known, list)),
        )
    }
}

impl Format {
    fn of(ending: &str) -> Option<Self> {
        [Self::Rss, Self::Atom, Self::Json, Self::Ical].into_iter().find(|format| format.ending() == ending)
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
            Self::Ical => "ics",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => rss::MEDIA_TYPE,
            Self::Atom => atom::MEDIA_TYPE,
            Self::Json => json_feed::MEDIA_TYPE,
            Self::Ical => ical::MEDIA_TYPE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_those_of_lists_that_there_are() {
        for (name, parent) in [
            ("news.rss", None),
            ("calls.atom", None),
            ("media.json", None),
            ("events.ics", None),
            ("calls.ics", Some(("clusters", "waste"))),
            ("events.ics", Some(("topics", "news"))),
            ("practices.rss", Some(("cities", "xiamen"))),
        ] {
            let file = File::named(name, parent).expect(name);
            let parents = parent.map_or_else(String::new, |(kind, slug)| format!("{kind}/{slug}/"));
            assert_eq!(file.path(), format!("/feeds/{parents}{name}"));
        }
        for (name, parent) in [
            ("news", None),
            ("news.ics", None),
            ("events.rss", None),
            ("News.rss", None),
            ("news.rss.xml", None),
            ("partners.rss", None),
            ("media.rss", Some(("topics", "news"))),
            ("news.rss", Some(("partners", "waste"))),
            ("news.rss", Some(("clusters", ".."))),
        ] {
            assert!(File::named(name, parent).is_none(), "{name}");
        }
    }
}

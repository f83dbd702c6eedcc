//! The files of a sitemap by their names.

use crate::kit::time::parse_rfc3339;
use crate::query::declare::List;
use crate::query::page::Condition;
use crate::query::{call, city, cluster, media_item, news_item, partner, practice, topic};

/// Collections with pages; those in order of publication go year by year.
pub static LISTS: [&List; 8] = [
    &cluster::LIST,
    &city::LIST,
    &news_item::LIST,
    &call::LIST,
    &practice::LIST,
    &media_item::LIST,
    &partner::LIST,
    &topic::LIST,
];

/// The file of this year has all that is older, too: one date that nobody meant makes no thousand files.
pub const FIRST_YEAR: i32 = 1970;

/// A file.
pub struct Part {
    pub list: &'static List,
    pub year: Option<i32>,
    /// From 1 on.
    pub number: usize,
}

impl Part {
    /// `cities.xml`, `cities-2.xml`, `news-2026.xml`, `news-2026-2.xml`.
    pub fn named(name: &str) -> Option<Self> {
        let mut words = name.strip_suffix(".xml")?.split('-');
        let name = words.next()?;
        let list = LISTS.iter().copied().find(|list| list.name == name)?;
        let year = if grows(list) { Some(year(words.next()?)?) } else { None };
        let number = match words.next() {
            Some(word) => number(word, 6).filter(|number| *number > 1)?,
            None => 1,
        };
        words.next().is_none().then_some(Self { list, year, number })
    }

    pub fn path(&self) -> String {
        let year = self.year.map_or_else(String::new, |year| format!("-{year}"));
        let number = if self.number > 1 { format!("-{}", self.number) } else { String::new() };
        format!("/sitemaps/{}{year}{number}.xml", self.list.name)
    }

    pub fn filter(&self) -> Vec<Condition> {
        let from = self.year.filter(|year| *year > FIRST_YEAR).and_then(begins).map(Condition::PublishedFrom);
        let before = self.year.and_then(|year| begins(year + 1)).map(Condition::PublishedBefore);
        from.into_iter().chain(before).collect()
    }
}

/// The first instant of a year, UTC.
pub fn begins(year: i32) -> Option<i64> {
    parse_rfc3339(&format!("{year:04}-01-01T00:00:00Z"))
}

fn year(word: &str) -> Option<i32> {
    i32::try_from(number(word, 4)?).ok().filter(|year| *year >= FIRST_YEAR)
}

/// Of so many digits at most, the first of them no zero.
fn number(word: &str, digits: usize) -> Option<usize> {
    let is_plain = word.len() <= digits && !word.starts_with('0') && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|_| is_plain)
}

pub fn grows(list: &List) -> bool {
    list.orders[0].sorted_by_publication
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_the_name_it_is_told_by() {
        for name in ["cities.xml", "cities-2.xml", "news-2026.xml", "news-2026-12.xml"] {
            assert_eq!(Part::named(name).map(|part| part.path()), Some(format!("/sitemaps/{name}")));
        }
        for name in [
            "news.xml",
            "news-26.xml",
            "news-1969.xml",
            "news-02026.xml",
            "news-2026-1.xml",
            "news-2026-02.xml",
            "news-2026-+2.xml",
            "news-2026-2-2.xml",
            "news-2026-1000000.xml",
            "cities-1.xml",
            "cities-.xml",
            "cities-2",
            "events.xml",
            "../x.xml",
        ] {
            assert!(Part::named(name).is_none(), "{name}");
        }
    }
}

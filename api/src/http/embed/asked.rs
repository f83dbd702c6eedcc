//! What the address of an embed asks for: the filters of its list, a language, and how it is to be shown.

use crate::config::Site;
use crate::domain::locale::Locale;
use crate::domain::view::Locales;
use crate::http::parameters::{Known, LANG, Parameters, Spelling, Takes, known, of_list};
use crate::http::problem::Problem;
use crate::query::declare::List;
use crate::query::filter::{self, ranks};
use crate::query::kinds::PROVIDERS;
use crate::query::page::{Ask, Condition, MAX_SIZE, Ordering, Page, Scopes};

/// Items of a list when nobody says.
const DEFAULT_LIMIT: usize = 10;
/// Sources of one item.
const MAX_SOURCES: usize = 50;

const LIMIT: Known =
    known("limit", Takes::Number { most: MAX_SIZE }, "How many at most, 1 to 100; 10 if absent.");
const HEADING_LEVEL: Known = known(
    "headingLevel",
    Takes::Number { most: 6 },
    "The level of the titles, 1 to 6; if absent, 2 on a page and 3 in a fragment.",
);
const FRAGMENT: Known =
    known("fragment", Takes::Flag, "True: bare HTML to put into a page. False if absent.");
const PLAY: Known = known("play", Takes::Number { most: MAX_SOURCES }, "The place of the source to play.");
const SOURCE: Known =
    known("source", Takes::Number { most: MAX_SOURCES }, "The place of the source to play.");

/// What is asked of a list.
#[derive(Debug)]
pub struct ListAsked {
    pub ask: Ask,
    pub locale: Locale,
    pub heading_level: usize,
    pub fragment: bool,
}

/// What is asked of one thing.
#[derive(Debug)]
pub struct CardAsked {
    pub locales: Locales,
    /// The place of the source to play, counted from 1.
    pub playing: Option<usize>,
}

impl ListAsked {
    pub fn read(query: Option<&str>, list: &'static List, site: &Site) -> Result<Self, Problem> {
        let mut known = of_list(list).to_vec();
        known.extend([LANG, LIMIT, HEADING_LEVEL, FRAGMENT]);
        let mut given = Parameters::read(query, Spelling::Either, &known);
        let timeless =
            !["upcoming", "startsAfter", "startsBefore", "open"].iter().any(|name| given.has(name));
        let mut filter = given.conditions(list);
        if timeless {
            filter.extend(current(list));
        }
        let fragment = given.flag("fragment").unwrap_or_default();
        let asked = Self {
            ask: Ask {
                list,
                beneath: None,
                order: order(list, &filter),
                filter,
                page: Page {
                    size: given.number("limit", MAX_SIZE).unwrap_or(DEFAULT_LIMIT),
                    ..Page::default()
                },
            },
            locale: given.locale("lang").unwrap_or_else(|| usual(site)),
            heading_level: given.number("headingLevel", 6).unwrap_or(if fragment { 3 } else { 2 }),
            fragment,
        };
        given.done()?;
        Ok(asked)
    }

    /// Providers that somebody asked for, and the one that reaches who reads Chinese.
    pub fn preferred(&self) -> Vec<&'static str> {
        let of_filter = |name: &&'static str| self.ask.filter.iter().any(|one| asks_for(one, name));
        let asked = PROVIDERS.iter().copied().filter(|name| of_filter(name));
        asked.chain(of_language(self.locale.as_str())).collect()
    }
}

impl CardAsked {
    pub fn read(query: Option<&str>, site: &Site) -> Result<Self, Problem> {
        Self::with(query, &[LANG, PLAY], "play", site)
    }

    /// Of a player alone.
    pub fn player(query: Option<&str>, site: &Site) -> Result<Self, Problem> {
        Self::with(query, &[LANG, SOURCE], "source", site)
    }

    fn with(query: Option<&str>, known: &[Known], source: &str, site: &Site) -> Result<Self, Problem> {
        let mut given = Parameters::read(query, Spelling::Either, known);
        let locale = given.locale("lang");
        let playing = given.number(source, MAX_SOURCES);
        given.done()?;
        // Whoever names no language is shown the thing in whatever language it has.
        let or_original = locale.is_none();
        let locale = locale.unwrap_or_else(|| usual(site));
        Ok(Self { locales: Locales { wanted: vec![locale.to_string()], or_original }, playing })
    }
}

/// YouTube and Vimeo do not reach readers in the mainland of China, who are most of those who read Chinese.
pub fn of_language(locale: &str) -> Option<&'static str> {
    (locale.split('-').next() == Some("zh")).then_some("bilibili")
}

fn asks_for(condition: &Condition, provider: &str) -> bool {
    matches!(condition, Condition::Scopes { rank: ranks::PROVIDER, any: Scopes::Ids(ids) }
        if ids.contains(&filter::provider(provider)))
}

/// Of events and calls what is still to come, unless somebody says otherwise.
fn current(list: &List) -> Option<Condition> {
    match list.name {
        "events" => Some(Condition::Upcoming(true)),
        "calls" => Some(Condition::Open(true)),
        _ => None,
    }
}

/// The usual one; of what is over, the latest first.
fn order(list: &'static List, filter: &[Condition]) -> Ordering {
    let usual = Ordering::default_of(list);
    let is_over = filter.iter().any(|one| matches!(one, Condition::Upcoming(false) | Condition::Open(false)));
    Ordering { descending: usual.descending || is_over, ..usual }
}

fn usual(site: &Site) -> Locale {
    Locale::parse(&site.locale).expect("checked when the setting was read")
}

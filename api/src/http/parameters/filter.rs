//! The filters of every list: the names and rules of GraphQL's, written into an address.

use super::Parameters;
use super::known::{Known, Takes, known};
use crate::error::{Error, Result};
use crate::query::call::CallFilter;
use crate::query::city::CityFilter;
use crate::query::declare::List;
use crate::query::event::EventFilter;
use crate::query::kinds;
use crate::query::media_item::MediaFilter;
use crate::query::news_item::NewsFilter;
use crate::query::page::Condition;
use crate::query::practice::PracticeFilter;

const CLUSTERS: Known = several(
    "clusters",
    "cluster",
    Takes::Slugs,
    "Filed under any of these clusters, by slug; old slugs work too.",
);
const TOPICS: Known = several("topics", "topic", Takes::Slugs, "Filed under any of these topics, by slug.");
const CITIES: Known = several("cities", "city", Takes::Slugs, "Of or about any of these cities, by slug.");
const COUNTRIES: Known = several(
    "countries",
    "country",
    Takes::Countries,
    "Of any of these countries, or of a city there: ISO 3166-1 alpha-2 codes such as CL.",
);
const NEWS_KINDS: Known = several("kinds", "kind", Takes::Words(kinds::NEWS), "Of any of these kinds.");
const EVENT_KINDS: Known = several("kinds", "kind", Takes::Words(kinds::EVENTS), "Of any of these kinds.");
const MEDIA_KINDS: Known = several("kinds", "kind", Takes::Words(kinds::MEDIA), "Of any of these kinds.");
const SDGS: Known =
    several("sdgs", "sdg", Takes::Goals, "Serving any of these Sustainable Development Goals, 1 to 17.");
const PROVIDERS: Known =
    several("providers", "provider", Takes::Words(kinds::PROVIDERS), "Playable at any of these providers.");
const REGIONS: Known =
    several("regions", "region", Takes::Regions, "In any of these regions: UN M49 codes such as 142 (Asia).");
const PUBLISHED_AFTER: Known = known("publishedAfter", Takes::Instant, "Published at this instant or later.");
const PUBLISHED_BEFORE: Known = known("publishedBefore", Takes::Instant, "Published before this instant.");
const UPCOMING: Known = known("upcoming", Takes::Flag, "True: starts now or later. False: has started.");
const STARTS_AFTER: Known = known("startsAfter", Takes::Instant, "Starts at this instant or later.");
const STARTS_BEFORE: Known = known("startsBefore", Takes::Instant, "Starts before this instant.");
const OPEN: Known =
    known("open", Takes::Flag, "True: submissions are taken now. False: not yet, or no longer.");
const CALL: Known = known("call", Takes::Slug, "Sent in to this call, by slug.");
const FEATURED: Known = known("featured", Takes::Flag, "True: featured by a cluster. False: the others.");

const fn several(name: &'static str, one: &'static str, takes: Takes, says: &'static str) -> Known {
    Known { name, one: Some(one), takes, says }
}

/// The filters of a list.
pub fn of_list(list: &List) -> &'static [Known] {
    match list.noun.name {
        "NewsItem" => {
            &[CLUSTERS, TOPICS, CITIES, COUNTRIES, NEWS_KINDS, SDGS, PUBLISHED_AFTER, PUBLISHED_BEFORE]
        }
        "Event" => &[
            UPCOMING,
            STARTS_AFTER,
            STARTS_BEFORE,
            CLUSTERS,
            TOPICS,
            CITIES,
            COUNTRIES,
            EVENT_KINDS,
            SDGS,
            PUBLISHED_AFTER,
            PUBLISHED_BEFORE,
        ],
        "Call" => &[OPEN, CLUSTERS],
        "Practice" => &[CLUSTERS, CITIES, COUNTRIES, SDGS, CALL],
        "MediaItem" => &[CLUSTERS, MEDIA_KINDS, PROVIDERS],
        "City" => &[CLUSTERS, COUNTRIES, REGIONS, FEATURED],
        _ => &[],
    }
}

impl Parameters {
    /// What was asked of a list by its filters.
    pub fn conditions(&mut self, list: &List) -> Vec<Condition> {
        let conditions = match list.noun.name {
            "NewsItem" => self.news(kinds::NEWS).conditions(),
            "Event" => self.events().conditions(),
            "Call" => CallFilter { open: self.flag("open"), clusters: self.slugs("clusters") }.conditions(),
            "Practice" => self.practices().conditions(),
            "MediaItem" => self.media().conditions(),
            "City" => self.cities().conditions(false),
            _ => Ok(Vec::new()),
        };
        self.kept(conditions)
    }

    fn news(&mut self, kinds: &'static [&'static str]) -> NewsFilter {
        NewsFilter {
            clusters: self.slugs("clusters"),
            topics: self.slugs("topics"),
            cities: self.slugs("cities"),
            countries: self.countries(),
            kinds: self.words("kinds", kinds),
            sdgs: self.goals(),
            published_after: self.instant("publishedAfter"),
            published_before: self.instant("publishedBefore"),
        }
    }

    fn events(&mut self) -> EventFilter {
        EventFilter {
            upcoming: self.flag("upcoming"),
            starts_after: self.instant("startsAfter"),
            starts_before: self.instant("startsBefore"),
            news: self.news(kinds::EVENTS),
        }
    }

    fn practices(&mut self) -> PracticeFilter {
        PracticeFilter {
            clusters: self.slugs("clusters"),
            cities: self.slugs("cities"),
            countries: self.countries(),
            sdgs: self.goals(),
            call: self.slug("call"),
        }
    }

    fn media(&mut self) -> MediaFilter {
        MediaFilter {
            clusters: self.slugs("clusters"),
            kinds: self.words("kinds", kinds::MEDIA),
            providers: self.words("providers", kinds::PROVIDERS),
        }
    }

    fn cities(&mut self) -> CityFilter {
        CityFilter {
            clusters: self.slugs("clusters"),
            countries: self.countries(),
            regions: self.regions(),
            featured: self.flag("featured"),
        }
    }

    /// Whatever the rules of the filter itself still find.
    pub(super) fn kept<T: Default>(&mut self, judged: Result<T>) -> T {
        judged.unwrap_or_else(|error| {
            match error {
                Error::Invalid { field, message } => self.wrong(&field, message),
                other => self.wrong("", other.to_string()),
            }
            T::default()
        })
    }
}

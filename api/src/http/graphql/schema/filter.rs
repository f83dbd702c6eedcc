//! Filters of lists, the same ones at the root and beneath a parent.

use async_graphql::InputObject;

use super::kind::{MediaKind, NewsKind, Provider};
use super::scalar::{CountryCode, DateTime};
use crate::query;

/// Which news items. Fields are combined by AND, values within a list by OR (at most 20). An empty list
/// matches nothing; null is the same as leaving the field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct NewsFilter {
    /// Filed under any of these clusters, by slug; old slugs work too.
    pub clusters: Option<Vec<String>>,
    /// Filed under any of these topics, by slug.
    pub topics: Option<Vec<String>>,
    /// About any of these cities, by slug.
    pub cities: Option<Vec<String>>,
    /// About a city of any of these countries.
    pub countries: Option<Vec<CountryCode>>,
    /// Of any of these kinds.
    pub kinds: Option<Vec<NewsKind>>,
    /// Serving any of these Sustainable Development Goals, 1 to 17.
    pub sdgs: Option<Vec<i32>>,
    /// Published at this instant or later.
    pub published_after: Option<DateTime>,
    /// Published before this instant.
    pub published_before: Option<DateTime>,
}

/// Which events. Fields are combined by AND, values within a list by OR (at most 20). An empty list matches
/// nothing; null is the same as leaving the field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct EventFilter {
    /// True: starts now or later. False: has started.
    pub upcoming: Option<bool>,
    /// Starts at this instant or later.
    pub starts_after: Option<DateTime>,
    /// Starts before this instant.
    pub starts_before: Option<DateTime>,
    /// Filed under any of these clusters, by slug; old slugs work too.
    pub clusters: Option<Vec<String>>,
    /// Filed under any of these topics, by slug.
    pub topics: Option<Vec<String>>,
    /// About any of these cities, by slug.
    pub cities: Option<Vec<String>>,
    /// About a city of any of these countries.
    pub countries: Option<Vec<CountryCode>>,
    /// Of any of these kinds: EVENT or WEBINAR.
    pub kinds: Option<Vec<NewsKind>>,
    /// Serving any of these Sustainable Development Goals, 1 to 17.
    pub sdgs: Option<Vec<i32>>,
    /// Announced at this instant or later.
    pub published_after: Option<DateTime>,
    /// Announced before this instant.
    pub published_before: Option<DateTime>,
}

/// Which calls for submissions. Fields are combined by AND; null is the same as leaving a field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CallFilter {
    /// True: submissions are taken now. False: not yet, or no longer.
    pub open: Option<bool>,
    /// Of any of these clusters, by slug; at most 20, an empty list matches nothing.
    pub clusters: Option<Vec<String>>,
}

/// Which practices. Fields are combined by AND, values within a list by OR (at most 20). An empty list
/// matches nothing; null is the same as leaving the field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PracticeFilter {
    /// Filed under any of these clusters, by slug; old slugs work too.
    pub clusters: Option<Vec<String>>,
    /// Of any of these cities, by slug.
    pub cities: Option<Vec<String>>,
    /// Of a city of any of these countries.
    pub countries: Option<Vec<CountryCode>>,
    /// Serving any of these Sustainable Development Goals, 1 to 17.
    pub sdgs: Option<Vec<i32>>,
    /// Sent in to this call, by slug.
    pub call: Option<String>,
}

/// Which media. Fields are combined by AND, values within a list by OR (at most 20). An empty list matches
/// nothing; null is the same as leaving the field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct MediaFilter {
    /// Filed under any of these clusters, by slug; old slugs work too.
    pub clusters: Option<Vec<String>>,
    /// Of any of these kinds.
    pub kinds: Option<Vec<MediaKind>>,
    /// Playable at any of these providers.
    pub providers: Option<Vec<Provider>>,
}

/// Which cities. Fields are combined by AND, values within a list by OR (at most 20). An empty list matches
/// nothing; null is the same as leaving the field out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CityFilter {
    /// Members of any of these clusters, by slug; old slugs work too.
    pub clusters: Option<Vec<String>>,
    /// Of any of these countries.
    pub countries: Option<Vec<CountryCode>>,
    /// In any of these regions: three-digit UN M49 codes such as "142" (Asia) or "005" (South America).
    pub regions: Option<Vec<String>>,
    /// Featured: beneath a cluster by that cluster, otherwise by any. False: the others.
    pub featured: Option<bool>,
}

impl NewsFilter {
    pub fn into_query(self) -> query::news_item::NewsFilter {
        query::news_item::NewsFilter {
            clusters: words(self.clusters),
            topics: words(self.topics),
            cities: words(self.cities),
            countries: words(self.countries),
            kinds: words(self.kinds),
            sdgs: self.sdgs,
            published_after: self.published_after.map(|at| at.0.0),
            published_before: self.published_before.map(|at| at.0.0),
        }
    }
}

impl EventFilter {
    pub fn into_query(self) -> query::event::EventFilter {
        let news = NewsFilter {
            clusters: self.clusters,
            topics: self.topics,
            cities: self.cities,
            countries: self.countries,
            kinds: self.kinds,
            sdgs: self.sdgs,
            published_after: self.published_after,
            published_before: self.published_before,
        };
        query::event::EventFilter {
            upcoming: self.upcoming,
            starts_after: self.starts_after.map(|at| at.0.0),
            starts_before: self.starts_before.map(|at| at.0.0),
            news: news.into_query(),
        }
    }
}

impl CallFilter {
    pub fn into_query(self) -> query::call::CallFilter {
        query::call::CallFilter { open: self.open, clusters: words(self.clusters) }
    }
}

impl PracticeFilter {
    pub fn into_query(self) -> query::practice::PracticeFilter {
        query::practice::PracticeFilter {
            clusters: words(self.clusters),
            cities: words(self.cities),
            countries: words(self.countries),
            sdgs: self.sdgs,
            call: self.call,
        }
    }
}

impl MediaFilter {
    pub fn into_query(self) -> query::media_item::MediaFilter {
        query::media_item::MediaFilter {
            clusters: words(self.clusters),
            kinds: words(self.kinds),
            providers: words(self.providers),
        }
    }
}

impl CityFilter {
    pub fn into_query(self) -> query::city::CityFilter {
        query::city::CityFilter {
            clusters: words(self.clusters),
            countries: words(self.countries),
            regions: self.regions,
            featured: self.featured,
        }
    }
}

fn words<T: Into<String>>(values: Option<Vec<T>>) -> Option<Vec<String>> {
    values.map(|values| values.into_iter().map(Into::into).collect())
}

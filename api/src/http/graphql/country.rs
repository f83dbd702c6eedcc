//! Countries and regions in GraphQL: facts, not content.

use async_graphql::Object as GraphqlObject;

use super::scalar::CountryCode;
use crate::domain::country;

/// A country as a city's row names it.
pub struct Country {
    code: String,
    entry: Option<&'static country::Country>,
    locale: String,
}

/// A region of M49.
pub struct Region {
    entry: &'static country::Region,
    locale: String,
}

impl Country {
    pub fn new(code: &str, locale: &str) -> Self {
        Self { code: code.to_owned(), entry: country::Country::get(code), locale: locale.to_owned() }
    }

    fn is(&self, group: impl FnOnce(&country::Country) -> bool) -> bool {
        self.entry.is_some_and(group)
    }
}

/// A country or area as the United Nations lists it. Names and codes imply no opinion on its status.
#[GraphqlObject]
impl Country {
    /// ISO 3166-1 alpha-2, such as "CL".
    async fn code(&self) -> CountryCode {
        CountryCode(self.code.clone())
    }

    /// ISO 3166-1 alpha-3, such as "CHL".
    async fn alpha3(&self) -> Option<&str> {
        self.entry.map(|entry| entry.alpha3)
    }

    /// The three digits of UN M49 (also ISO 3166-1 numeric), such as "152"; null where there are none.
    async fn m49(&self) -> Option<&str> {
        self.entry.map(|entry| entry.m49)
    }

    /// Its name in the language of the text around it, where the United Nations use it; else in English.
    async fn name(&self) -> &str {
        self.entry.map_or(self.code.as_str(), |entry| entry.name(&self.locale))
    }

    /// Its flag as an emoji.
    async fn flag(&self) -> Option<String> {
        self.entry.map(country::Country::flag)
    }

    /// The regions of UN M49 it lies in, the smallest first.
    async fn regions(&self) -> Vec<Region> {
        let regions = self.entry.into_iter().flat_map(country::Country::regions);
        regions.map(|entry| Region { entry, locale: self.locale.clone() }).collect()
    }

    /// Is it a least developed country (LDC)?
    async fn least_developed(&self) -> bool {
        self.is(|entry| entry.least_developed)
    }

    /// Is it a landlocked developing country (LLDC)?
    async fn landlocked_developing(&self) -> bool {
        self.is(|entry| entry.landlocked_developing)
    }

    /// Is it a small island developing State (SIDS)?
    async fn small_island_developing(&self) -> bool {
        self.is(|entry| entry.small_island_developing)
    }
}

/// A region of the United Nations' standard M49.
#[GraphqlObject]
impl Region {
    /// Its three digits; what the filter `regions` takes.
    async fn code(&self) -> &str {
        self.entry.code
    }

    /// Its name in the language of the text around it, where the United Nations use it; else in English.
    async fn name(&self) -> &str {
        self.entry.name(&self.locale)
    }
}

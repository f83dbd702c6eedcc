//! Countries and regions in GraphQL: facts, not content.

use async_graphql::Object as GraphqlObject;
use sea_orm::DbErr;

use super::scalar::CountryCode;
use crate::domain::country;
use crate::error::{Error, Result};

/// A country as a city's row names it.
pub struct Country {
    entry: &'static country::Country,
    locale: String,
}

/// A region of M49.
pub struct Region {
    entry: &'static country::Region,
    locale: String,
}

impl Country {
    /// `code` is one of those that may be saved.
    pub fn new(code: &str, locale: String) -> Result<Self> {
        let unknown = || Error::Database(DbErr::Type(format!("{code} is no country")));
        Ok(Self { entry: country::Country::get(code).ok_or_else(unknown)?, locale })
    }
}

/// A country or area as the United Nations lists it. Names and codes imply no opinion on its status.
#[GraphqlObject]
impl Country {
    /// ISO 3166-1 alpha-2, such as "CL".
    async fn code(&self) -> CountryCode {
        CountryCode(self.entry.code.to_owned())
    }

    /// ISO 3166-1 alpha-3, such as "CHL".
    async fn alpha3(&self) -> &str {
        self.entry.alpha3
    }

    /// The three digits of UN M49 (also ISO 3166-1 numeric), such as "152".
    async fn m49(&self) -> &str {
        self.entry.m49
    }

    /// Its name in the language of the text around it, where the United Nations use it; else in English.
    async fn name(&self) -> &str {
        self.entry.name(&self.locale)
    }

    /// Its flag as an emoji.
    async fn flag(&self) -> String {
        self.entry.flag()
    }

    /// The regions of UN M49 it lies in, the smallest first.
    async fn regions(&self) -> Vec<Region> {
        self.entry.regions().map(|entry| Region { entry, locale: self.locale.clone() }).collect()
    }

    /// Is it a least developed country (LDC)?
    async fn least_developed(&self) -> bool {
        self.entry.least_developed
    }

    /// Is it a landlocked developing country (LLDC)?
    async fn landlocked_developing(&self) -> bool {
        self.entry.landlocked_developing
    }

    /// Is it a small island developing State (SIDS)?
    async fn small_island_developing(&self) -> bool {
        self.entry.small_island_developing
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

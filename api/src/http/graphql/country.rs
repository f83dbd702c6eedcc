//! Countries and regions in GraphQL: facts, not content.

use async_graphql::{Object as GraphqlObject, SimpleObject};

use super::scalar::CountryCode;
use crate::domain::country;

/// A country or area as the United Nations lists it. Names and codes imply no opinion on its status.
pub struct Country {
    code: String,
    entry: Option<&'static country::Country>,
    locale: String,
}

/// A region of the United Nations' standard M49.
#[derive(SimpleObject)]
pub struct Region {
    /// Its three-digit M49 code.
    code: &'static str,
    /// Its name in English.
    name: &'static str,
}

impl Country {
    pub fn new(code: &str, locale: &str) -> Self {
        Self { code: code.to_owned(), entry: country::Country::get(code), locale: locale.to_owned() }
    }
}

//! Countries and regions in GraphQL: facts, not content.

use async_graphql::Object as GraphqlObject;

use super::scalar::CountryCode;
use crate::domain::country;

/// A country or area as the United Nations lists it. Names and codes imply no opinion on its status.
pub struct Country {
    code: String,
    entry: Option<&'static country::Country>,
    locale: String,
}

impl Country {
    pub fn new(code: &str, locale: &str) -> Self {
        Self { code: code.to_owned(), entry: country::Country::get(code), locale: locale.to_owned() }
    }
}

/// A country or area as the United Nations lists it. Names and codes imply no opinion on its status.
#[GraphqlObject]
impl Country {
    /// ISO 3166-1 alpha-2, such as "CL".
    async fn code(&self) -> CountryCode {
        CountryCode(self.code.clone())
    }
}

//! What an API token may be made for. Which actions each scope covers is said in `permission`.

use std::collections::BTreeSet;

/// One thing that a token may be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiScope {
    Read,
    Propose,
    Write,
    Publish,
    Preview,
    Purge,
    Audit,
}

impl ApiScope {
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Propose, Self::Write, Self::Publish, Self::Preview, Self::Purge, Self::Audit];

    /// The word it is stored under, and typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Propose => "propose",
            Self::Write => "write",
            Self::Publish => "publish",
            Self::Preview => "preview",
            Self::Purge => "purge",
            Self::Audit => "audit",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// All that one token was made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<ApiScope>);

impl Scopes {
    /// As they are stored. A word of a newer version allows nothing here.
    pub fn parse(words: &str) -> Self {
        words.split(' ').filter_map(ApiScope::parse).collect()
    }

    pub fn holds(&self, scope: ApiScope) -> bool {
        self.0.contains(&scope)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = ApiScope> {
        self.0.iter().copied()
    }

    /// Words with spaces between them.
    pub fn to_words(&self) -> String {
        self.iter().map(ApiScope::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl FromIterator<ApiScope> for Scopes {
    fn from_iter<T: IntoIterator<Item = ApiScope>>(scopes: T) -> Self {
        Self(scopes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_stored_as_words_and_unknown_ones_allow_nothing() {
        let scopes: Scopes = [ApiScope::Write, ApiScope::Read, ApiScope::Write].into_iter().collect();
        assert_eq!(scopes.to_words(), "read write");
        assert_eq!(Scopes::parse("write everything read"), scopes);
        assert!(Scopes::parse("").is_empty() && Scopes::parse("Read").is_empty());
        for scope in ApiScope::ALL {
            assert_eq!(ApiScope::parse(scope.as_str()), Some(scope));
        }
    }
}

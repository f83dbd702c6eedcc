//! Slugs: the names of things in addresses.

use crate::kit::text::is_slug;

pub const MAX_LENGTH: usize = 96;

/// What is wrong with a slug, and what one looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error(
        "must be lower-case letters a-z and digits in words joined by single hyphens, like `clean-air-2021`"
    )]
    Shape,
    #[error("has {0} characters, at most {MAX_LENGTH} are allowed: shorten it")]
    TooLong(usize),
}

/// Passes `[a-z0-9]+(-[a-z0-9]+)*` of at most [`MAX_LENGTH`] characters.
pub fn check(slug: &str) -> Result<(), Malformed> {
    if !is_slug(slug) {
        return Err(Malformed::Shape);
    }
    if slug.len() > MAX_LENGTH {
        return Err(Malformed::TooLong(slug.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_a_slug_looks_like() {
        assert_eq!(check("transport-2021"), Ok(()));
        assert_eq!(check(&"a".repeat(MAX_LENGTH)), Ok(()));
        assert_eq!(check(&"a".repeat(MAX_LENGTH + 1)), Err(Malformed::TooLong(97)));
        for slug in ["", "Transport", "a_b", "a--b", "-a", "厦门"] {
            assert_eq!(check(slug), Err(Malformed::Shape), "{slug}");
        }
    }
}

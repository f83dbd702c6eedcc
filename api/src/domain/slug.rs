//! Slugs: the names of things in addresses.

use crate::kit::text::{is_slug, sort_key};

pub const MAX_LENGTH: usize = 96;
/// Of one made from a title: room for a number after it.
const MAX_MADE: usize = 80;

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

/// A slug made of the words of a title; `None` where it has none that can be written in a-z and 0-9.
pub fn of(title: &str) -> Option<String> {
    let folded = sort_key(title);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        let length = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if length > MAX_MADE {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    // Most of a title in another script would be lost.
    let kept = folded.chars().filter(char::is_ascii_alphanumeric).count();
    let all = folded.chars().filter(|c| c.is_alphanumeric()).count();
    (!slug.is_empty() && kept * 4 >= all * 3).then_some(slug)
}

/// The n-th slug of the same words: the first is plain.
pub fn numbered(slug: &str, n: usize) -> String {
    if n == 1 { slug.to_owned() } else { format!("{slug}-{n}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_slug_where_it_can() {
        for (title, slug) in [
            ("Clean Air for Xiamen!", Some("clean-air-for-xiamen")),
            ("  São Tomé: 2021/22 ", Some("sao-tome-2021-22")),
            ("厦门 BRT", None),
            ("厦门", None),
            ("…", None),
        ] {
            assert_eq!(of(title).as_deref(), slug, "{title}");
        }
        let long = of(&"word ".repeat(60)).unwrap();
        assert!(long.len() <= MAX_MADE && check(&numbered(&long, 64)).is_ok(), "{long}");
        assert_eq!(of(&"x".repeat(200)), None);
    }

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

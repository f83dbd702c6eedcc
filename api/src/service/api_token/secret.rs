//! What an API token looks like: `cities_pat_`, 256 random bits, and a checksum, so that scanners of leaked secrets know
//! one when they see it and ask nobody about what is none.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::platform::keyring;
use crate::service::session::hash;

const PREFIX: &str = "cities_pat_";
/// 256 bits in base64url.
const RANDOM_CHARS: usize = 43;
/// The first characters of the SHA-256, in base64url, of all that stands before.
const CHECK_CHARS: usize = 6;

/// A token as its holder has it, once. Prints as `***`.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn random() -> Self {
        let head = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(keyring::random()));
        Self(format!("{head}{}", check(&head)))
    }

    /// For whoever asked for it, and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether it begins like one.
pub fn has_prefix(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// Whether it could be one: what is cut off or mistyped is not looked for.
pub fn is_well_made(token: &str) -> bool {
    let is_long_enough = token.len() == PREFIX.len() + RANDOM_CHARS + CHECK_CHARS && token.is_ascii();
    is_long_enough && has_prefix(token) && {
        let (head, tail) = token.split_at(token.len() - CHECK_CHARS);
        check(head) == tail
    }
}

fn check(head: &str) -> String {
    hash(head).chars().take(CHECK_CHARS).collect()
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_looks_and_prints_nothing() {
        let (one, other) = (Secret::random(), Secret::random());
        assert!(is_well_made(one.expose()) && one.expose() != other.expose());
        assert_eq!(format!("{one:?}"), "***");
        let mut wrong = one.expose().to_owned();
        wrong.replace_range(20..21, if &wrong[20..21] == "A" { "B" } else { "A" });
        let cut = &one.expose()[..one.expose().len() - 1];
        for token in [&*wrong, cut, "", "cities_pat_", "cities_rt_x", &"é".repeat(30)] {
            assert!(!is_well_made(token), "{token}");
        }
    }

    /// Scanners outside are built on this: it never changes.
    #[test]
    fn the_checksum_is_the_one_that_was_published() {
        let head = format!("{PREFIX}{}", "A".repeat(RANDOM_CHARS));
        assert!(is_well_made(&format!("{head}lRZKBC")));
    }
}

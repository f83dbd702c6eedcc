//! What a password may be, and what of a typed one is compared.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

/// Characters of a password: enough to be hard to guess, few enough to hash.
const CHARS: RangeInclusive<usize> = 12..=200;

/// Whether one may be chosen.
pub fn check(password: &str) -> Result<()> {
    if password.chars().any(char::is_control) {
        return Err(Error::invalid("password", "must have no control characters, such as tabs"));
    }
    let chars = password.nfc().count();
    if CHARS.contains(&chars) {
        return Ok(());
    }
    let (least, most) = (CHARS.start(), CHARS.end());
    Err(Error::invalid("password", format!("must have {least} to {most} characters, not {chars}")))
}

/// However a keyboard composes its letters (RFC 8265, 4.2.2).
pub fn composed(password: &str) -> String {
    password.nfc().collect()
}

/// As much of what was typed as can be a password: what is longer fits nobody, and hashing it whole would be a gift. No
/// letter is composed of more than four characters.
pub fn typed(password: &str) -> String {
    password.chars().take(4 * CHARS.end() + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_as_they_are_read() {
        assert!(check(&"a\u{308}".repeat(11)).is_err() && check(&"a\u{308}".repeat(12)).is_ok());
        let longest = "\u{3b1}\u{313}\u{300}\u{345}".repeat(200);
        assert!(check(&longest).is_ok() && typed(&longest) == longest);
        assert!(check(&"x".repeat(201)).is_err());
        assert!(composed(&typed(&"\u{3b1}\u{313}\u{300}\u{345}".repeat(300))).chars().count() > 200);
        assert!(check("correct\thorse").is_err());
    }
}

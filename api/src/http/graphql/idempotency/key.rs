//! The header, read.

use axum::http::HeaderMap;

use crate::http::graphql::answer::Refused;

pub const HEADER: &str = "idempotency-key";
/// Characters of a key.
const LONGEST: usize = 255;

/// The key of a request, without its quotes; `None` when it has none.
pub fn of(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let mut all = headers.get_all(HEADER).iter();
    let Some(value) = all.next() else { return Ok(None) };
    let wrong = || {
        Refused::bad(format!(
            "`Idempotency-Key` must be one string of 1 to {LONGEST} characters in quotes, such as \
             \"8e03978e-40d5-43dd-bc93-6894a57f9324\"."
        ))
    };
    let text = value.to_str().ok().filter(|_| all.next().is_none()).ok_or_else(wrong)?;
    let key = unquoted(text.trim_matches([' ', '\t'])).ok_or_else(wrong)?;
    if (1..=LONGEST).contains(&key.len()) { Ok(Some(key)) } else { Err(wrong()) }
}

/// A string of RFC 9651, or a bare word, which many clients send.
fn unquoted(text: &str) -> Option<String> {
    let Some(inner) = text.strip_prefix('"') else {
        let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:/=".contains(&b));
        return is_word.then(|| text.to_owned());
    };
    let inner = inner.strip_suffix('"')?;
    let mut key = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => key.push(letters.next().filter(|next| matches!(next, '"' | '\\'))?),
            '"' => return None,
            ' '..='~' => key.push(letter),
            _ => return None,
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read(values: &[&str]) -> Result<Option<String>, Refused> {
        let one =
            |value: &&str| (HEADER.parse().unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        of(&values.iter().map(one).collect::<HeaderMap>())
    }

    #[test]
    fn a_key_is_a_quoted_string_or_a_bare_word() {
        assert_eq!(read(&[]).unwrap(), None);
        for (value, found) in [
            ("\"8e03978e-40d5\"", "8e03978e-40d5"),
            ("8e03978e-40d5", "8e03978e-40d5"),
            (" \"a b\\\"c\\\\\" ", "a b\"c\\"),
            ("order:7/2", "order:7/2"),
        ] {
            assert_eq!(read(&[value]).unwrap().as_deref(), Some(found), "{value}");
        }
        let long = "x".repeat(LONGEST + 1);
        for wrong in [
            "",
            "\"\"",
            "\"",
            "\"a",
            "a\"",
            "\"a\"b\"",
            "\"a\\b\"",
            "a b",
            "a,b",
            "\"a\";b=1",
            "é",
            "\"é\"",
            &long,
        ] {
            assert_eq!(read(&[wrong]).unwrap_err().status, 400, "{wrong}");
        }
        assert!(read(&["a", "a"]).is_err(), "one key, once");
        assert!(read(&[&long[1..]]).is_ok());
    }
}

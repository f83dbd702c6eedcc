//! Addresses of mail.

use std::str::FromStr;

/// An address that mail can be sent to, and nothing beside it.
pub fn is_email(text: &str) -> bool {
    text.is_ascii() && lettre::Address::from_str(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address_and_no_header() {
        for good in ["ana@xiamen.example", "a.b+c@x.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ana",
            "ana@",
            "a..b@x.example",
            "ana,bo@x.example",
            "a(b)@x.example",
            "bo@x.example;z",
            "a\\b@x.example",
            "ana@x.example.",
            "gr\u{fc}\u{df}e@x.example",
            "x<ana@b.example>",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: c@d.example",
            "Ana <a@b.example>",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}

//! Addresses of mail.

use std::str::FromStr;

/// An address that mail can be sent to, and nothing beside it.
pub fn is_email(text: &str) -> bool {
    let Ok(address) = lettre::Address::from_str(text) else { return false };
    // Names in quotes may have in them what parts addresses, and nobody has one.
    text.is_ascii() && !address.user().contains('"') && is_domain(address.domain())
}

/// A name of a host, or an address of one in brackets (RFC 5321, 4.1.2).
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        label.bytes().all(is_name) && !label.starts_with('-') && !label.ends_with('-') && !label.is_empty()
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.starts_with('[')
        || (text.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address_and_no_header() {
        for good in [
            "ana@xiamen.example",
            "a.b+c@x.example",
            "ana@localhost",
            "ana@xn--mnchen-3ya.example",
            "a@[192.0.2.1]",
        ] {
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
            "\"a b\"@x.example",
            "\"a\tb\"@x.example",
            "ana@::1",
            "ana@192.0.2.1",
            "ana@x!y.example",
            "ana@-x.example",
            "ana@x.example ",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}

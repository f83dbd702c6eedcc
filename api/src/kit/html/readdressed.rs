//! A text with other addresses.

use std::borrow::Cow;

use super::addresses::addresses;
use super::plain::from_text;
use super::tags::{decode, end};

/// The HTML with another address for each picture and link that `other` has one for. Of sanitised HTML, and as safe as the
/// addresses are.
pub fn readdressed(html: &str, other: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    if !addresses(html).any(|address| other(&decode(address)).is_some()) {
        return Cow::Borrowed(html);
    }
    let (mut text, mut rest) = (String::with_capacity(html.len() + 256), html);
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let (tag, behind) = rest[start..].split_at(end(&rest[start..]).unwrap_or(rest.len() - start));
        write(&mut text, tag, &other);
        rest = behind;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Every second part between the quotes of a tag is a value, behind its name.
fn write(text: &mut String, tag: &str, other: impl Fn(&str) -> Option<String>) {
    let mut before = "";
    for (n, part) in tag.split('"').enumerate() {
        let is_address = n % 2 == 1 && (before.ends_with(" href=") || before.ends_with(" src="));
        if n > 0 {
            text.push('"');
        }
        match is_address.then(|| other(&decode(part))).flatten() {
            Some(address) => text.push_str(&from_text(&address).replace('"', "&quot;")),
            None => text.push_str(part),
        }
        before = part;
    }
}

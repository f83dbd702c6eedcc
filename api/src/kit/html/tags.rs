//! The tags of HTML as the sanitiser's serialiser writes it: `<` begins a tag wherever it stands, values stand in double
//! quotes, and quotes within them are marked.

/// Length of the tag that `html` starts with; quoted values may hold `>`.
pub fn end(html: &str) -> Option<usize> {
    let mut quoted = false;
    let end = html.bytes().position(|b| {
        quoted ^= b == b'"';
        b == b'>' && !quoted
    })?;
    Some(end + 1)
}

/// What `tag` is called, whether it opens or closes.
pub fn name(tag: &str) -> &str {
    tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or("")
}

/// The value as it stands in the tag, marks (`&amp;`) included; empty when there is none.
pub fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    attributes(tag).find(|(found, _)| *found == name).map_or("", |(_, value)| value)
}

/// Names and values of all attributes in `html`, in order.
pub fn attributes(html: &str) -> impl Iterator<Item = (&str, &str)> {
    Attributes { rest: html, in_tag: false }
}

/// The five references that the serialiser writes.
pub fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

struct Attributes<'a> {
    rest: &'a str,
    in_tag: bool,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if !self.in_tag {
                self.rest = self.rest.split_once('<')?.1;
            }
            let end = self.rest.find(['"', '>'])?;
            let (before, behind) = (&self.rest[..end], &self.rest[end + 1..]);
            self.in_tag = self.rest[end..].starts_with('"');
            self.rest = behind;
            if self.in_tag {
                let (value, behind) = behind.split_once('"')?;
                self.rest = behind;
                let name = before.trim_end_matches('=').rsplit(' ').next()?;
                return Some((name, value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_never_passes_for_an_attribute() {
        let tag = "<a title=\"x src=\" href=\"/b > c\" src=\"/yes\">";
        assert_eq!((attribute(tag, "src"), attribute(tag, "href")), ("/yes", "/b > c"));
        assert_eq!((attribute(tag, "rel"), name(tag), name("</a>")), ("", "a", "a"));
        assert_eq!(end(&format!("{tag}</a>")), Some(tag.len()));
    }
}

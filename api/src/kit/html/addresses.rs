//! What a text shows and links to.

/// The values of `src` and `href` in HTML as [`sanitise`](super::sanitise) gives it: quotes are double and marked within
/// values, and `<` begins a tag wherever it stands outside one. Marks (`&amp;`) are left as they are.
pub fn addresses(html: &str) -> impl Iterator<Item = &str> {
    Attributes { rest: html, in_tag: false }
        .filter(|(name, _)| matches!(*name, "src" | "href"))
        .map(|(_, value)| value)
}

/// Names and values of all attributes, in order.
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
    use super::super::sanitise;
    use super::*;

    fn all(html: &str) -> Vec<String> {
        let html = sanitise(html).expect("fit to read");
        addresses(&html).map(str::to_owned).collect()
    }

    #[test]
    fn addresses_are_those_of_pictures_and_links() {
        assert_eq!(all("<p><a href='/a'>x</a> <img src='/b?c=1&d=2' alt='e'></p>"), ["/a", "/b?c=1&amp;d=2"]);
        assert_eq!(all("<img alt='src=\"/no\"' title='a > b \" <img src=\"/no\">' src='/yes'>"), ["/yes"]);
    }

    #[test]
    fn words_are_no_addresses() {
        assert!(all("say \" <code>&lt;img src=\"/no\"&gt;</code> href=\"/no\" and \"").is_empty());
        assert_eq!(all("a \" b <a href='/yes'>\"</a> \" href=\"/no\""), ["/yes"]);
        assert_eq!(all("1 > 0 \"x\" <a title='=\"' href='/yes'>y</a>"), ["/yes"]);
        assert!(all("<p title='/assets/no'>/assets/no</p>").is_empty());
    }
}

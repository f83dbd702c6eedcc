//! What a text shows and links to.

use super::tags;

/// The values of `src` and `href` in HTML as [`sanitise`](super::sanitise) gives it. Marks (`&amp;`) are left as they
/// are.
pub fn addresses(html: &str) -> impl Iterator<Item = &str> {
    tags::attributes(html).filter(|(name, _)| matches!(*name, "src" | "href")).map(|(_, value)| value)
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

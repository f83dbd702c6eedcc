//! Rich text: rendered and sanitised once, when saved, and only here.

use std::borrow::Cow;

use entity::id::AssetId;

use super::asset::{Link, unlinked};
use crate::kit::{html, markdown, text};

/// Bytes of source one text may have.
pub const MAX_SOURCE: usize = 1 << 20;

/// Bytes that a source may grow to when rendered; footnotes and nested quotes multiply.
const MAX_RENDERED: usize = 4 << 20;

/// How the addresses of files begin.
const FILES: &str = "/assets/";

/// How a source is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    #[default]
    Markdown,
    Html,
}

impl Format {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// The format stored under `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Markdown, Self::Html].into_iter().find(|format| format.as_str() == word)
    }
}

/// A source with the safe HTML made from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    /// As it was written, byte for byte.
    pub source: String,
    pub format: Format,
    /// Safe to show on any page.
    pub html: String,
}

/// Why a source cannot become rich text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("is {0} bytes long, at most {MAX_SOURCE} are allowed: split the text")]
    TooLong(usize),
    #[error("becomes {0} bytes of HTML, at most {MAX_RENDERED} are allowed: split the text")]
    GrowsTooLong(usize),
    #[error("holds the character U+0000, which cannot be stored: remove it")]
    Nul,
    #[error("cannot be read as HTML: {0}")]
    Unfit(#[from] html::Unfit),
}

impl RichText {
    pub fn from_markdown(source: impl Into<String>) -> Result<Self, Unusable> {
        Self::new(Format::Markdown, source.into())
    }

    pub fn from_html(source: impl Into<String>) -> Result<Self, Unusable> {
        Self::new(Format::Html, source.into())
    }

    /// Renders and sanitises; an empty source is an empty text.
    pub fn new(format: Format, source: String) -> Result<Self, Unusable> {
        let html = render(format, &source)?;
        Ok(Self { source, format, html })
    }

    /// Without its looks, paragraphs apart by a blank line.
    pub fn text(&self) -> String {
        html::to_text(&self.html)
    }

    /// The source if it is Markdown; `None` if the text was written in HTML.
    pub fn markdown(&self) -> Option<&str> {
        (self.format == Format::Markdown).then_some(self.source.as_str())
    }
}

/// The safe HTML made from a source.
pub fn render(format: Format, source: &str) -> Result<String, Unusable> {
    if source.len() > MAX_SOURCE {
        return Err(Unusable::TooLong(source.len()));
    }
    if text::has_nul(source) {
        return Err(Unusable::Nul);
    }
    match format {
        Format::Markdown => sanitise(&markdown::render(source)),
        Format::Html => sanitise(source),
    }
}

/// The files that some HTML of ours shows or links to, by their addresses `/assets/ID/NAME`: each with whether the
/// address is one of this server, and not a whole one, which might be another's.
pub fn files_in(html: &str) -> impl Iterator<Item = (AssetId, bool)> {
    html::addresses(html).filter_map(file_in)
}

fn file_in(address: &str) -> Option<(AssetId, bool)> {
    let is_ours = address.starts_with(FILES);
    let whole = if is_ours { None } else { url::Url::parse(address).ok() };
    let path = if is_ours { address } else { whole.as_ref()?.path() };
    Some((file_at(path)?, is_ours))
}

/// The HTML with a link on the address of each file of this server, which is reached at `base_url`.
pub fn linked<'h>(html: &'h str, base_url: &str, link: impl Fn(AssetId) -> Link) -> Cow<'h, str> {
    html::readdressed(html, |address| {
        let asset = file_at(address.strip_prefix(base_url).unwrap_or(address))?;
        Some(link(asset).put_on(address))
    })
}

fn file_at(path: &str) -> Option<AssetId> {
    path.strip_prefix(FILES)?.split(['/', '?', '#']).next()?.parse().ok()
}

fn sanitise(rendered: &str) -> Result<String, Unusable> {
    if rendered.len() > MAX_RENDERED {
        return Err(Unusable::GrowsTooLong(rendered.len()));
    }
    let html = html::sanitise(rendered)?;
    // Whoever copies from a draft copies links that end soon.
    let html =
        html::readdressed(&html, |address| file_in(address).and_then(|_| unlinked(address))).into_owned();
    if html.len() > MAX_RENDERED {
        return Err(Unusable::GrowsTooLong(html.len()));
    }
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_rendered_and_made_safe() {
        let body = RichText::from_markdown("# Hi\n\n*There*<script>alert(1)</script>").expect("fine");
        assert_eq!(body.html, "<h2>Hi</h2>\n<p><em>There</em></p>\n");
        assert_eq!(body.text(), "Hi\n\nThere");
        assert_eq!(body.markdown(), Some("# Hi\n\n*There*<script>alert(1)</script>"));

        let body = RichText::from_html("<p onclick=x>*There*</p>").expect("fine");
        assert_eq!((body.html.as_str(), body.markdown()), ("<p>*There*</p>", None));
        assert_eq!(RichText::from_markdown("").expect("fine"), RichText::default());
    }

    #[test]
    fn refuses_what_is_out_of_bounds() {
        let long = "x".repeat(MAX_SOURCE + 1);
        assert_eq!(RichText::from_html(long), Err(Unusable::TooLong(MAX_SOURCE + 1)));
        assert!(RichText::from_markdown("word ".repeat(MAX_SOURCE / 5)).is_ok());
        assert_eq!(RichText::from_markdown("a\0b"), Err(Unusable::Nul));
        assert_eq!(RichText::from_html("<div>".repeat(1000)), Err(Unusable::Unfit(html::Unfit::Deep)));
        let quotes = RichText::from_markdown(">".repeat(MAX_SOURCE));
        assert!(matches!(quotes, Err(Unusable::GrowsTooLong(_))));
    }

    #[test]
    fn files_are_known_by_their_addresses() {
        let (tram, bus) = (AssetId::derived("tram"), AssetId::derived("bus"));
        let source = format!(
            "![A tram](/assets/{tram}/tram.png?v=1) [a bus](https://api.example.org/assets/{bus}/bus.pdf) \
             ![no id](/assets/tram/tram.png) [elsewhere](/about) [not here](https://x.example/of/assets/{bus}/b) \
             `<img src=\"/assets/{bus}/b\">` <a title='<img src=\"/assets/{bus}/b\">' href='/b'>b</a>"
        );
        let body = RichText::from_markdown(source).expect("fine");
        assert_eq!(files_in(&body.html).collect::<Vec<_>>(), [(tram, true), (bus, false)]);
    }

    #[test]
    fn formats_have_words() {
        for format in [Format::Markdown, Format::Html] {
            assert_eq!(Format::parse(format.as_str()), Some(format));
        }
        assert_eq!(Format::parse("Markdown"), None);
    }
}

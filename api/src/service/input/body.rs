//! A rich text as it is edited: its source, and the HTML made from it.

use std::borrow::Cow;
use std::sync::OnceLock;

use entity::id::AssetId;
use entity::rich_text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::rich_text::{Format, Unusable, files_in, render};

/// A rich text: what callers write is rendered and sanitised where it is made, since many are made on many threads; what
/// a document says only once its HTML is needed, since most of that is stored already.
#[derive(Clone, Debug, Default)]
pub struct Body {
    source: String,
    format: Format,
    html: OnceLock<Result<String, Unusable>>,
}

impl Body {
    /// What cannot be rendered is noted, for [`Self::check`] to tell.
    pub fn new(format: Format, source: String) -> Self {
        match render(format, &source) {
            Ok(html) => Self { source, format, html: Ok(html).into() },
            Err(wrong) => Self { source, format, html: Err(wrong).into() },
        }
    }

    /// As it is stored; nothing is rendered again.
    pub fn of_columns(source: &str, format: rich_text::Format, html: &str) -> Self {
        Self { source: source.to_owned(), format: known(format), html: Ok(html.to_owned()).into() }
    }

    /// Takes over the HTML of the same source.
    pub fn render_like(&mut self, other: &Self) {
        if self.format == other.format && self.source == other.source {
            self.html.clone_from(&other.html);
        }
    }

    fn html(&self) -> Result<&str, Unusable> {
        self.html.get_or_init(|| render(self.format, &self.source)).as_deref().map_err(|wrong| *wrong)
    }

    pub fn check(&self, check: &mut Check) {
        match self.html() {
            Err(wrong @ (Unusable::TooLong(_) | Unusable::GrowsTooLong(_))) => {
                check.wrong("body", Code::TooLong, wrong.to_string());
            }
            Err(wrong) => check.wrong("body", Code::Invalid, wrong.to_string()),
            Ok(_) => {}
        }
    }

    /// Of the source.
    pub fn bytes(&self) -> usize {
        self.source.len()
    }

    /// The files it shows or links to, if they should be ours.
    pub fn files(&self) -> impl Iterator<Item = AssetId> {
        files_in(self.html().unwrap_or_default()).filter_map(|(id, is_ours)| is_ours.then_some(id))
    }

    /// The same, and those of whole addresses, which may be another server's.
    pub fn mentioned(&self) -> impl Iterator<Item = AssetId> {
        files_in(self.html().unwrap_or_default()).map(|(id, _)| id)
    }

    /// The three columns of a rich text.
    pub fn into_columns(self) -> (String, rich_text::Format, String) {
        let html = self.html().unwrap_or_default().to_owned();
        (self.source, stored(self.format), html)
    }
}

/// What of it goes into a document, as callers write it: the HTML is made anew.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Source<'a> {
    Markdown(Cow<'a, str>),
    Html(Cow<'a, str>),
}

/// What stands in a document.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept<'a> {
    Now(Source<'a>),
    /// As it was written at first.
    Earlier {
        format: rich_text::Format,
        source: String,
    },
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let source = Cow::from(self.source.as_str());
        match self.format {
            Format::Markdown => Source::Markdown(source),
            Format::Html => Source::Html(source),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (format, source) = match Kept::deserialize(deserializer)? {
            Kept::Now(Source::Markdown(source)) => (Format::Markdown, source.into_owned()),
            Kept::Now(Source::Html(source)) => (Format::Html, source.into_owned()),
            Kept::Earlier { format, source } => (known(format), source),
        };
        Ok(Self { source, format, html: OnceLock::new() })
    }
}

fn known(format: rich_text::Format) -> Format {
    match format {
        rich_text::Format::Markdown => Format::Markdown,
        rich_text::Format::Html => Format::Html,
    }
}

fn stored(format: Format) -> rich_text::Format {
    match format {
        Format::Markdown => rich_text::Format::Markdown,
        Format::Html => rich_text::Format::Html,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_tells_a_text_as_callers_write_it_and_is_read_as_it_was_written_at_first() {
        for (body, document) in [
            (Body::new(Format::Markdown, "*a*".into()), json!({ "markdown": "*a*" })),
            (Body::new(Format::Html, "<b>a</b>".into()), json!({ "html": "<b>a</b>" })),
            (Body::default(), json!({ "markdown": "" })),
        ] {
            assert_eq!(serde_json::to_value(&body).unwrap(), document);
            let read: Body = serde_json::from_value(document).unwrap();
            assert_eq!(read.into_columns(), body.into_columns());
        }
        let earlier = json!({ "format": "HTML", "source": "<b>a</b>" });
        let read: Body = serde_json::from_value(earlier).unwrap();
        assert_eq!(read.into_columns(), Body::new(Format::Html, "<b>a</b>".into()).into_columns());
    }

    #[test]
    fn the_html_of_the_same_source_is_taken_over_and_any_other_made_when_it_is_needed() {
        let stored = Body::of_columns("*a*", rich_text::Format::Markdown, "<p>as it is stored</p>");
        let read =
            |markdown: &str| -> Body { serde_json::from_value(json!({ "markdown": markdown })).unwrap() };
        let mut same = read("*a*");
        same.render_like(&stored);
        assert_eq!(same.into_columns().2, "<p>as it is stored</p>");
        let mut other = read("*b*");
        other.render_like(&stored);
        assert_eq!(other.into_columns().2, Body::new(Format::Markdown, "*b*".into()).into_columns().2);
        let mut html: Body = serde_json::from_value(json!({ "html": "*a*" })).unwrap();
        html.render_like(&stored);
        assert_eq!(html.into_columns().2, "*a*");
    }
}

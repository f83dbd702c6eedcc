//! A rich text as it is edited: its source, and the HTML made from it.

use std::borrow::Cow;

use entity::id::AssetId;
use entity::rich_text;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::check::Check;
use crate::domain::mistake::Code;
use crate::domain::rich_text::{Format, RichText, Unusable, files_in};

/// A rich text, rendered and sanitised where it is made: many are made on many threads.
#[derive(Clone, Debug, Default)]
pub struct Body {
    text: RichText,
    wrong: Option<Unusable>,
}

impl Body {
    /// What cannot be rendered is noted, for [`Self::check`] to tell.
    pub fn new(format: Format, source: String) -> Self {
        match RichText::new(format, source) {
            Ok(text) => Self { text, wrong: None },
            Err(wrong) => Self { text: RichText::default(), wrong: Some(wrong) },
        }
    }

    /// As it is stored; nothing is rendered again.
    pub fn of_columns(source: &str, format: rich_text::Format, html: &str) -> Self {
        let text = RichText { source: source.to_owned(), format: known(format), html: html.to_owned() };
        Self { text, wrong: None }
    }

    pub fn check(&self, check: &mut Check) {
        match &self.wrong {
            Some(wrong @ (Unusable::TooLong(_) | Unusable::GrowsTooLong(_))) => {
                check.wrong("body", Code::TooLong, wrong.to_string());
            }
            Some(wrong) => check.wrong("body", Code::Invalid, wrong.to_string()),
            None => {}
        }
    }

    /// Of the source.
    pub fn bytes(&self) -> usize {
        self.text.source.len()
    }

    /// The files it shows or links to, if they should be ours.
    pub fn files(&self) -> impl Iterator<Item = AssetId> {
        files_in(&self.text.html).filter_map(|(id, is_ours)| is_ours.then_some(id))
    }

    /// The three columns of a rich text.
    pub fn into_columns(self) -> (String, rich_text::Format, String) {
        (self.text.source, stored(self.text.format), self.text.html)
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
        let source = Cow::from(self.text.source.as_str());
        match self.text.format {
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
        let body = Self::new(format, source);
        match body.wrong {
            None => Ok(body),
            Some(wrong) => Err(D::Error::custom(wrong)),
        }
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
}

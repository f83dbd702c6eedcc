//! A rich text as it is edited: its source, and the HTML made from it.

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

/// What of it goes into a document: the HTML is made anew.
#[derive(Serialize, Deserialize)]
struct Source<'a> {
    format: rich_text::Format,
    source: std::borrow::Cow<'a, str>,
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Source { format: stored(self.text.format), source: self.text.source.as_str().into() }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Source { format, source } = Source::deserialize(deserializer)?;
        let body = Self::new(known(format), source.into_owned());
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

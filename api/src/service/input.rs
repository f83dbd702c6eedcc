//! What the inputs of all nouns have in common.

use std::collections::HashSet;

use entity::id::AssetId;
use entity::instant::Instant;
use entity::rich_text;
use entity::status::{Status, TextStatus};

use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::domain::rich_text::{Format, RichText, Unusable, files_in};
use crate::domain::{limits, slug};

/// What is known of every stored thing.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The language it was first written in.
    pub locale: String,
    pub external_ref: Option<String>,
    /// `None`: now, for a new thing. A stored thing keeps its own.
    pub created_at: Option<Instant>,
    /// `None`: now. Kept only when `version` is newer than the stored one.
    pub updated_at: Option<Instant>,
    /// `None`: the next one.
    pub version: Option<i32>,
}

/// What a thing is found by.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    pub slug: String,
    /// Slugs it went by before; added to those it is known to have had.
    pub old_slugs: Vec<String>,
}

/// Where content stands on its way to the reader.
#[derive(Clone, Copy, Debug)]
pub struct Lifecycle {
    pub status: Status,
    pub published_at: Option<Instant>,
    pub expires_at: Option<Instant>,
}

/// A rich text, rendered and sanitised where it is made: many are made on many threads.
#[derive(Clone, Debug, Default)]
pub struct Body {
    text: RichText,
    wrong: Option<Unusable>,
}

/// What a thing says in one language.
pub trait Text {
    fn key(&self) -> (&str, TextStatus);
    /// Checks the fields; of what is published a title is needed.
    fn check(&self, check: &mut Check, need: Need);

    /// `None` where a text has no rich part.
    fn body(&self) -> Option<&Body> {
        None
    }

    /// Bytes of what may be long.
    fn bytes(&self) -> usize {
        self.body().map_or(0, Body::bytes)
    }
}

impl Record {
    pub fn check(&self, check: &mut Check) {
        check.locale("locale", &self.locale);
        check.optional_text("externalRef", self.external_ref.as_deref(), limits::EXTERNAL_REF_CHARS);
        if self.version.is_some_and(|version| version < 1) {
            check.wrong("version", Code::Invalid, "counts from 1");
        }
        check.not_before("updatedAt", self.updated_at, ("createdAt", self.created_at));
    }
}

impl Naming {
    pub fn check(&self, check: &mut Check) {
        if let Err(wrong) = slug::check(&self.slug) {
            check.wrong("slug", Code::Invalid, wrong.to_string());
        }
        check.distinct("oldSlugs", &self.old_slugs, limits::OLD_SLUGS);
        check.each("oldSlugs", &self.old_slugs, |check, old| {
            if let Err(wrong) = slug::check(old) {
                check.wrong("slug", Code::Invalid, wrong.to_string());
            }
            if *old == self.slug {
                check.wrong("slug", Code::Invalid, "is its slug now: remove it from the old ones");
            }
        });
    }
}

impl Lifecycle {
    pub fn check(&self, check: &mut Check) {
        if self.status == Status::Published && self.published_at.is_none() {
            check.wrong(
                "publishedAt",
                Code::Required,
                "is required of what is published: say from when it is live",
            );
        }
        check.after("expiresAt", self.expires_at, ("publishedAt", self.published_at));
    }
}

impl Body {
    /// What cannot be rendered is noted, for [`Self::check`] to tell.
    pub fn new(format: Format, source: String) -> Self {
        match RichText::new(format, source) {
            Ok(text) => Self { text, wrong: None },
            Err(wrong) => Self { text: RichText::default(), wrong: Some(wrong) },
        }
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
        let format = match self.text.format {
            Format::Markdown => rich_text::Format::Markdown,
            Format::Html => rich_text::Format::Html,
        };
        (self.text.source, format, self.text.html)
    }
}

/// Checks all texts of a thing first written in `original`.
pub fn check_texts<T: Text>(check: &mut Check, original: &str, texts: &[T]) {
    if texts.len() > limits::TEXTS {
        check.wrong(
            "text",
            Code::TooMany,
            format!("is in {} languages; at most {}", texts.len(), limits::TEXTS),
        );
    }
    let bytes: usize = texts.iter().map(Text::bytes).sum();
    if bytes > limits::TEXTS_BYTES {
        let most = limits::TEXTS_BYTES;
        check.wrong("text", Code::TooLong, format!("is {bytes} bytes in all languages; at most {most}"));
    }
    let mut seen = HashSet::new();
    check.within("text", |check| {
        for text in texts {
            let (locale, _) = text.key();
            check_text(check, text, locale == original);
            if !seen.insert(locale) {
                check.wrong(locale, Code::Invalid, "is there twice: keep one");
            }
        }
        if !seen.contains(original) {
            check.wrong(
                original,
                Code::Required,
                "is required: the text in the language it was first written in",
            );
        }
    });
}

fn check_text(check: &mut Check, text: &impl Text, is_original: bool) {
    let (locale, status) = text.key();
    check.locale(locale, locale);
    check.within(locale, |check| {
        if is_original && status != TextStatus::Published {
            let message = "must be PUBLISHED: to hide the whole thing, make the thing itself a DRAFT";
            check.wrong("status", Code::InvalidState, message);
        }
        let need =
            if is_original || status == TextStatus::Published { Need::Required } else { Need::Optional };
        text.check(check, need);
    });
}

/// JSON that goes into a column: `None` when there is none.
pub fn check_json(check: &mut Check, field: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    if value.len() > limits::JSON_BYTES {
        check.wrong(
            field,
            Code::TooLong,
            format!("is {} bytes long; at most {}", value.len(), limits::JSON_BYTES),
        );
    } else if !serde_json::from_str::<serde_json::Value>(value).is_ok_and(|json| json.is_object()) {
        check.wrong(field, Code::Invalid, "must be a JSON object");
    }
    // A database would take the escape; whoever unpacks it later would not.
    if value.contains("\\u0000") {
        check.wrong(field, Code::Invalid, "holds the character U+0000: remove it");
    }
}

/// Goals as the column holds them: a sorted JSON array.
pub fn sdgs_column(mut goals: Vec<u8>) -> String {
    goals.sort_unstable();
    let goals: Vec<String> = goals.iter().map(u8::to_string).collect();
    format!("[{}]", goals.join(","))
}

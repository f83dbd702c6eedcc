//! What the inputs of all nouns have in common.

mod body;

use std::collections::HashSet;

use entity::instant::Instant;
use entity::status::{Status, TextStatus};
use serde::{Deserialize, Serialize};

use crate::domain::check::{Check, Need};
use crate::domain::mistake::Code;
use crate::domain::{limits, slug, stored};

pub use body::Body;

/// What is known of every stored thing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The language it was first written in.
    pub locale: String,
    pub external_ref: Option<String>,
    /// `None`: now, for a new thing. A stored thing keeps its own.
    #[serde(skip)]
    pub created_at: Option<Instant>,
    /// `None`: now. Kept only when `version` is newer than the stored one.
    #[serde(skip)]
    pub updated_at: Option<Instant>,
    /// `None`: the next one.
    #[serde(skip)]
    pub version: Option<i32>,
    #[serde(skip)]
    pub purpose: Purpose,
}

/// What a save is for.
#[derive(Clone, Copy, Debug, Default)]
pub enum Purpose {
    /// A working draft stays what it is.
    #[default]
    Save,
    /// What is saved is what the working draft was to become: it is done with.
    Publish,
    /// The same of what the public is not to see, and which is not judged: it is what is stored, or was checked.
    PutAway,
    /// To be read and undone, with the version and time of the working draft.
    Show(i32, Instant),
}

/// What a thing is found by.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Naming {
    pub slug: String,
    /// Slugs it went by before; added to those it is known to have had.
    #[serde(skip)]
    pub old_slugs: Vec<String>,
}

/// Where content stands on its way to the reader.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lifecycle {
    pub status: Status,
    #[serde(with = "stored::optional_instant")]
    pub published_at: Option<Instant>,
    #[serde(with = "stored::optional_instant")]
    pub expires_at: Option<Instant>,
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

    fn body_mut(&mut self) -> Option<&mut Body> {
        None
    }

    /// Bytes of what may be long.
    fn bytes(&self) -> usize {
        self.body().map_or(0, Body::bytes)
    }
}

impl Record {
    /// Of what is stored.
    pub fn known(locale: &str, external_ref: Option<&String>) -> Self {
        Self { locale: locale.to_owned(), external_ref: external_ref.cloned(), ..Self::default() }
    }

    pub fn check(&self, check: &mut Check) {
        check.locale("locale", &self.locale);
        check.optional_line("externalRef", self.external_ref.as_deref(), limits::EXTERNAL_REF_CHARS);
        if self.version.is_some_and(|version| version < 1) {
            check.wrong("version", Code::Invalid, "counts from 1");
        }
        check.not_before("updatedAt", self.updated_at, ("createdAt", self.created_at));
    }
}

impl Naming {
    pub fn of(slug: &str) -> Self {
        Self { slug: slug.to_owned(), old_slugs: Vec::new() }
    }

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
    /// Of what nobody but its author has seen yet.
    pub fn draft() -> Self {
        Self { status: Status::Draft, published_at: None, expires_at: None }
    }

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

/// Goals from their column, which this room alone writes.
pub fn sdgs(column: &str) -> Vec<u8> {
    serde_json::from_str(column).expect("a column of goals holds a list of numbers")
}

/// Goals as the column holds them: a sorted JSON array.
pub fn sdgs_column(mut goals: Vec<u8>) -> String {
    goals.sort_unstable();
    let goals: Vec<String> = goals.iter().map(u8::to_string).collect();
    format!("[{}]", goals.join(","))
}

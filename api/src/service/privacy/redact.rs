//! A person is taken out of texts that were made of what they sent in: as the texts are, and as they were.

use std::collections::BTreeSet;

use entity::id::PracticeId;
use entity::noun::Noun;
use entity::{revision, rich_text, submission_contact};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use serde_json::Value;

use crate::app::Tx;
use crate::domain::rich_text::Format;
use crate::domain::stored;
use crate::error::Result;
use crate::service::content::Editable;
use crate::service::input::Body;
use crate::service::practice::{Input, Stored};
use crate::service::save::{self, Stored as _};

/// Stands where a person was named.
const ERASED: &str = "[erased]";
/// One letter is no name.
const LEAST: usize = 2;

/// What a person is known by, in every spelling that texts have of it, the longest first.
pub fn words(contacts: &[submission_contact::Model]) -> Vec<String> {
    let mut words = BTreeSet::new();
    for contact in contacts {
        for word in [&contact.name, &contact.email, &contact.phone].map(|part| part.0.trim()) {
            if word.chars().count() >= LEAST {
                words.extend([word.to_owned(), in_markdown(word), in_html(word)]);
            }
        }
    }
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// As `service::decision` credits people.
fn in_markdown(word: &str) -> String {
    let escaped = |letter: char| letter.is_ascii_punctuation().then_some('\\').into_iter().chain([letter]);
    word.chars().flat_map(escaped).collect()
}

fn in_html(word: &str) -> String {
    word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whole words alone: who is called Ana is not a part of Canada.
pub fn without(text: &str, words: &[String]) -> String {
    words.iter().fold(text.to_owned(), |text, word| replaced(&text, word))
}

fn replaced(text: &str, word: &str) -> String {
    let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let (first, last) = (word.chars().next(), word.chars().last());
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let goes_on = (is_part(first) && is_part(before.chars().last().or(replaced.chars().last())))
            || (is_part(last) && is_part(after.chars().next()));
        replaced.push_str(before);
        replaced.push_str(if goes_on { word } else { ERASED });
        rest = after;
    }
    replaced + rest
}

/// Whether anything was found in the practice or in what it was before.
pub async fn practice(tx: &mut Tx<'_>, id: PracticeId, words: &[String]) -> Result<bool> {
    tx.hold_content().await?;
    let mut is_found = revisions(tx, id, words).await?;
    let Some(found) = Stored::load(&tx.db, &[id.0]).await?.pop() else { return Ok(is_found) };
    let mut wanted = Input::of(&found);
    for (text, row) in wanted.texts.iter_mut().zip(&found.texts) {
        text.title = without(&text.title, words);
        text.summary = without(&text.summary, words);
        let source = without(&row.body_source, words);
        if source != row.body_source {
            let format = match row.body_format {
                rich_text::Format::Markdown => Format::Markdown,
                rich_text::Format::Html => Format::Html,
            };
            let render = move || Body::new(format, source);
            text.body = tokio::task::spawn_blocking(render).await.expect("rendering does not panic");
        }
    }
    let before = Input::of(&found);
    if serde_json::to_value(&before).ok() != serde_json::to_value(&wanted).ok() {
        is_found = true;
        save::many(tx, vec![wanted]).await?;
        // What the save kept of the text before.
        revisions(tx, id, words).await?;
    }
    Ok(is_found)
}

/// Revisions hold JSON; a person may be named in its texts alone.
async fn revisions(tx: &Tx<'_>, id: PracticeId, words: &[String]) -> Result<bool> {
    let mine = revision::Entity::find().filter(revision::Column::Type.eq(Noun::Practice));
    let mine = mine.filter(revision::Column::ItemId.eq(id.0)).all(&tx.db).await?;
    let mut is_found = false;
    for row in mine {
        let mut document: Value = stored::json(&row.document)?;
        if redact(&mut document["text"], words) {
            is_found = true;
            let document = document.to_string();
            let changed = revision::Model { document, ..row }.into_active_model().reset_all();
            revision::Entity::update(changed).exec(&tx.db).await?;
        }
    }
    Ok(is_found)
}

/// In every text of it, whatever its field is called; but for the words that programs go by.
fn redact(value: &mut Value, words: &[String]) -> bool {
    match value {
        Value::String(text) => {
            let without = without(text, words);
            let is_found = without != *text;
            *text = without;
            is_found
        }
        // Each of them is looked at, whatever was found before.
        Value::Array(values) => {
            values.iter_mut().map(|value| redact(value, words)).filter(|is_found| *is_found).count() > 0
        }
        Value::Object(fields) => {
            let is_text = |field: &str| !["locale", "status", "format"].contains(&field);
            let texts = fields.iter_mut().filter(|(field, _)| is_text(field));
            texts.map(|(_, value)| redact(value, words)).filter(|is_found| *is_found).count() > 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use entity::id::SubmissionId;
    use entity::submission_contact::Personal;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_whole_words_in_texts_are_taken_out() {
        let words = ["Ana".to_owned(), "李明".to_owned(), "title".to_owned(), "2026".to_owned()];
        let text = "Analysis by Ana, in Canada; 李明市";
        assert_eq!(without(text, &words), "Analysis by [erased], in Canada; [erased]市");
        let mut document = json!([{ "locale": "title", "title": "A title of Ana", "body": { "format": "2026", "source": "x" } }]);
        assert!(redact(&mut document, &words));
        let expected = json!([{ "locale": "title", "title": "A [erased] of [erased]", "body": { "format": "2026", "source": "x" } }]);
        assert_eq!(document, expected);
        assert!(!redact(&mut document, &words));
    }

    #[test]
    fn a_person_is_found_in_every_spelling() {
        let contact = submission_contact::Model {
            submission_id: SubmissionId::derived("one"),
            name: Personal("Ana <Lind>".into()),
            email: Personal("ana@b.example".into()),
            phone: Personal(String::new()),
            organisation: Personal("City".into()),
            consents: String::new(),
            salt: String::new(),
            organisation_key: Personal(String::new()),
            city_key: String::new(),
        };
        let words = words(&[contact]);
        let text = "By Ana \\<Lind\\>, ana\\@b\\.example; Ana &lt;Lind&gt; and Ana <Lind>, City.";
        assert_eq!(without(text, &words), "By [erased], [erased]; [erased] and [erased], City.");
    }
}

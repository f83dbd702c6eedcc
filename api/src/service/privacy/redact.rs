//! A person is taken out of texts that were made of what they sent in: as the texts are, and as they were.

use std::collections::BTreeSet;

use entity::id::PracticeId;
use entity::noun::Noun;
use entity::{revision, rich_text, submission_contact};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::app::Tx;
use crate::domain::rich_text::Format;
use crate::error::Result;
use crate::service::content::Editable;
use crate::service::input::Body;
use crate::service::practice::{Input, Stored};
use crate::service::save::{self, Stored as _};

/// Stands where a person was named.
const ERASED: &str = "[erased]";
/// What is shorter may be a part of any word.
const LEAST: usize = 4;

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

pub fn without(text: &str, words: &[String]) -> String {
    words.iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), ERASED))
}

/// Whether anything was found in the practice or in what it was before.
pub async fn practice(tx: &mut Tx<'_>, id: PracticeId, words: &[String]) -> Result<bool> {
    tx.hold_content().await?;
    let mut is_found = revisions(tx, id, words).await?;
    let Some(stored) = Stored::load(&tx.db, &[id.0]).await?.pop() else { return Ok(is_found) };
    let mut wanted = Input::of(&stored);
    for (text, row) in wanted.texts.iter_mut().zip(&stored.texts) {
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
    let before = Input::of(&stored);
    if serde_json::to_value(&before).ok() != serde_json::to_value(&wanted).ok() {
        is_found = true;
        save::many(tx, vec![wanted]).await?;
        // What the save kept of the text before.
        revisions(tx, id, words).await?;
    }
    Ok(is_found)
}

/// Revisions hold JSON, so words are looked for as they stand there.
async fn revisions(tx: &Tx<'_>, id: PracticeId, words: &[String]) -> Result<bool> {
    let in_json = |word: &String| {
        let quoted = serde_json::to_string(word).expect("a text is JSON");
        quoted[1..quoted.len() - 1].to_owned()
    };
    let words: Vec<String> = words.iter().map(in_json).collect();
    let mine = revision::Entity::find().filter(revision::Column::Type.eq(Noun::Practice));
    let mine = mine.filter(revision::Column::ItemId.eq(id.0)).all(&tx.db).await?;
    let mut is_found = false;
    for row in mine {
        let document = without(&row.document, &words);
        if document != row.document {
            is_found = true;
            let changed = revision::Model { document, ..row }.into_active_model().reset_all();
            revision::Entity::update(changed).exec(&tx.db).await?;
        }
    }
    Ok(is_found)
}

#[cfg(test)]
mod tests {
    use entity::id::SubmissionId;
    use entity::submission_contact::Personal;

    use super::*;

    #[test]
    fn a_person_is_found_in_every_spelling() {
        let contact = submission_contact::Model {
            submission_id: SubmissionId::derived("one"),
            name: Personal("Ana <Lind>".into()),
            email: Personal("ana@b.example".into()),
            phone: Personal("110".into()),
            organisation: Personal("City".into()),
            consents: String::new(),
            salt: String::new(),
            organisation_key: Personal(String::new()),
            city_key: String::new(),
        };
        let words = words(&[contact]);
        let text = "By Ana \\<Lind\\>, ana\\@b\\.example; Ana &lt;Lind&gt; and Ana <Lind>, 110, City.";
        assert_eq!(without(text, &words), "By [erased], [erased]; [erased] and [erased], 110, City.");
    }
}

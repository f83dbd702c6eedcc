//! Whom a practice names: what the sender of the submission lets be published of the contact, beneath the text.

use entity::rich_text;
use entity::submission_contact;

use crate::domain::submission::Consent;

/// The source of the text with a line of what is consented to; the same where nothing of that is.
pub fn credited(
    source: &str,
    format: rich_text::Format,
    consents: &[Consent],
    contact: &submission_contact::Model,
) -> String {
    let parts = [
        (Consent::Name, &contact.name),
        (Consent::Organisation, &contact.organisation),
        (Consent::Email, &contact.email),
        (Consent::Phone, &contact.phone),
    ];
    let told =
        parts.into_iter().filter(|(consent, part)| consents.contains(consent) && !part.0.trim().is_empty());
    let told: Vec<String> = told.map(|(_, part)| plain(part.0.trim(), format)).collect();
    if told.is_empty() {
        return source.to_owned();
    }
    let told = told.join(", ");
    match format {
        rich_text::Format::Markdown => format!("{}\n\n{told}\n", source.trim_end()),
        rich_text::Format::Html => format!("{source}<p>{told}</p>"),
    }
}

/// So that it is read as it was written, whatever is in it.
fn plain(text: &str, format: rich_text::Format) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match (format, letter) {
            (rich_text::Format::Markdown, letter) if letter.is_ascii_punctuation() => {
                plain.extend(['\\', letter]);
            }
            (rich_text::Format::Html, '&') => plain.push_str("&amp;"),
            (rich_text::Format::Html, '<') => plain.push_str("&lt;"),
            (_, letter) => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use entity::id::SubmissionId;
    use entity::rich_text::Format;
    use entity::submission_contact::Personal;

    use super::*;
    use crate::kit::markdown;

    fn contact(name: &str) -> submission_contact::Model {
        submission_contact::Model {
            submission_id: SubmissionId::derived("one"),
            name: Personal(name.into()),
            email: Personal("ana@b.example".into()),
            phone: Personal("+46 31".into()),
            organisation: Personal(String::new()),
            consents: String::new(),
            salt: String::new(),
            organisation_key: Personal(String::new()),
            city_key: String::new(),
        }
    }

    #[test]
    fn only_what_is_consented_to_is_named() {
        let named =
            |consents: &[Consent]| credited("Trams.", Format::Markdown, consents, &contact("Ana Lind"));
        assert_eq!(named(&[Consent::Text]), "Trams.");
        assert_eq!(named(&[Consent::Organisation]), "Trams.", "there is none");
        assert_eq!(named(&[Consent::Name, Consent::Phone]), "Trams.\n\nAna Lind, \\+46 31\n");
    }

    #[test]
    fn a_name_is_no_markup() {
        let name = "# *Ana* <b>[x](https://evil.example)";
        let text = credited("Trams.", Format::Markdown, &[Consent::Name], &contact(name));
        let html = markdown::render(&text);
        assert_eq!(html.trim(), "<p>Trams.</p>\n<p># *Ana* &lt;b&gt;[x](https://evil.example)</p>");
        let text = credited("<p>Trams.</p>", Format::Html, &[Consent::Name], &contact("<script>&"));
        assert_eq!(text, "<p>Trams.</p><p>&lt;script>&amp;</p>");
    }
}

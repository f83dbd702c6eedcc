//! A submission as it was submitted, in one spelling, so that its digest is always the same.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use entity::submission_attachment;

use super::stored::Stored;
use crate::domain::stored;
use crate::error::Result;
use crate::service::input;

/// Everything that is judged, as canonical JSON (RFC 8785). In place of the contact stands a digest, salted, so that the
/// contact can be erased and the document still be proved.
pub fn document(stored: &Stored, files: &[submission_attachment::Model]) -> Result<String> {
    let row = &stored.row;
    let answers: Value = stored::json(&row.answers)?;
    let contact = stored.contact.as_ref().map(|known| {
        let told = json!([known.salt, known.name.0, known.email.0, known.phone.0, known.organisation.0]);
        digest(&canonical(&told))
    });
    let consents: Value =
        stored.contact.as_ref().map_or(Ok(Value::Null), |known| stored::json(&known.consents))?;
    let mut document = json!({
        "id": row.id.to_string(),
        "kind": row.kind,
        "call": row.call_id.map(|id| id.to_string()),
        "cluster": row.cluster_id.map(|id| id.to_string()),
        "form": row.form_hash,
        "locale": row.locale,
        "title": row.title,
        "summary": row.summary,
        "body": { "format": row.body_format, "source": row.body_source },
        "city": row.city_id.map(|id| id.to_string()),
        "cityName": row.city_name,
        "country": row.country_code,
        "sdgs": input::sdgs(&row.sdgs),
        "answers": answers,
        "contact": contact,
        "consents": consents,
    });
    // Their names may name people, and a document is kept whoever is erased.
    if !files.is_empty() {
        document["attachments"] = files
            .iter()
            .map(|file| json!({ "id": file.id, "mediaType": file.media_type, "bytes": file.bytes, "sha256": file.sha256 }))
            .collect();
    }
    Ok(canonical(&document))
}

/// The digest of a document, however it is spelt.
pub fn hash(document: &Value) -> String {
    digest(&canonical(document))
}

/// SHA-256 in base64url.
pub fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

/// As RFC 8785 writes it.
pub fn canonical(value: &Value) -> String {
    serde_json_canonicalizer::to_string(value).expect("JSON has a canonical form")
}

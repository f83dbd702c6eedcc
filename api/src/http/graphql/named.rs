//! How a request names its document instead of sending it, or beside it.

use serde_json::{Map, Value};

use super::answer::Refused;
use super::persisted::Hash;

/// Letters of a name.
pub const LONGEST: usize = 256;
/// What is digested, in the words of the draft (GraphQL over HTTP, persisted documents).
pub const SHA256: &str = "sha256:";
/// Where names stand: the draft's member, and that of the clients of Relay.
pub const MEMBERS: [&str; 2] = ["documentId", "doc_id"];

/// What a client calls a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The digest of its text, and nothing else: `sha256:…`.
    Digest(Hash),
    /// What Apollo's clients send as its hash; those who write manifests may have made it in another way.
    Apollo(String),
    /// Whatever it is called where documents are trusted.
    Custom(String),
}

impl Name {
    /// The name in a request, by whichever member it is sent.
    pub fn of_fields(
        fields: &mut Map<String, Value>,
        extension: Option<Value>,
    ) -> Result<Option<Self>, Refused> {
        let mut found = apollo(extension)?;
        for member in MEMBERS {
            let Some(name) = member_of(fields, member)? else { continue };
            if found.as_ref().is_some_and(|known| !known.is_same(&name)) {
                return Err(Refused::bad(format!(
                    "`{member}` is not the name given beside it: name one document."
                )));
            }
            found = Some(name);
        }
        Ok(found)
    }

    /// The digest that it is, or looks like.
    pub fn hash(&self) -> Option<Hash> {
        match self {
            Self::Digest(hash) => Some(*hash),
            // Code Generator's names begin as the draft's do, wherever they are sent.
            Self::Apollo(text) | Self::Custom(text) => Hash::parse(text.strip_prefix(SHA256).unwrap_or(text)),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self.hash(), other.hash()) {
            (Some(one), Some(other)) => one == other,
            _ => self == other,
        }
    }
}

fn member_of(fields: &mut Map<String, Value>, member: &str) -> Result<Option<Name>, Refused> {
    let text = match fields.remove(member) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text,
        Some(_) => return Err(Refused::bad(format!("`{member}` must be a string."))),
    };
    let Some(digest) = text.strip_prefix(SHA256) else { return custom(text, member).map(Some) };
    let lower = !digest.bytes().any(|byte| byte.is_ascii_uppercase());
    let hash = Hash::parse(digest).filter(|_| lower);
    let wrong =
        || Refused::bad(format!("`{member}`: after `{SHA256}` come 64 hexadecimal digits in lower case."));
    hash.map(Name::Digest).map(Some).ok_or_else(wrong)
}

fn custom(text: String, member: &str) -> Result<Name, Refused> {
    if (1..=LONGEST).contains(&text.len()) {
        return Ok(Name::Custom(text));
    }
    Err(Refused::bad(format!("`{member}` must have 1 to {LONGEST} letters.")))
}

fn apollo(value: Option<Value>) -> Result<Option<Name>, Refused> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(None) };
    if value.get("version").and_then(Value::as_u64) != Some(1) {
        return Err(Refused::bad("`extensions.persistedQuery.version` must be 1."));
    }
    let text = value.get("sha256Hash").and_then(Value::as_str).filter(|text| text.len() <= LONGEST);
    text.map(|text| Some(Name::Apollo(text.to_owned()))).ok_or_else(no_hash)
}

pub fn no_hash() -> Refused {
    Refused::bad("`extensions.persistedQuery.sha256Hash` must be a SHA-256 in 64 hexadecimal digits.")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DIGEST: &str = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";

    fn name(mut fields: Value) -> Result<Option<Name>, Refused> {
        let extension = fields.as_object_mut().unwrap().remove("persistedQuery");
        Name::of_fields(fields.as_object_mut().unwrap(), extension)
    }

    #[test]
    fn a_document_has_one_name_whichever_member_brings_it() {
        let prefixed = format!("sha256:{DIGEST}");
        let digest = Name::Digest(Hash::parse(DIGEST).unwrap());
        assert_eq!(name(json!({})).unwrap(), None);
        assert_eq!(name(json!({ "documentId": prefixed })).unwrap(), Some(digest));
        assert_eq!(name(json!({ "doc_id": "9f8e" })).unwrap(), Some(Name::Custom("9f8e".into())));
        let apollo = json!({ "version": 1, "sha256Hash": DIGEST });
        for hash in [DIGEST, &prefixed] {
            let both =
                json!({ "persistedQuery": { "version": 1, "sha256Hash": hash }, "documentId": prefixed });
            assert!(name(both).unwrap().is_some());
        }
        for wrong in [
            json!({ "documentId": 7 }),
            json!({ "documentId": "" }),
            json!({ "documentId": "x".repeat(LONGEST + 1) }),
            json!({ "documentId": "sha256:ecf4" }),
            json!({ "documentId": prefixed.to_uppercase().replace("SHA", "sha") }),
            json!({ "documentId": "a", "doc_id": "b" }),
            json!({ "persistedQuery": apollo, "doc_id": "b" }),
            json!({ "persistedQuery": { "version": 2, "sha256Hash": DIGEST } }),
            json!({ "persistedQuery": { "version": 1 } }),
        ] {
            assert_eq!(name(wrong.clone()).unwrap_err().status, 400, "{wrong}");
        }
    }
}

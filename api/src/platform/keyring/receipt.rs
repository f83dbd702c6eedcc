//! Receipts: what was submitted, and when, signed (JWS, RFC 7515), so that anybody can prove it without asking us.

use std::collections::HashMap;

use entity::id::SubmissionId;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{PublicKey, SigningKey};
use crate::error::{Error, Result};

/// An access token says another: neither is ever taken for the other.
const TYPE: &str = "receipt+jwt";
/// A longer one is nobody's of ours.
const MAX_LENGTH: usize = 4096;

/// That this was submitted at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    #[serde(rename = "sub")]
    pub submission: SubmissionId,
    pub reference: String,
    /// Counts from 1.
    pub version: i32,
    /// SHA-256 of the document that was submitted, as canonical JSON (RFC 8785), in base64url.
    pub sha256: String,
    /// By the server's clock, RFC 3339.
    #[serde(rename = "submittedAt")]
    pub submitted_at: String,
    /// The same in seconds since 1970.
    pub iat: i64,
}

/// By `kid`.
pub type PublicKeys = HashMap<String, PublicKey>;

/// Why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    #[error("is no receipt: it must be three parts in base64url, set apart by dots, as it was sent")]
    NoReceipt,
    #[error("is signed with the key {0}, which is not among these keys: fetch /.well-known/jwks.json anew")]
    UnknownKey(String),
    #[error("is not what was signed: it was changed, or is not from there")]
    Forged,
}

#[derive(Serialize, Deserialize)]
struct Wire<R> {
    iss: String,
    #[serde(flatten)]
    receipt: R,
}

pub fn sign(receipt: &Receipt, issuer: &str, key: &SigningKey) -> Result<String> {
    let header =
        Header { typ: Some(TYPE.into()), kid: Some(key.public.kid.clone()), ..Header::new(Algorithm::EdDSA) };
    encode(&header, &Wire { iss: issuer.to_owned(), receipt }, &key.encoding)
        .map_err(|cause| Error::Environment(format!("cannot sign a receipt: {cause}")))
}

/// What a receipt says, and who issued it, if one of these keys signed it.
pub fn receipt_of(text: &str, keys: &PublicKeys) -> Result<(String, Receipt), Unproved> {
    if text.len() > MAX_LENGTH {
        return Err(Unproved::NoReceipt);
    }
    let header = decode_header(text).map_err(|_| Unproved::NoReceipt)?;
    let is_receipt =
        header.alg == Algorithm::EdDSA && header.typ.as_deref() == Some(TYPE) && header.crit.is_none();
    let kid = header.kid.filter(|_| is_receipt).ok_or(Unproved::NoReceipt)?;
    let key = keys.get(&kid).ok_or(Unproved::UnknownKey(kid))?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_required_spec_claims::<&str>(&[]);
    // A receipt is good for ever, and whoever has it may show it to anybody.
    (validation.validate_exp, validation.validate_aud) = (false, false);
    let decoded = decode::<Wire<Receipt>>(text, &key.decoding, &validation).map_err(|_| Unproved::Forged)?;
    Ok((decoded.claims.iss, decoded.claims.receipt))
}

/// The Ed25519 keys of a JWK Set (RFC 7517), `None` for what is none.
pub fn public_keys(set: &str) -> Option<PublicKeys> {
    let set: Value = serde_json::from_str(set).ok()?;
    let keys = set["keys"].as_array()?.iter().filter(|key| key["crv"] == "Ed25519");
    let keys = keys.filter_map(|key| PublicKey::of(key["x"].as_str()?.to_owned()));
    Some(keys.map(|key| (key.kid.clone(), key)).collect())
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;

    fn receipt() -> Receipt {
        Receipt {
            submission: SubmissionId::derived("one"),
            reference: "TRN-2026-0042".into(),
            version: 1,
            sha256: URL_SAFE_NO_PAD.encode([7; 32]),
            submitted_at: "2026-06-01T12:00:00Z".into(),
            iat: 1_780_315_200,
        }
    }

    fn published(keys: &[&SigningKey]) -> PublicKeys {
        let keys: Vec<Value> =
            keys.iter().map(|key| json!({ "kty": "OKP", "crv": "Ed25519", "x": key.public.x })).collect();
        public_keys(&json!({ "keys": keys }).to_string()).unwrap()
    }

    #[test]
    fn a_receipt_is_proved_by_the_published_keys_alone() {
        let (ours, other) = (SigningKey::generate(), SigningKey::generate());
        let text = sign(&receipt(), "cities", &ours).unwrap();
        let told = receipt_of(&text, &published(&[&other, &ours])).unwrap();
        assert_eq!(told, ("cities".to_owned(), receipt()));
        let unknown = receipt_of(&text, &published(&[&other]));
        assert_eq!(unknown, Err(Unproved::UnknownKey(ours.public.kid.clone())));
        assert_eq!(public_keys("{}").map(|keys| keys.len()), None);
        assert_eq!(public_keys("{").map(|keys| keys.len()), None);
    }

    #[test]
    fn a_receipt_that_was_touched_proves_nothing() {
        let key = SigningKey::generate();
        let keys = published(&[&key]);
        let text = sign(&receipt(), "cities", &key).unwrap();
        let parts: Vec<&str> = text.split('.').collect();
        let payload = |change: &str, value: Value| {
            let mut payload: Value =
                serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
            payload[change] = value;
            format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(payload.to_string()), parts[2])
        };
        for forged in [
            payload("submittedAt", json!("2026-05-01T12:00:00Z")),
            payload("sha256", json!("")),
            payload("reference", json!("TRN-2026-0001")),
            format!("{}.{}.", parts[0], parts[1]),
        ] {
            assert_eq!(receipt_of(&forged, &keys), Err(Unproved::Forged), "{forged}");
        }
        for other in ["", "...", &"a".repeat(5000), &text[1..]] {
            assert_eq!(receipt_of(other, &keys), Err(Unproved::NoReceipt), "{other}");
        }
    }

    #[test]
    fn an_access_token_is_no_receipt_nor_the_other_way_round() {
        use entity::id::{SessionId, UserId};
        use entity::instant::Instant;

        use super::super::token;
        let (key, now) = (SigningKey::generate(), Instant(1_780_315_200_000));
        let (user, session) = (UserId::derived("ana"), SessionId::derived("one"));
        let claims = token::Claims::new(user, session, None, None, now);
        let access = token::sign(&claims, "cities", &key).unwrap();
        assert_eq!(receipt_of(&access, &published(&[&key])), Err(Unproved::NoReceipt));
        let text = sign(&receipt(), "cities", &key).unwrap();
        let judged = token::verify(&text, "cities", |_| Some(&key.public));
        assert_eq!(judged.err(), Some(super::super::Refused::Foreign));
    }
}

//! Access tokens: JWTs (RFC 7519) with the type of RFC 9068.

use entity::id::{CityId, SessionId, UserId};
use entity::instant::Instant;
use entity::role::Role;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use super::{ACCESS_MILLIS, PublicKey, Refused, SigningKey};
use crate::error::{Error, Result};

const TYPE: &str = "at+jwt";
/// The one whom tokens are for.
const AUDIENCE: &str = "cities";
/// A longer one is nobody's of ours.
const MAX_LENGTH: usize = 4096;
/// Seconds that clocks of nodes may differ by.
const SKEW: i64 = 5;

/// Who signed in, and until when that is believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    #[serde(rename = "sub")]
    pub user: UserId,
    #[serde(rename = "sid")]
    pub session: SessionId,
    /// As they were when it was signed: what counts is looked up.
    pub role: Option<Role>,
    pub city: Option<CityId>,
    /// Seconds since 1970, as the next three.
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    /// Differs from token to token.
    pub jti: String,
}

#[derive(Serialize, Deserialize)]
struct Wire<C> {
    iss: String,
    aud: String,
    #[serde(flatten)]
    claims: C,
}

impl Claims {
    /// Good from now on, for as long as access tokens are.
    pub fn new(
        user: UserId,
        session: SessionId,
        role: Option<Role>,
        city: Option<CityId>,
        now: Instant,
    ) -> Self {
        let iat = now.0.div_euclid(1000);
        let jti = uuid::Uuid::now_v7().simple().to_string();
        Self { user, session, role, city, iat, nbf: iat, exp: iat + ACCESS_MILLIS / 1000, jti }
    }
}

pub fn sign(claims: &Claims, issuer: &str, key: &SigningKey) -> Result<String> {
    let header =
        Header { typ: Some(TYPE.into()), kid: Some(key.public.kid.clone()), ..Header::new(Algorithm::EdDSA) };
    let wire = Wire { iss: issuer.to_owned(), aud: AUDIENCE.to_owned(), claims };
    encode(&header, &wire, &key.encoding)
        .map_err(|cause| Error::Environment(format!("cannot sign a token: {cause}")))
}

pub fn verify<'a>(
    token: &str,
    issuer: &str,
    key: impl FnOnce(&str) -> Option<&'a PublicKey>,
    now: Instant,
) -> Result<Claims, Refused> {
    if token.len() > MAX_LENGTH {
        return Err(Refused::Foreign);
    }
    let header = decode_header(token).map_err(|_| Refused::Foreign)?;
    // What the header says of algorithms and keys is compared, never obeyed.
    let is_ours =
        header.alg == Algorithm::EdDSA && header.typ.is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE));
    let kid = header.kid.filter(|_| is_ours).ok_or(Refused::Foreign)?;
    let key = key(&kid).ok_or(Refused::UnknownKey)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    // By our clock, below.
    (validation.validate_exp, validation.validate_nbf) = (false, false);
    let decoded = decode::<Wire<Claims>>(token, &key.decoding, &validation).map_err(|_| Refused::Foreign)?;
    let (claims, now) = (decoded.claims.claims, now.0.div_euclid(1000));
    // One that lasts longer than ours do was not made here, whoever has the key.
    let is_long = claims.exp.saturating_sub(claims.iat) > ACCESS_MILLIS / 1000;
    if is_long || claims.nbf > now + SKEW || claims.iat > now + SKEW {
        return Err(Refused::Foreign);
    }
    if claims.exp <= now {
        return Err(Refused::Expired);
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jsonwebtoken::EncodingKey;
    use serde_json::{Value, json};

    use super::*;

    const NOW: Instant = Instant(1_780_315_200_000);
    const ISSUER: &str = "cities";

    fn claims() -> Claims {
        let (user, session) = (UserId::derived("ana"), SessionId::derived("one"));
        Claims::new(user, session, Some(Role::City), None, NOW)
    }

    fn judge(token: &str, key: &SigningKey) -> Result<Claims, Refused> {
        judge_at(token, key, NOW)
    }

    fn judge_at(token: &str, key: &SigningKey, now: Instant) -> Result<Claims, Refused> {
        verify(token, ISSUER, |kid| (kid == key.public.kid).then_some(&key.public), now)
    }

    /// Signed with our key, whatever it says.
    fn signed(header: &Value, payload: &Value, key: &SigningKey) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(payload));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &key.encoding, Algorithm::EdDSA).unwrap();
        format!("{message}.{signature}")
    }

    fn header(key: &SigningKey) -> Value {
        json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": key.public.kid })
    }

    fn payload() -> Value {
        let mut payload = serde_json::to_value(claims()).unwrap();
        (payload["iss"], payload["aud"]) = (json!(ISSUER), json!(AUDIENCE));
        payload
    }

    fn with(mut value: Value, name: &str, other: Value) -> Value {
        value[name] = other;
        value
    }

    #[test]
    fn a_token_says_what_was_signed_until_it_expires() {
        let (key, claims) = (SigningKey::generate(), claims());
        let token = sign(&claims, ISSUER, &key).unwrap();
        assert_eq!(judge(&token, &key), Ok(claims));
        assert_eq!(decode_header(&token).unwrap().typ.as_deref(), Some("at+jwt"));
        assert!(judge(&signed(&header(&key), &payload(), &key), &key).is_ok(), "as this test signs");
        let after = |millis| Instant(NOW.0 + millis);
        assert!(judge_at(&token, &key, after(ACCESS_MILLIS - 1)).is_ok());
        assert_eq!(judge_at(&token, &key, after(ACCESS_MILLIS)), Err(Refused::Expired));
        assert!(judge_at(&token, &key, after(-5_000)).is_ok(), "clocks differ");
        assert_eq!(judge_at(&token, &key, after(-7_000)), Err(Refused::Foreign), "not yet valid");
    }

    #[test]
    fn what_is_signed_with_our_key_must_be_an_access_token_of_ours() {
        let key = SigningKey::generate();
        for (name, value) in [
            ("iss", json!("https://elsewhere.example")),
            ("aud", json!("others")),
            ("aud", json!(null)),
            ("sub", json!("news_01h455vb4pex5vsknk084sn02q")),
            ("sid", json!(null)),
            ("exp", json!("never")),
            ("exp", json!(claims().exp + 1)),
            ("iat", json!(i64::MIN)),
            ("role", json!("EMPEROR")),
        ] {
            let token = signed(&header(&key), &with(payload(), name, value.clone()), &key);
            assert_eq!(judge(&token, &key), Err(Refused::Foreign), "{name} {value}");
        }
        for (name, value) in
            [("typ", json!("JWT")), ("typ", json!(null)), ("alg", json!("ES256")), ("kid", json!(null))]
        {
            let token = signed(&with(header(&key), name, value.clone()), &payload(), &key);
            assert_eq!(judge(&token, &key), Err(Refused::Foreign), "{name} {value}");
        }
    }

    #[test]
    fn a_token_chooses_neither_its_algorithm_nor_its_key() {
        let (key, other) = (SigningKey::generate(), SigningKey::generate());
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let none = format!("{}.{}.", part(&with(header(&key), "alg", json!("none"))), part(&payload()));
        let symmetric = Header {
            typ: Some(TYPE.into()),
            kid: Some(key.public.kid.clone()),
            ..Header::new(Algorithm::HS256)
        };
        let public = URL_SAFE_NO_PAD.decode(&key.public.x).unwrap();
        let symmetric = encode(&symmetric, &payload(), &EncodingKey::from_secret(&public)).unwrap();
        // Signed with a key of the attacker, who says where to find it.
        let forged = |name: &str, value: Value| signed(&with(header(&key), name, value), &payload(), &other);
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": other.public.x });
        for token in [
            none,
            symmetric,
            signed(&header(&key), &payload(), &other),
            forged("jku", json!("https://evil.example/jwks.json")),
            forged("x5u", json!("https://evil.example/cert.pem")),
            forged("jwk", jwk),
        ] {
            assert_eq!(judge(&token, &key), Err(Refused::Foreign), "{token}");
        }
        for kid in [other.public.kid.as_str(), "../../etc/passwd", "' or 1=1 --", ""] {
            let token = signed(&with(header(&key), "kid", json!(kid)), &payload(), &other);
            assert_eq!(judge(&token, &key), Err(Refused::UnknownKey), "{kid}");
        }
    }

    #[test]
    fn a_token_that_was_touched_is_no_token() {
        let key = SigningKey::generate();
        let token = sign(&claims(), ISSUER, &key).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let edited = URL_SAFE_NO_PAD.encode(with(payload(), "role", json!("ADMIN")).to_string());
        for token in [
            format!("{}.{edited}.{}", parts[0], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{}.{}", parts[0], parts[1]),
            format!("{token}A"),
            token[1..].to_owned(),
            String::new(),
            "...".to_owned(),
            "a".repeat(64 * 1024),
            format!("{token}.{token}"),
        ] {
            assert_eq!(judge(&token, &key), Err(Refused::Foreign), "{token}");
        }
    }
}

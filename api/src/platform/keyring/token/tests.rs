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
    let signed = verify(token, ISSUER, |kid| (kid == key.public.kid).then_some(&key.public))?;
    signed.claims_at(now).cloned()
}

/// Signed with our key, whatever it says.
fn signed(header: &Value, payload: &Value, key: &SigningKey) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(payload));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key.encoding, Algorithm::EdDSA).unwrap();
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
    for (name, value) in [
        ("typ", json!("JWT")),
        ("typ", json!(null)),
        ("alg", json!("ES256")),
        ("kid", json!(null)),
        ("crit", json!(["exp"])),
    ] {
        let token = signed(&with(header(&key), name, value.clone()), &payload(), &key);
        assert_eq!(judge(&token, &key), Err(Refused::Foreign), "{name} {value}");
    }
}

#[test]
fn a_token_chooses_neither_its_algorithm_nor_its_key() {
    let (key, other) = (SigningKey::generate(), SigningKey::generate());
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let none = format!("{}.{}.", part(&with(header(&key), "alg", json!("none"))), part(&payload()));
    let symmetric =
        Header { typ: Some(TYPE.into()), kid: Some(key.public.kid.clone()), ..Header::new(Algorithm::HS256) };
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
        format!("{token}.{token}"),
    ] {
        assert_eq!(judge(&token, &key), Err(Refused::Foreign), "{token}");
    }
}

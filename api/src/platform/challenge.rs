//! A proof of work that whoever sends something in may be asked for, as the ALTCHA widget understands it: to find the number
//! that makes a hash. No third party hears of it.
//!
//! The salt ends with `&`: digits cannot be moved from the number into the time it ends with.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::instant::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::keyring::{Secret, random};

/// How long a challenge may take, in milliseconds.
const GOOD_MILLIS: i64 = 20 * 60 * 1000;
const ALGORITHM: &str = "SHA-256";
const PURPOSE: &str = "proof of work";
/// Bytes of a solution, in base64.
const MAX_LENGTH: usize = 2_048;

/// What is to be solved: the number from 0 to `maxnumber` that makes, after the salt, this hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_field_names, reason = "the widget calls it so")]
pub struct Challenge {
    algorithm: &'static str,
    /// SHA-256 of salt and number, in hexadecimal digits.
    challenge: String,
    maxnumber: u32,
    salt: String,
    /// That it is from here.
    signature: String,
}

/// As the widget sends it: JSON in base64.
#[derive(Deserialize)]
struct Solution {
    algorithm: String,
    challenge: String,
    number: u32,
    salt: String,
    signature: String,
}

/// A challenge that was solved: good for one submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub challenge: String,
    pub expires_at: Instant,
}

/// Why it proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsolved {
    #[error("is no solution: send what the widget made of GET /v1/challenge, as it is")]
    Malformed,
    #[error("solves a challenge that has expired: solve another one of GET /v1/challenge")]
    Expired,
}

pub fn issue(secret: &Secret, now: Instant, most: u32) -> Challenge {
    let expires = now.0.saturating_add(GOOD_MILLIS).div_euclid(1000);
    let random = random();
    let salt = format!("{}?expires={expires}&", hex(&random[..12]));
    // Of the other random bytes; that some numbers are a little likelier makes none easier.
    let drawn = u32::from_be_bytes(*random[16..].first_chunk().expect("32 bytes"));
    let number = drawn % most.saturating_add(1).max(1);
    let challenge = hash(&salt, number);
    let signature = hex(&secret.mac(PURPOSE, challenge.as_bytes()));
    Challenge { algorithm: ALGORITHM, challenge, maxnumber: most, salt, signature }
}

pub fn verify(secret: &Secret, now: Instant, solution: &str) -> Result<Proof, Unsolved> {
    let solution = read(solution).ok_or(Unsolved::Malformed)?;
    let signature = hex(&secret.mac(PURPOSE, solution.challenge.as_bytes()));
    let is_ours = verify_slices_are_equal(signature.as_bytes(), solution.signature.as_bytes()).is_ok();
    if !is_ours || hash(&solution.salt, solution.number) != solution.challenge {
        return Err(Unsolved::Malformed);
    }
    let expires =
        solution.salt.split_once("?expires=").and_then(|(_, rest)| rest.strip_suffix('&')?.parse().ok());
    let expires: i64 = expires.ok_or(Unsolved::Malformed)?;
    let expires_at = Instant(expires.saturating_mul(1000));
    if expires_at <= now {
        return Err(Unsolved::Expired);
    }
    Ok(Proof { challenge: solution.challenge, expires_at })
}

fn read(solution: &str) -> Option<Solution> {
    if solution.len() > MAX_LENGTH {
        return None;
    }
    let read: Solution = serde_json::from_slice(&STANDARD.decode(solution.trim()).ok()?).ok()?;
    (read.algorithm == ALGORITHM).then_some(read)
}

fn hash(salt: &str, number: u32) -> String {
    hex(&Sha256::digest(format!("{salt}{number}")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const NOW: Instant = Instant(1_780_315_200_000);

    fn secret() -> Secret {
        Secret::from_text(&"a".repeat(32))
    }

    /// As the widget does it.
    fn solved(challenge: &Challenge) -> Value {
        let number =
            (0..=challenge.maxnumber).find(|number| hash(&challenge.salt, *number) == challenge.challenge);
        json!({ "algorithm": challenge.algorithm, "challenge": challenge.challenge, "number": number.unwrap(),
            "salt": challenge.salt, "signature": challenge.signature, "took": 12 })
    }

    fn judge(solution: &Value, now: Instant) -> Result<Proof, Unsolved> {
        verify(&secret(), now, &STANDARD.encode(solution.to_string()))
    }

    #[test]
    fn a_solved_challenge_is_a_proof_until_it_expires() {
        let challenge = issue(&secret(), NOW, 50);
        let solution = solved(&challenge);
        let proof = judge(&solution, NOW).unwrap();
        assert_eq!(proof, Proof { challenge: challenge.challenge, expires_at: Instant(NOW.0 + GOOD_MILLIS) });
        assert!(judge(&solution, Instant(NOW.0 + GOOD_MILLIS - 1)).is_ok());
        assert_eq!(judge(&solution, Instant(NOW.0 + GOOD_MILLIS)), Err(Unsolved::Expired));
        assert_ne!(issue(&secret(), NOW, 50).salt, challenge.salt);
        let none = solved(&issue(&secret(), NOW, 0));
        assert!(judge(&none, NOW).is_ok(), "{none}");
    }

    #[test]
    fn what_was_not_solved_or_is_not_ours_proves_nothing() {
        let challenge = issue(&secret(), NOW, 50);
        let good = solved(&challenge);
        let with = |field: &str, value: Value| {
            let mut other = good.clone();
            other[field] = value;
            other
        };
        let number = good["number"].as_u64().unwrap();
        let later = challenge.salt.replace("?expires=17", "?expires=27");
        for other in [
            with("number", json!(number + 1)),
            with("number", json!(-1)),
            with("algorithm", json!("SHA-1")),
            with("salt", json!(later)),
            // A digit of the number moved into the time.
            with("salt", json!(challenge.salt.replace('&', "1&"))),
            with("signature", json!("")),
            json!({}),
        ] {
            assert_eq!(judge(&other, NOW), Err(Unsolved::Malformed), "{other}");
        }
        let foreign = issue(&Secret::from_text(&"b".repeat(32)), NOW, 50);
        assert_eq!(judge(&solved(&foreign), NOW), Err(Unsolved::Malformed));
        for other in ["", "?", &STANDARD.encode("[]"), &"A".repeat(MAX_LENGTH + 4)] {
            assert_eq!(verify(&secret(), NOW, other), Err(Unsolved::Malformed), "{other}");
        }
    }
}

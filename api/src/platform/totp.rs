//! Codes of an authenticator (RFC 6238): SHA-1, six digits, 30 seconds, as every one of them knows it.

use std::fmt;

use entity::instant::Instant;
use totp_rs::Builder;

use super::keyring;

/// Bytes of a shared secret: the length of SHA-1 (RFC 4226, 4).
const SECRET_BYTES: usize = 20;
/// Steps that a clock may be off by, in either direction.
const SKEW: u16 = 1;

/// What an authenticator and we share. Prints nothing of it.
pub struct Totp {
    secret: Vec<u8>,
}

impl Totp {
    pub fn generate() -> Self {
        Self { secret: keyring::random()[..SECRET_BYTES].to_vec() }
    }

    /// `None` for what is no secret of ours.
    pub fn of(secret: Vec<u8>) -> Option<Self> {
        (secret.len() == SECRET_BYTES).then_some(Self { secret })
    }

    pub fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// As a person types it where no camera helps: base32.
    pub fn text(&self) -> String {
        totp_rs::Secret::from(self.secret.clone()).to_base32()
    }

    /// As an authenticator reads it from a picture: `otpauth://totp/…`.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let plain = |name: &str| name.replace(':', " ");
        let totp = self.builder().with_issuer(Some(plain(issuer))).with_account_name(plain(account)).build();
        totp.and_then(|totp| totp.to_url()).expect("a secret of 160 bits and names without a colon")
    }

    /// Which step a code is of, if it is one of now or of just before or after.
    pub fn step(&self, code: &str, now: Instant) -> Option<i64> {
        let seconds = u64::try_from(now.0.div_euclid(1000)).ok()?;
        let totp = self.builder().build().expect("a secret of 160 bits");
        totp.check(code, seconds).and_then(|step| i64::try_from(step).ok())
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.secret.clone()).with_skew(SKEW)
    }
}

impl fmt::Debug for Totp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_6238_hold_in_six_digits() {
        let totp = Totp::of(b"12345678901234567890".to_vec()).unwrap();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let step = seconds / 30;
            for now in [seconds, seconds - 30, seconds + 30] {
                assert_eq!(totp.step(code, Instant(now * 1000)), Some(step), "{code}");
            }
            assert_eq!(totp.step(code, Instant((seconds + 60) * 1000)), None);
        }
        for wrong in ["", "28708", "2870820", "28708a", "٢٨٧٠٨٢", "-87082"] {
            assert_eq!(totp.step(wrong, Instant(59_000)), None, "{wrong}");
        }
    }

    #[test]
    fn an_authenticator_is_told_what_it_must_know() {
        let totp = Totp::of(b"12345678901234567890".to_vec()).unwrap();
        assert_eq!(totp.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = totp.uri("https://api.example.org", "a:na@example.org");
        assert!(
            uri.starts_with("otpauth://totp/") && uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{uri}"
        );
        assert_ne!(Totp::generate().secret(), Totp::generate().secret());
        assert_eq!(format!("{totp:?}"), "***");
    }
}

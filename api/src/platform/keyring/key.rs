//! Ed25519 keys: made, kept sealed, published.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, EncodingKey};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;
use sha2::{Digest, Sha256};

use super::Secret;
use crate::error::{Error, Result};

/// What private keys are sealed for.
const PURPOSE: &str = "signing key";

/// The half that signs.
pub struct SigningKey {
    pub public: PublicKey,
    pkcs8: Vec<u8>,
    pub(super) encoding: EncodingKey,
}

/// The half that verifies.
#[derive(Clone)]
pub struct PublicKey {
    /// The RFC 7638 thumbprint.
    pub kid: String,
    /// 32 bytes in base64url: the member `x` of a JWK (RFC 8037).
    pub x: String,
    pub(super) decoding: DecodingKey,
}

impl SigningKey {
    pub fn generate() -> Self {
        let pair = Ed25519KeyPair::generate().expect("the system has random bytes");
        let pkcs8 = pair.to_pkcs8().expect("a key can be written").as_ref().to_vec();
        Self::of(&pair, pkcs8)
    }

    /// From a PEM file with a PKCS#8 key.
    pub fn from_pem(pem: &str) -> Result<Self> {
        let wrong = || Error::invalid("signing-key", "must be a file with an Ed25519 key in PEM (PKCS#8)");
        let key = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| wrong())?;
        let pkcs8 = key.secret_pkcs8_der();
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map_err(|_| wrong())?;
        Ok(Self::of(&pair, pkcs8.to_vec()))
    }

    /// From the database; `None` with another secret than it was sealed with.
    pub fn open(sealed: &str, secret: &Secret) -> Option<Self> {
        let pkcs8 = secret.open(PURPOSE, sealed)?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).ok()?;
        Some(Self::of(&pair, pkcs8))
    }

    /// For the database.
    pub fn seal(&self, secret: &Secret) -> String {
        secret.seal(PURPOSE, &self.pkcs8)
    }

    fn of(pair: &Ed25519KeyPair, pkcs8: Vec<u8>) -> Self {
        let public = PublicKey::of(URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()));
        let encoding = EncodingKey::from_ed_der(&pkcs8);
        Self { public: public.expect("the public half of a key is one"), pkcs8, encoding }
    }
}

impl PublicKey {
    /// `x` as it is published; `None` for what is no key.
    pub fn of(x: String) -> Option<Self> {
        let decoding = DecodingKey::from_ed_components(&x).ok()?;
        // The members that RFC 7638, 3.2 asks for, in the order of their names.
        let members = format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{x}\"}}");
        Some(Self { kid: URL_SAFE_NO_PAD.encode(Sha256::digest(members)), x, decoding })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_key_is_the_same_key_again() {
        let (secret, other) = (Secret::from_text(&"a".repeat(32)), Secret::from_text(&"b".repeat(32)));
        let key = SigningKey::generate();
        let sealed = key.seal(&secret);
        assert_eq!(SigningKey::open(&sealed, &secret).unwrap().public.kid, key.public.kid);
        assert!(SigningKey::open(&sealed, &other).is_none());
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037() {
        let key = PublicKey::of("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into()).unwrap();
        assert_eq!(key.kid, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_key_may_come_as_pem_and_nothing_else_does() {
        // RFC 8410, 10.3.
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        let key = SigningKey::from_pem(pem).unwrap();
        assert_eq!(key.public.x, "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE");
        for wrong in [
            "",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ] {
            assert!(SigningKey::from_pem(wrong).is_err());
        }
    }
}

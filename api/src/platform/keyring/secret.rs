//! What encrypts at rest: one secret; what is sealed is bound to its purpose.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::error::{Error, Result};

/// Characters of a secret given as a setting.
pub const MIN_CHARS: usize = 32;

/// Prints as `***`.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From what an operator made up; `MIN_CHARS` characters or more.
    pub fn from_text(text: &str) -> Self {
        Self(derived(b"cities", text.trim().as_bytes(), b"secret"))
    }

    /// One that ends with the process.
    pub fn random() -> Self {
        Self(random())
    }

    /// A password that nobody guesses, and a person can type.
    pub fn password(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.mac("password", b"")[..15])
    }

    /// The one in this file, which is made, for its owner alone to read, where it is missing.
    pub fn in_file(path: &Path) -> Result<Self> {
        // Another secret would open nothing of what this one has sealed.
        let unread = |cause: io::Error| {
            let path = path.display();
            let advice = match cause.kind() {
                io::ErrorKind::PermissionDenied => "let this user read the file",
                _ => "take it from a backup",
            };
            Error::Environment(format!("cannot read the secret in {path}: {cause}; {advice}"))
        };
        let unmade = |cause: io::Error| {
            let path = path.display();
            Error::Environment(format!(
                "cannot keep the secret in {path}: {cause}; let this user write there. For a database that never had \
                 one, CITIES_SECRET can be set instead; for any other take the file from a backup"
            ))
        };
        if let Some(found) = read(path).map_err(unread)? {
            return Ok(found);
        }
        make(path).map_err(unmade)?;
        // Another process may have made it first: that one counts.
        read(path).map_err(unread)?.ok_or_else(|| unread(io::ErrorKind::NotFound.into()))
    }

    /// Where the secret of a SQLite file lies.
    pub fn beside(database: &Path) -> PathBuf {
        let mut path = database.as_os_str().to_owned();
        path.push(".secret");
        path.into()
    }

    /// Encrypts; what is sealed for one purpose opens for no other. In base64.
    pub fn seal(&self, purpose: &str, bytes: &[u8]) -> String {
        let mut sealed = bytes.to_vec();
        let nonce = self.cipher().seal_in_place_append_tag(Aad::from(purpose), &mut sealed);
        let nonce = nonce.expect("a few bytes can be encrypted");
        STANDARD.encode([nonce.as_ref().as_slice(), &sealed].concat())
    }

    /// `None` for what was not sealed with this secret for this purpose.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = STANDARD.decode(sealed).ok()?;
        let mut rest = bytes.split_off(bytes.len().min(NONCE_LEN));
        let nonce = Nonce::try_assume_unique_for_key(&bytes).ok()?;
        let opened = self.cipher().open_in_place(nonce, Aad::from(purpose), &mut rest).ok()?;
        Some(opened.to_vec())
    }

    /// Bytes that only who has the secret can tell of others.
    pub fn mac(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &derived(b"mac", &self.0, purpose.as_bytes()));
        hmac::sign(&key, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes")
    }

    /// Whether these are they; it takes as long wherever they differ.
    pub fn is_mac(&self, purpose: &str, bytes: &[u8], mac: &[u8]) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &derived(b"mac", &self.0, purpose.as_bytes()));
        hmac::verify(&key, bytes, mac).is_ok()
    }

    fn cipher(&self) -> RandomizedNonceKey {
        let key = derived(b"seal", &self.0, b"aes-256-gcm");
        RandomizedNonceKey::new(&AES_256_GCM, &key).expect("a key of 32 bytes")
    }
}

/// Bytes that nobody can guess.
pub fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).expect("the system has random bytes");
    bytes
}

fn derived(salt: &[u8], from: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    let info = [purpose];
    let expanded = Salt::new(HKDF_SHA256, salt).extract(from);
    let filled = expanded.expand(&info, HKDF_SHA256).and_then(|okm| okm.fill(&mut key));
    filled.expect("HKDF gives a key of the length of its hash");
    key
}

fn read(path: &Path) -> io::Result<Option<Secret>> {
    match fs::read_to_string(path) {
        Ok(text) if text.trim().chars().count() >= MIN_CHARS => Ok(Some(Secret::from_text(&text))),
        Ok(_) => Err(io::Error::other("what is in it is no secret")),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause),
    }
}

/// Beside its place first: nobody finds half a secret.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(draft, "{}", STANDARD.encode(random()))?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(path) {
        Err(taken) if taken.error.kind() != io::ErrorKind::AlreadyExists => return Err(taken.error),
        _ => {}
    }
    File::open(folder)?.sync_all()
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_secret_for_the_same_purpose_alone() {
        let (ours, other) = (Secret::from_text(&"a".repeat(32)), Secret::from_text(&"b".repeat(32)));
        let sealed = ours.seal("key", b"private");
        assert_eq!(ours.open("key", &sealed).unwrap(), b"private");
        assert_ne!(ours.seal("key", b"private"), sealed, "no two look alike");
        assert_eq!(ours.open("totp", &sealed), None);
        assert_eq!(other.open("key", &sealed), None);
        for broken in ["", "?", "AAAA", &sealed[4..], &sealed[..sealed.len() - 4]] {
            assert_eq!(ours.open("key", broken), None, "{broken}");
        }
        assert_eq!(format!("{ours:?}"), "***");
        assert_ne!(ours.mac("a", b"x"), ours.mac("b", b"x"));
        assert_ne!(ours.mac("a", b"x"), other.mac("a", b"x"));
    }

    #[test]
    fn a_file_is_made_once_and_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = Secret::beside(&folder.path().join("cities.db"));
        let first = Secret::in_file(&path).unwrap();
        assert_eq!(Secret::in_file(&path).unwrap().mac("a", b"x"), first.mac("a", b"x"));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::OpenOptions::new().write(true).truncate(true).open(&path).unwrap().write_all(b"short").unwrap();
        let damaged = Secret::in_file(&path).err().unwrap().to_string();
        assert!(damaged.contains("take it from a backup") && !damaged.contains("CITIES_SECRET"), "{damaged}");
        let nowhere = Secret::in_file(&folder.path().join("none/secret")).err().unwrap().to_string();
        assert!(nowhere.contains("CITIES_SECRET can be set instead"), "{nowhere}");
    }
}

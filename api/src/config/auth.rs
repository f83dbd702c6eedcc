//! Who may sign in, and what their tokens are signed with.

use std::fmt;
use std::path::PathBuf;

use super::reader::Reader;
use super::setting::Setting;

pub static SETTINGS: [Setting; 3] = [
    Setting {
        name: "secret",
        env: "CITIES_SECRET",
        value: "TEXT",
        default: None,
        help: "Encrypts keys and second factors at rest: 32 characters or more, the same on every node; refused on the command line, which others can read [default: FILE.secret beside a SQLite file]",
    },
    Setting {
        name: "signing-key",
        env: "CITIES_SIGNING_KEY",
        value: "FILE",
        default: None,
        help: "Sign access tokens with this Ed25519 key (PKCS#8, PEM) [default: one in the database]",
    },
    Setting {
        name: "token-issuer",
        env: "CITIES_TOKEN_ISSUER",
        value: "TEXT",
        default: Some("cities"),
        help: "Issuer (iss) of access tokens, the same on every node",
    },
];

/// What signs and encrypts. Prints no secret.
#[derive(Clone)]
pub struct Auth {
    pub secret: Option<String>,
    pub signing_key: Option<PathBuf>,
    pub issuer: String,
}

impl Auth {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [secret, key, issuer] = &SETTINGS;
        Self {
            secret: reader.hidden(secret, long),
            signing_key: reader.optional(key, |path| Ok(PathBuf::from(path))),
            issuer: reader.read(issuer, |text| Ok(text.to_owned())),
        }
    }
}

/// Without repeating it.
pub(super) fn long(text: &str) -> Result<String, String> {
    const MIN: usize = 32;
    let chars = text.trim().chars().count();
    if chars < MIN {
        return Err(format!(
            "has {chars} characters; {MIN} or more are needed, such as `openssl rand -base64 32` prints"
        ));
    }
    Ok(text.to_owned())
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("signing_key", &self.signing_key)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

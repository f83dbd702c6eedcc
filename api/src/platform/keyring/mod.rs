//! The secret of an installation, and the keys that sign its access tokens and receipts.
//!
//! Nothing here prints what it holds. The algorithm of a token is ours to say, never the token's (RFC 8725, 3.1).

mod key;
mod receipt;
mod secret;
mod seen;
mod token;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, RwLock};

use entity::instant::Instant;

pub use key::{PublicKey, SigningKey};
pub use receipt::{PublicKeys, Receipt, Unproved, public_keys, receipt_of};
pub use secret::{Secret, random};
pub use token::Claims;

use self::seen::Seen;
use crate::error::{Error, Result};

/// How long an access token is good for, in milliseconds.
pub const ACCESS_MILLIS: i64 = 15 * 60 * 1000;

/// Signs and verifies; which keys there are is read from the database by whoever fills it.
pub struct Keyring {
    pub secret: Secret,
    issuer: String,
    /// The operator's own: it signs instead of those in the database.
    pub given: Option<Arc<SigningKey>>,
    keys: RwLock<Arc<Keys>>,
    seen: Seen,
}

/// Keys as they are at a time.
#[derive(Default)]
pub struct Keys {
    pub signing: Option<Arc<SigningKey>>,
    /// By `kid`; the key that signs is among them.
    pub verifying: HashMap<String, Verifying>,
    /// Those that sign no more: receipts that they signed are proved by them for good.
    pub retired: Vec<PublicKey>,
    /// When they were read.
    pub read_at: Instant,
}

/// Why a token is not believed; none of it helps who guesses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("is not a token of this service")]
    Foreign,
    /// It may be signed with a key made a moment ago.
    #[error("is signed with a key that is not in use")]
    UnknownKey,
    #[error("has expired: refresh the session")]
    Expired,
    /// An API token; whether it ever was one is nobody's business.
    #[error("is not in use, or its user is disabled: ask an admin for another API token")]
    Ended,
    #[error("showed a draft, and its time is over: ask the editor for another preview token")]
    PreviewOver,
    /// A secret token of a submission.
    #[error("is the token of no submission: take it whole from the link you were sent")]
    NoSubmission,
    /// Nobody can tell: whoever publishes the key is asked again in so many seconds.
    #[error("is signed with a key that cannot be fetched now")]
    Unreachable(i64),
}

/// A key whose signatures are believed.
pub struct Verifying {
    pub key: PublicKey,
    /// From then on they are not; `None` while it is in use.
    pub until: Option<Instant>,
}

impl Keys {
    /// All that anybody may have to verify with.
    pub fn published(&self) -> impl Iterator<Item = &PublicKey> {
        self.verifying.values().map(|known| &known.key).chain(&self.retired)
    }
}

impl Verifying {
    fn is_believed(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

impl Keyring {
    /// `issuer`: the `iss` of every token that is ours.
    pub fn new(secret: Secret, issuer: impl Into<String>, given: Option<SigningKey>) -> Self {
        let (issuer, given) = (issuer.into(), given.map(Arc::new));
        Self { secret, issuer, given, keys: RwLock::default(), seen: Seen::default() }
    }

    /// What tokens say they are of.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    pub fn fill(&self, keys: Keys) {
        *self.keys.write().expect("nothing panics while holding it") = Arc::new(keys);
    }

    pub fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().expect("nothing panics while holding it"))
    }

    /// An access token; `claims` without what only we say.
    pub fn sign(&self, claims: &Claims) -> Result<String> {
        token::sign(claims, &self.issuer, &*self.signing()?)
    }

    /// A receipt; without what only we say.
    pub fn sign_receipt(&self, receipt: &Receipt) -> Result<String> {
        receipt::sign(receipt, &self.issuer, &*self.signing()?)
    }

    fn signing(&self) -> Result<Arc<SigningKey>> {
        let none = || Error::Environment("there is no key to sign with: run `cities keys rotate`".into());
        self.keys().signing.clone().ok_or_else(none)
    }

    /// The claims of a token that is ours and good at this instant.
    pub fn verify(&self, token: &str, now: Instant) -> Result<Claims, Refused> {
        let keys = self.keys();
        let believed = |kid: &str| keys.verifying.get(kid).filter(|known| known.is_believed(now));
        let key = |kid: &str| believed(kid).map(|known| &known.key);
        let signed = self.seen.signed(token, || token::verify(token, &self.issuer, key))?;
        // Where it was seen before, its key may be over by now, as it may be itself.
        believed(&signed.kid).ok_or(Refused::UnknownKey)?;
        signed.claims_at(now).cloned()
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

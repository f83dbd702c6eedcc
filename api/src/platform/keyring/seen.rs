//! Access tokens that were verified: a session shows its token with each request, and to verify a signature costs more than
//! an answer from memory.

use std::sync::Arc;
use std::time::Duration;

use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use super::token::{MAX_LENGTH, Signed};
use super::{ACCESS_MILLIS, Refused};

/// Tokens that are remembered: those of others are verified each time.
const REMEMBERED: u64 = 4096;

/// By their digests, so that memory tells no token.
pub struct Seen(Cache<[u8; 32], Arc<Signed>>);

impl Default for Seen {
    fn default() -> Self {
        let life = Duration::from_millis(ACCESS_MILLIS.unsigned_abs());
        // The latest are shown again; those that expired are not.
        let cache = Cache::builder().max_capacity(REMEMBERED).eviction_policy(EvictionPolicy::lru());
        Self(cache.time_to_live(life).build())
    }
}

impl Seen {
    /// What a token says, verified now or before. Only what we signed is kept.
    pub fn signed(
        &self,
        token: &str,
        verify: impl FnOnce() -> Result<Signed, Refused>,
    ) -> Result<Arc<Signed>, Refused> {
        if token.len() > MAX_LENGTH {
            return Err(Refused::Foreign);
        }
        let digest: [u8; 32] = Sha256::digest(token).into();
        if let Some(signed) = self.0.get(&digest) {
            return Ok(signed);
        }
        let signed = Arc::new(verify()?);
        self.0.insert(digest, Arc::clone(&signed));
        Ok(signed)
    }
}

#[cfg(test)]
mod tests {
    use entity::id::{SessionId, UserId};
    use entity::instant::Instant;

    use super::super::{Claims, Keyring, Keys, Secret, SigningKey, Verifying};
    use super::*;

    const NOW: Instant = Instant(1_780_315_200_000);

    /// One whose key is believed until then, and a token of it.
    fn keyring(until: Option<Instant>) -> (Keyring, String) {
        let key = Arc::new(SigningKey::generate());
        let known = Verifying { key: key.public.clone(), until };
        let verifying = [(key.public.kid.clone(), known)].into();
        let keyring = Keyring::new(Secret::random(), "cities", None);
        keyring.fill(Keys { signing: Some(key), verifying, ..Keys::default() });
        let (user, session) = (UserId::derived("ana"), SessionId::derived("one"));
        let token = keyring.sign(&Claims::new(user, session, None, None, NOW)).unwrap();
        (keyring, token)
    }

    fn after(millis: i64) -> Instant {
        Instant(NOW.0 + millis)
    }

    #[test]
    fn a_token_that_was_seen_says_the_same_until_it_expires() {
        let (keyring, token) = keyring(None);
        let claims = keyring.verify(&token, NOW).unwrap();
        assert!(keyring.seen.signed(&token, || panic!("it was verified")).is_ok());
        assert_eq!(keyring.verify(&token, after(ACCESS_MILLIS - 1)), Ok(claims));
        assert_eq!(keyring.verify(&token, after(ACCESS_MILLIS)), Err(Refused::Expired));
        assert_eq!(keyring.verify(&token, after(-7_000)), Err(Refused::Foreign), "not yet valid");
    }

    #[test]
    fn a_token_that_was_seen_is_not_believed_longer_than_its_key() {
        let (keyring, token) = keyring(Some(after(1_000)));
        assert!(keyring.verify(&token, after(999)).is_ok());
        assert_eq!(keyring.verify(&token, after(1_000)), Err(Refused::UnknownKey));
        assert!(keyring.verify(&token, after(999)).is_ok());
        keyring.fill(Keys::default());
        assert_eq!(keyring.verify(&token, after(999)), Err(Refused::UnknownKey));
    }

    #[test]
    fn what_was_refused_is_judged_anew_each_time() {
        let (keyring, token) = keyring(None);
        let touched = format!("{token}A");
        for _ in 0..2 {
            assert_eq!(keyring.verify(&touched, NOW), Err(Refused::Foreign));
        }
        let verify = || Err(Refused::UnknownKey);
        assert_eq!(keyring.seen.signed(&touched, verify).err(), Some(Refused::UnknownKey), "judged again");
    }

    #[test]
    fn a_token_that_is_longer_than_ours_is_refused_though_our_key_signed_it() {
        let (keyring, _) = keyring(None);
        let (user, session) = (UserId::derived("ana"), SessionId::derived("one"));
        let mut claims = Claims::new(user, session, None, None, NOW);
        assert!(keyring.verify(&keyring.sign(&claims).unwrap(), NOW).is_ok());
        claims.jti = "a".repeat(MAX_LENGTH);
        assert_eq!(keyring.verify(&keyring.sign(&claims).unwrap(), NOW), Err(Refused::Foreign));
    }
}

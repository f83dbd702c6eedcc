//! Passwords: Argon2id off the threads that answer, few at a time.

use std::fmt;
use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::keyring;
use crate::domain::password::composed;

/// The parameters that OWASP names first: 19 MiB, two passes, one lane.
static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(19 * 1024, 2, 1, None).expect("fixed parameters");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// What a password is compared with where there is no user: it takes as long, and never fits. Of one that nobody kept.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$s93OprcaGmtvzsnDQ0NLDA$bRGSmZKcQOmliB1oQk2TvCc1717cdx/M16GPNBQitHo";

/// Hashes and compares.
#[derive(Clone)]
pub struct Passwords {
    /// One core is left to those who only read, where there is more than one.
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { permits: Arc::new(Semaphore::new((cores / 2).max(1))) }
    }
}

impl Passwords {
    /// As a PHC string.
    pub async fn hash(&self, password: String) -> String {
        self.work(move || hash_now(&composed(&password))).await
    }

    /// Takes the same time whether there is a hash or not.
    pub async fn fits(&self, password: String, hash: Option<String>) -> bool {
        self.work(move || {
            let known = hash.is_some();
            let Ok(parsed) = PasswordHash::new(hash.as_deref().unwrap_or(NOBODY)) else { return false };
            let fits = |text: &str| ARGON2.verify_password(text.as_bytes(), &parsed).is_ok();
            let composed = composed(&password);
            // Hashes of before letters were composed are of what was typed.
            let is_found = fits(&composed) || (composed != password && fits(&password));
            known & is_found
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let permit = Arc::clone(&self.permits).acquire_owned().await.expect("it is never closed");
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.expect("hashing does not panic")
    }
}

fn hash_now(password: &str) -> String {
    let salt = &keyring::random()[..16];
    let hash: PasswordHash =
        ARGON2.hash_password_with_salt(password.as_bytes(), salt).expect("a salt of 16 bytes");
    hash.to_string()
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".into()).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.fits("correct horse".into(), Some(hash.clone())).await);
        assert!(!passwords.fits("wrong horse".into(), Some(hash)).await);
        let hash = passwords.hash("p\u{e4}sswort".into()).await;
        assert!(passwords.fits("pa\u{308}sswort".into(), Some(hash)).await, "as another keyboard writes it");
        let hash = passwords.hash("pa\u{308}sswort".into()).await;
        assert!(passwords.fits("p\u{e4}sswort".into(), Some(hash)).await, "and the other way round");
        let older = Some(hash_now("pa\u{308}sswort"));
        assert!(passwords.fits("pa\u{308}sswort".into(), older.clone()).await, "as it was hashed before");
        assert!(!passwords.fits("pa\u{308}sswoRt".into(), older).await);
        assert!(!passwords.fits("x".into(), Some("no hash".into())).await);
    }

    #[tokio::test]
    async fn nobody_is_compared_with_as_much_work_and_never_found() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        assert_eq!(cost(&Params::try_from(&nobody).unwrap()), cost(ARGON2.params()));
        assert_eq!(nobody.hash.unwrap().len(), Params::DEFAULT_OUTPUT_LEN);
        assert!(!Passwords::default().fits("correct horse".into(), None).await);
    }
}

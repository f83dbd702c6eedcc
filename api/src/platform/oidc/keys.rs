//! The provider's keys: fetched, kept, and fetched again when a token names one that is new.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use entity::instant::Instant;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use reqwest::{Client, Response, redirect};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::config;
use crate::error::{Error, Result};

/// What the provider publishes is small; more is not read.
const MAX_BYTES: usize = 1 << 20;
const TIMEOUT: Duration = Duration::from_secs(5);
/// Keys are fetched again at most this often, whatever tokens name.
const PAUSE_MILLIS: i64 = 30_000;
/// And at least this often, so that one that is withdrawn is forgotten.
const AGE_MILLIS: i64 = 60 * 60 * 1000;

/// One of the provider's keys, and what it may be used with.
#[derive(Clone)]
pub struct Key {
    pub algorithms: Vec<Algorithm>,
    pub decoding: DecodingKey,
}

pub struct Keys(Arc<Source>);

struct Source {
    issuer: String,
    client: Client,
    known: RwLock<Known>,
    /// Held by the one that fetches.
    fetching: Mutex<()>,
}

#[derive(Clone, Default)]
struct Known {
    keys: Arc<HashMap<String, Key>>,
    /// When they were last asked for, with or without success.
    asked: Option<Instant>,
    /// Whether there was no answer then.
    failed: bool,
}

/// OpenID Connect Discovery 1.0, 3.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// RFC 7517, 5.
#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

impl Keys {
    /// An error where the machine has no certificates to know a provider by.
    pub fn new(issuer: &str) -> Result<Self> {
        let client = Client::builder().timeout(TIMEOUT).redirect(redirect::Policy::none()).build();
        let client = client.map_err(|cause| {
            Error::Environment(format!(
                "cannot prepare to fetch the keys of {issuer}: {cause}; has this machine its certificates \
                 (the package ca-certificates)?"
            ))
        })?;
        let (known, fetching) = (RwLock::default(), Mutex::default());
        Ok(Self(Arc::new(Source { issuer: issuer.to_owned(), client, known, fetching })))
    }

    /// Whoever names a key that is known has it at once, and one that is a little old is looked after meanwhile. Who
    /// names another, or one that nobody asked for in a long time, waits for a fetch, which goes on when they give up.
    /// An error tells in how many seconds to come back for a key that could not be looked for.
    pub async fn get(&self, kid: &str, issued: Option<f64>, now: Instant) -> Result<Option<Key>, i64> {
        let known = self.0.known();
        let found = known.keys.get(kid).cloned();
        let pause = if found.is_some() { AGE_MILLIS } else { PAUSE_MILLIS };
        if !known.is_due(pause, now) {
            return known.found(kid, issued, now, false);
        }
        let waits = found.is_none() || known.is_due(2 * AGE_MILLIS, now);
        if !waits && self.0.fetching.try_lock().is_err() {
            return Ok(found);
        }
        let source = Arc::clone(&self.0);
        let fetch = tokio::spawn(async move { source.refresh(pause, now).await });
        if waits {
            fetch.await.expect("fetching does not panic");
            return self.0.known().found(kid, issued, now, true);
        }
        Ok(found)
    }
}

impl Known {
    fn is_due(&self, pause: i64, now: Instant) -> bool {
        self.asked.is_none_or(|asked| now.0.saturating_sub(asked.0) >= pause)
    }

    /// Whether a key that is not there can be newer than those that are, by what a token says of its time: who lies there is
    /// only told something else of their own token. One that says nothing is not asked to come back again and again.
    fn may_have_come(&self, issued: Option<f64>) -> bool {
        let newer = |asked| issued.is_some_and(|at| at + super::SKEW > super::seconds(asked));
        self.failed || self.asked.is_none_or(newer)
    }

    /// An error where a key that is not there may have come since they were asked for. `waited` tells whether this request
    /// waited for a fetch: one that began before it, for somebody else, has not looked for its key.
    fn found(&self, kid: &str, issued: Option<f64>, now: Instant, waited: bool) -> Result<Option<Key>, i64> {
        let looked = waited && !self.failed && self.asked.is_some_and(|asked| asked >= now);
        match self.keys.get(kid) {
            None if !looked && self.may_have_come(issued) => Err(self.wait(now)),
            found => Ok(found.cloned()),
        }
    }

    /// Seconds until a key is looked for that nobody looks for before: it may have come meanwhile.
    fn wait(&self, now: Instant) -> i64 {
        let asked = self.asked.unwrap_or(now);
        (asked.0.saturating_add(PAUSE_MILLIS + 999).saturating_sub(now.0) / 1000).max(1)
    }
}

impl Source {
    fn known(&self) -> Known {
        self.known.read().expect("nothing panics while holding it").clone()
    }

    /// One fetch at a time: who comes meanwhile waits for it, and has it then.
    async fn refresh(&self, pause: i64, now: Instant) {
        let _fetching = self.fetching.lock().await;
        let mut known = self.known();
        if !known.is_due(pause, now) {
            return;
        }
        let fetched = self.fetch().await;
        known.failed = fetched.is_err();
        match fetched {
            Ok(keys) => known.keys = Arc::new(keys),
            Err(why) => {
                tracing::warn!(
                    issuer = self.issuer,
                    why,
                    "the keys of the identity provider cannot be fetched"
                );
            }
        }
        known.asked = Some(now);
        *self.known.write().expect("nothing panics while holding it") = known;
    }

    async fn fetch(&self) -> Result<HashMap<String, Key>, String> {
        let place = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let discovery: Discovery = self.read(&place).await?;
        if discovery.issuer != self.issuer {
            return Err(format!("{place} is of the issuer {:?}", discovery.issuer));
        }
        config::oidc::safe(&discovery.jwks_uri).map_err(|why| format!("{}: {why}", discovery.jwks_uri))?;
        let set: Set = self.read(&discovery.jwks_uri).await?;
        // Each alone: one that we cannot read is no reason to refuse the others.
        let readable = set.keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        Ok(readable.filter_map(|jwk| Some((jwk.common.key_id.clone()?, usable(&jwk)?))).collect())
    }

    async fn read<T: DeserializeOwned>(&self, place: &str) -> Result<T, String> {
        let told = |cause: reqwest::Error| format!("{place}: {}", cause.without_url());
        let answer =
            self.client.get(place).send().await.and_then(Response::error_for_status).map_err(told)?;
        let bytes = bounded(answer).await.map_err(|why| format!("{place}: {why}"))?;
        serde_json::from_slice(&bytes).map_err(|cause| format!("{place}: {cause}"))
    }
}

async fn bounded(mut answer: Response) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|cause| cause.without_url().to_string())? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_BYTES {
            return Err(format!("more than {MAX_BYTES} bytes"));
        }
    }
    Ok(bytes)
}

/// A key that signs, of a kind whose signatures are worth something.
fn usable(jwk: &Jwk) -> Option<Key> {
    if jwk.common.public_key_use.as_ref().is_some_and(|of| *of != PublicKeyUse::Signature) {
        return None;
    }
    let fitting: &[Algorithm] = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => &[
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ],
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => &[Algorithm::ES256],
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P384 => &[Algorithm::ES384],
        AlgorithmParameters::OctetKeyPair(_) => &[Algorithm::EdDSA],
        // A symmetric key in public is nobody's.
        _ => return None,
    };
    // A key that names one is for no other (RFC 8725, 3.1).
    let named = jwk.common.key_algorithm.map(|named| named.to_string());
    let is_meant = |one: &Algorithm| named.as_ref().is_none_or(|named| *named == format!("{one:?}"));
    let algorithms: Vec<_> = fitting.iter().copied().filter(is_meant).collect();
    if algorithms.is_empty() {
        tracing::warn!(
            kid = jwk.common.key_id,
            "a key of the identity provider names an algorithm that is not taken"
        );
        return None;
    }
    Some(Key { algorithms, decoding: DecodingKey::from_jwk(jwk).ok()? })
}

#[cfg(test)]
mod tests;

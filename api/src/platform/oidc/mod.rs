//! Somebody else's identity provider: whom it names is a user here, and only a user.
//!
//! Which keys count is the provider's to say, and which algorithms ours: a token chooses neither (RFC 8725, 3.1).

mod keys;
mod role;

use std::fmt;
use std::time::Duration;

use entity::instant::Instant;
use entity::role::Role;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::keyring::Refused;
use crate::kit::text::{self, Lines};
use crate::{config, error};
use keys::Keys;

/// A longer one is refused unread.
const MAX_LENGTH: usize = 16 * 1024;
/// Seconds that its clock and ours may differ by.
const SKEW: f64 = 60.0;
/// What an access token may call itself, if it does (RFC 8725, 3.11).
const TYPES: [&str; 3] = ["jwt", "at+jwt", "application/at+jwt"];
/// Characters of a subject (OpenID Connect Core, 2).
const SUBJECT_CHARS: usize = 255;

/// The provider of the settings.
pub struct Provider {
    settings: config::Oidc,
    keys: Keys,
}

/// Whom the provider names, as its token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    pub name: Option<String>,
    /// `None`: signed in, allowed nothing.
    pub role: Option<Role>,
}

/// Times are seconds since 1970, with a fraction or without (RFC 7519, 2).
#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    nbf: Option<f64>,
    /// Logout and other security event tokens have it (RFC 8417), access tokens have not.
    events: Option<IgnoredAny>,
    /// For people; one that cannot be shown is none.
    name: Option<Value>,
    preferred_username: Option<Value>,
}

/// Of a token that is not believed yet.
#[derive(Deserialize)]
struct Issued {
    iat: f64,
}

impl Claims {
    fn name(&self) -> Option<String> {
        let told = [&self.name, &self.preferred_username].into_iter().filter_map(Option::as_ref);
        let texts = told.filter_map(Value::as_str).map(str::trim);
        texts.filter(|name| !name.is_empty() && is_plain(name)).map(str::to_owned).next()
    }
}

impl Provider {
    pub fn new(settings: config::Oidc) -> error::Result<Self> {
        Ok(Self { keys: Keys::new(&settings.issuer)?, settings })
    }

    /// Whether a token says that it is of this provider; nothing of it is believed for that.
    pub fn is_named_by(&self, token: &str) -> bool {
        #[derive(Deserialize)]
        struct Named {
            iss: String,
        }
        token.len() <= MAX_LENGTH
            && jsonwebtoken::dangerous::insecure_decode_claims::<Named>(token)
                .is_ok_and(|named| named.iss == self.settings.issuer)
    }

    /// Whom a token names, if it is the provider's, for us, and good at this instant.
    pub async fn verify(&self, token: &str, now: Instant) -> Result<Identity, Refused> {
        let header = decode_header(token).map_err(|_| Refused::Foreign)?;
        let is_access = header.typ.is_none_or(|typ| TYPES.contains(&typ.to_ascii_lowercase().as_str()));
        // We understand no extension, and who names one says that it must be (RFC 7515, 4.1.11).
        let kid = header.kid.filter(|_| is_access && header.crit.is_none()).ok_or(Refused::Foreign)?;
        let issued = jsonwebtoken::dangerous::insecure_decode_claims::<Issued>(token);
        let issued = issued.ok().map(|token| token.iat);
        let key = self.keys.get(&kid, issued, now).await.map_err(Refused::Unreachable)?;
        let key = key.ok_or(Refused::UnknownKey)?;
        if !key.algorithms.contains(&header.alg) {
            return Err(Refused::Foreign);
        }
        self.read(token, &key.decoding, header.alg, now)
    }

    fn read(
        &self,
        token: &str,
        key: &DecodingKey,
        algorithm: jsonwebtoken::Algorithm,
        now: Instant,
    ) -> Result<Identity, Refused> {
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        (validation.validate_exp, validation.validate_nbf) = (false, false);
        let all = decode::<Value>(token, key, &validation).map_err(|_| Refused::Foreign)?.claims;
        let claims = Claims::deserialize(&all).map_err(|_| Refused::Foreign)?;
        let now = seconds(now);
        if claims.events.is_some() || claims.nbf.is_some_and(|nbf| nbf > now + SKEW) {
            return Err(Refused::Foreign);
        }
        if claims.exp <= now - SKEW {
            return Err(Refused::Expired);
        }
        if claims.sub.is_empty() || !is_plain(&claims.sub) || claims.sub.chars().count() > SUBJECT_CHARS {
            return Err(Refused::Foreign);
        }
        Ok(Identity {
            issuer: self.settings.issuer.clone(),
            name: claims.name(),
            subject: claims.sub,
            role: role::of(&all, &self.settings.role_claim, &self.settings.roles),
        })
    }
}

/// Since 1970, as tokens have them.
fn seconds(instant: Instant) -> f64 {
    Duration::from_millis(u64::try_from(instant.0).unwrap_or_default()).as_secs_f64()
}

/// It is shown in pages and in the terminals of operators.
fn is_plain(text: &str) -> bool {
    text::control(text, Lines::One).is_none() && text::lone_direction(text).is_none()
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("settings", &self.settings).finish_non_exhaustive()
    }
}

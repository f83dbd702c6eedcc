//! Access tokens: JWTs (RFC 7519) with the type of RFC 9068.

use entity::id::{CityId, SessionId, UserId};
use entity::instant::Instant;
use entity::role::Role;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use super::{ACCESS_MILLIS, PublicKey, Refused, SigningKey};
use crate::error::{Error, Result};

const TYPE: &str = "at+jwt";
/// The one whom tokens are for.
const AUDIENCE: &str = "cities";
/// A longer one is nobody's of ours.
pub const MAX_LENGTH: usize = 4096;
/// Seconds that clocks of nodes may differ by.
const SKEW: i64 = 5;

/// Who signed in, and until when that is believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    #[serde(rename = "sub")]
    pub user: UserId,
    #[serde(rename = "sid")]
    pub session: SessionId,
    /// As they were when it was signed: what counts is looked up.
    pub role: Option<Role>,
    pub city: Option<CityId>,
    /// Seconds since 1970, as the next three.
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    /// Differs from token to token.
    pub jti: String,
}

#[derive(Serialize, Deserialize)]
struct Wire<C> {
    iss: String,
    aud: String,
    #[serde(flatten)]
    claims: C,
}

impl Claims {
    /// Good from now on, for as long as access tokens are.
    pub fn new(
        user: UserId,
        session: SessionId,
        role: Option<Role>,
        city: Option<CityId>,
        now: Instant,
    ) -> Self {
        let iat = now.0.div_euclid(1000);
        let jti = uuid::Uuid::now_v7().simple().to_string();
        Self { user, session, role, city, iat, nbf: iat, exp: iat + ACCESS_MILLIS / 1000, jti }
    }
}

pub fn sign(claims: &Claims, issuer: &str, key: &SigningKey) -> Result<String> {
    let header =
        Header { typ: Some(TYPE.into()), kid: Some(key.public.kid.clone()), ..Header::new(Algorithm::EdDSA) };
    let wire = Wire { iss: issuer.to_owned(), aud: AUDIENCE.to_owned(), claims };
    encode(&header, &wire, &key.encoding)
        .map_err(|cause| Error::Environment(format!("cannot sign a token: {cause}")))
}

/// What was signed with a key of ours.
pub struct Signed {
    /// Of the key.
    pub kid: String,
    claims: Claims,
}

pub fn verify<'a>(
    token: &str,
    issuer: &str,
    key: impl FnOnce(&str) -> Option<&'a PublicKey>,
) -> Result<Signed, Refused> {
    let header = decode_header(token).map_err(|_| Refused::Foreign)?;
    // What the header says of algorithms and keys is compared, never obeyed.
    let is_access = header.typ.is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE));
    // We know of nothing that could be critical (RFC 7515, 4.1.11).
    let is_ours = header.alg == Algorithm::EdDSA && is_access && header.crit.is_none();
    let kid = header.kid.filter(|_| is_ours).ok_or(Refused::Foreign)?;
    let key = key(&kid).ok_or(Refused::UnknownKey)?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    // By our clock, in `claims_at`.
    (validation.validate_exp, validation.validate_nbf) = (false, false);
    let decoded = decode::<Wire<Claims>>(token, &key.decoding, &validation).map_err(|_| Refused::Foreign)?;
    Ok(Signed { kid, claims: decoded.claims.claims })
}

impl Signed {
    /// The claims, where they are good at this instant.
    pub fn claims_at(&self, now: Instant) -> Result<&Claims, Refused> {
        let (claims, now) = (&self.claims, now.0.div_euclid(1000));
        // One that lasts longer than ours do was not made here, whoever has the key.
        let is_long = claims.exp.saturating_sub(claims.iat) > ACCESS_MILLIS / 1000;
        if is_long || claims.nbf > now + SKEW || claims.iat > now + SKEW {
            return Err(Refused::Foreign);
        }
        if claims.exp <= now {
            return Err(Refused::Expired);
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests;

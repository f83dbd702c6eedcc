//! Signing in, staying signed in, signing out.
//!
//! A session is one sign-in. Its refresh tokens follow one another; whoever shows a spent one again, later than two
//! tabs of one browser would, has stolen it or was stolen from, and the session ends.

mod actor;
pub(super) mod attempts;
pub mod audit;
mod named;
mod prune;
mod refresh;
mod sign_in;
mod sign_out;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::SessionId;
use entity::instant::Instant;
use entity::refresh_token;
use sea_orm::{ActiveValue::Set, EntityTrait};
use sha2::{Digest, Sha256};

use actor::signed_in;
pub use actor::{Bearer, actor, actor_again, bearer};
pub use named::note_role;
pub use refresh::refresh;
pub use sign_in::{Credentials, Outcome, sign_in};
pub use sign_out::{sign_out, sign_out_everywhere};

use super::key;
use crate::app::{App, Tx};
use crate::domain::actor::SignedIn;
use crate::error::Result;
use crate::platform::keyring::{ACCESS_MILLIS, Claims};

/// How long a session lasts without being used, in milliseconds: 30 days.
const SESSION_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;
/// For how long a spent refresh token still gets its successor, in milliseconds.
const REUSE_MILLIS: i64 = 20_000;
/// Refresh tokens begin with this, so that scanners of leaked secrets know them.
const PREFIX: &str = "cities_rt_";

/// What a client holds while its user is signed in. Prints neither token.
pub struct Tokens {
    pub access: String,
    /// From then on the access token is no good.
    pub access_expires_at: Instant,
    pub refresh: String,
    /// Used by then, or the user must sign in again.
    pub refresh_expires_at: Instant,
    pub who: SignedIn,
}

/// The two tokens of a session; the refresh token is stored already.
async fn tokens(
    app: &App,
    who: SignedIn,
    session: SessionId,
    refresh: String,
    now: Instant,
) -> Result<Tokens> {
    key::freshen(app).await?;
    let claims = Claims::new(who.user, session, who.role, who.city, now);
    Ok(Tokens {
        access: app.keyring()?.sign(&claims)?,
        access_expires_at: Instant(now.0 + ACCESS_MILLIS),
        refresh,
        refresh_expires_at: Instant(now.0 + SESSION_MILLIS),
        who,
    })
}

/// Keeps the hash of a refresh token.
async fn keep(tx: &Tx<'_>, token: &str, session_id: SessionId) -> Result<()> {
    let row = refresh_token::ActiveModel {
        hash: Set(hash(token)),
        session_id: Set(session_id),
        created_at: Set(tx.now()),
        spent_at: Set(None),
    };
    refresh_token::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}

/// What is stored of something that nobody can guess.
pub(super) fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("who", &self.who).finish_non_exhaustive()
    }
}

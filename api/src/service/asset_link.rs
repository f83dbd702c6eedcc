//! Links to files that nothing live uses: whoever was shown a draft can show its pictures, though a page that loads them
//! sends no token.
//!
//! A link says until when, and is believed by its code (HMAC-SHA-256) alone. Nothing of it is stored.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::id::AssetId;
use entity::instant::Instant;

use crate::app::App;
use crate::domain::asset::Link;
use crate::error::Result;
use crate::platform::keyring::Keyring;

/// What the code is made for.
const PURPOSE: &str = "link to a file";
/// A link lasts for one to two of these, in seconds: within one every link to a file is the same.
const SPAN: i64 = 15 * 60;

/// A link for whoever was shown, at this instant, what uses the file.
pub fn made(keyring: &Keyring, asset: AssetId, now: Instant) -> Link {
    let expires = (now.0.div_euclid(1000 * SPAN) + 2) * SPAN;
    let code = keyring.secret.mac(PURPOSE, &said(asset, expires));
    Link { expires, signature: URL_SAFE_NO_PAD.encode(code) }
}

/// Whether such a link was made, and its time has not come.
pub fn is_good(app: &App, asset: AssetId, link: &Link) -> Result<bool> {
    let Ok(code) = URL_SAFE_NO_PAD.decode(&link.signature) else { return Ok(false) };
    let is_over = link.expires.saturating_mul(1000) <= app.clock.now().0;
    Ok(!is_over && app.keyring()?.secret.is_mac(PURPOSE, &said(asset, link.expires), &code))
}

fn said(asset: AssetId, expires: i64) -> [u8; 24] {
    let mut said = [0; 24];
    said[..16].copy_from_slice(asset.0.as_bytes());
    said[16..].copy_from_slice(&expires.to_be_bytes());
    said
}

//! What a request brings along, and who it is that asks.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use entity::id::AssetId;
use entity::instant::Instant;
use tokio::sync::OnceCell;

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::asset::Link;
use crate::domain::footprint::Footprint;
use crate::error::{Error, Result};
use crate::http::address::Addresses;
use crate::platform::database::{Caller, Reads};
use crate::service;
use crate::service::session::Bearer;

/// What a request brings along.
pub struct Session {
    pub app: Arc<App>,
    /// Everything in one request is live, or not, at this instant.
    pub now: Instant,
    /// Gathers what its answer rests on.
    pub footprint: Footprint,
    pub addresses: Addresses,
    /// What the token of the request says.
    pub bearer: Option<Bearer>,
    /// Where the request comes from, as far as that is known.
    pub from: Option<IpAddr>,
    /// Who that is, once somebody had to know.
    pub actor: OnceCell<Actor>,
    /// Whether it turned out to be nobody: the session has ended, or the user was disabled.
    pub ended: Arc<AtomicBool>,
    /// Whether it changes something: what it reads then is from after that.
    pub is_mutation: bool,
}

impl Session {
    /// Where what is public is read.
    pub fn db(&self) -> Reads<'_> {
        self.app.db.read_by(Caller::who(self.is_mutation || self.bearer.is_some()))
    }

    /// Who asks, as they are now; looked up when somebody first has to know.
    pub async fn actor(&self) -> Result<&Actor> {
        let Some(bearer) = &self.bearer else { return Ok(&Actor::Anonymous) };
        let found = self.actor.get_or_try_init(|| service::session::actor(&self.app, bearer)).await;
        if matches!(found, Err(Error::Unauthenticated)) {
            self.ended.store(true, Ordering::Relaxed);
        }
        found
    }

    /// What is put on the address of a file, so that whoever was shown a draft can load it.
    pub fn link(&self, asset: AssetId) -> Result<Link> {
        Ok(service::asset_link::made(self.app.keyring()?, asset, self.now))
    }

    /// A text of a draft, with such a link on the address of each file.
    pub fn html_of_a_draft<'h>(&self, html: &'h str) -> Result<Cow<'h, str>> {
        let keyring = self.app.keyring()?;
        Ok(self.addresses.linked(html, |asset| service::asset_link::made(keyring, asset, self.now)))
    }
}

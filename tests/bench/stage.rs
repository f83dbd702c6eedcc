//! The servers that answer over one data set.

use std::error::Error;

use harness::load::{Load, Server};
use harness::{Value, cities};

use crate::driver::{Contender, Requests, good};
use crate::sample::Rounds;
use crate::store::Data;

/// Callers at once where nothing else is said.
const CONNECTIONS: u32 = 16;

/// Turns the cache of answers off.
pub const NO_CACHE: [&str; 2] = ["--answer-cache-size", "0"];

/// The program with its cache of answers and without.
pub struct Stage {
    pub data: Data,
    pub cached: Server,
    /// None while the program has no cache: then every answer is a miss.
    uncached: Option<Server>,
}

impl Stage {
    pub async fn open(data: Data) -> Result<Self, Box<dyn Error>> {
        let cached = Server::start(&data.url, &data.folder).await?;
        let uncached =
            if has_cache() { Some(Server::with(&data.url, &data.folder, &NO_CACHE).await?) } else { None };
        Ok(Self { data, cached, uncached })
    }

    /// The one that asks its database every time.
    pub fn bare(&self) -> &Server {
        self.uncached.as_ref().unwrap_or(&self.cached)
    }

    /// Said beside what is a hit by name only.
    pub fn note(&self) -> &'static str {
        if self.uncached.is_some() {
            ""
        } else {
            "this program has no cache of answers: every read is a miss"
        }
    }

    /// Says what is wrong with answers that should all come from the cache.
    pub fn doubt(&self, hits: &Rounds) -> String {
        match hits.cached().hit_share() {
            _ if self.uncached.is_none() => self.note().to_owned(),
            None => "no answer has a Cache-Status".to_owned(),
            Some(share) if share < 0.99 => format!("only {:.1} % were hits", share * 100.0),
            Some(_) => String::new(),
        }
    }

    /// What an anonymous caller is answered, which must be good.
    pub async fn ask(&self, request: &[u8]) -> Result<Value, Box<dyn Error>> {
        let mut load = Load::connect(self.cached.address).await?;
        let reply = load.ask(request).await?;
        good(&load, reply, 200)?;
        Ok(serde_json::from_slice(load.body())?)
    }
}

/// Whether `cities serve` knows how large its cache of answers may be.
pub fn has_cache() -> bool {
    cities(["serve", "--help"]).succeeded().contains(NO_CACHE[0])
}

/// Sixteen callers of a server.
pub fn contender(name: &str, server: &Server, requests: Requests) -> Contender {
    Contender {
        name: name.to_owned(),
        address: server.address,
        probe: server.probe.clone(),
        requests,
        connections: CONNECTIONS,
        status: 200,
        gate: None,
    }
}

//! Settings: one struct per concern, read once at start, every mistake named before anything runs.
//!
//! A setting has one name: the flag `--max-connections`, the environment variable `CITIES_MAX_CONNECTIONS` and the
//! key `max-connections` of the TOML file are the same setting. Flags win, then environment, then file, then default.

pub mod assets;
pub mod auth;
pub mod database;
pub mod graphql;
pub mod http;
pub mod intake;
pub mod limits;
pub mod log;
pub mod mail;
pub mod metrics;
pub mod oidc;
mod reader;
mod setting;
pub mod site;
mod value;

pub use assets::Assets;
pub use auth::Auth;
pub use database::{Database, DatabaseUrl, Pooler};
pub use graphql::Graphql;
pub use http::Http;
pub use intake::Intake;
pub use limits::Limits;
pub use log::Log;
pub use mail::Mail;
pub use metrics::Metrics;
pub use oidc::Oidc;
pub use reader::Mistakes;
pub use setting::{DemoSettings, ServerSettings, StoreSettings};
pub use site::Site;

use reader::Reader;
use setting::{Given, Setting};

/// Everything a person can decide about a running process.
#[derive(Clone, Debug)]
pub struct Config {
    pub database: Database,
    pub assets: Assets,
    pub auth: Auth,
    /// `None`: nobody else's tokens are taken.
    pub oidc: Option<Oidc>,
    /// `None`: no mail is sent.
    pub mail: Option<Mail>,
    pub http: Http,
    pub site: Site,
    pub graphql: Graphql,
    pub limits: Limits,
    pub intake: Intake,
    pub metrics: Metrics,
    pub log: Log,
}

impl Config {
    /// Reads what the command line, the environment and the file say; all mistakes at once.
    pub fn read(given: impl Into<Given>) -> Result<Self, Mistakes> {
        let mut reader = Reader::open(given.into());
        let auth = Auth::read(&mut reader);
        let config = Self {
            database: Database::read(&mut reader),
            assets: Assets::read(&mut reader),
            oidc: Oidc::read(&mut reader, &auth.issuer),
            auth,
            mail: Mail::read(&mut reader),
            http: Http::read(&mut reader),
            site: Site::read(&mut reader),
            graphql: Graphql::read(&mut reader),
            limits: Limits::read(&mut reader),
            intake: Intake::read(&mut reader),
            metrics: Metrics::read(&mut reader),
            log: Log::read(&mut reader),
        };
        reader.finish(config)
    }
}

/// What any command that opens the database may be told.
fn store_settings() -> impl Iterator<Item = &'static Setting> {
    process_settings().chain(&database::SETTINGS).chain(&assets::SETTINGS).chain(&auth::SETTINGS)
}

/// What a command that answers requests may be told: every setting there is.
fn server_settings() -> impl Iterator<Item = &'static Setting> {
    store_settings().chain(&oidc::SETTINGS).chain(&mail::SETTINGS).chain(door_settings())
}

/// What a command with a throw-away database may be told.
fn demo_settings() -> impl Iterator<Item = &'static Setting> {
    process_settings().chain(door_settings())
}

fn process_settings() -> impl Iterator<Item = &'static Setting> {
    std::iter::once(&setting::FILE).chain(&log::SETTINGS)
}

fn door_settings() -> impl Iterator<Item = &'static Setting> {
    let graphql = graphql::SETTINGS.iter().chain(&limits::SETTINGS);
    let http = http::SETTINGS.iter().chain(&metrics::SETTINGS).chain(&site::SETTINGS);
    http.chain(graphql).chain(&intake::SETTINGS)
}

#[cfg(test)]
mod tests;

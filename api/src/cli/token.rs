//! `cities token`: what scripts and partner servers show instead of signing in.

use clap::Subcommand;
use entity::id::ApiTokenId;
use entity::instant::Instant;

use super::Failure;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::domain::actor::Actor;
use crate::domain::api_scope::ApiScope;
use crate::domain::change::Author;
use crate::domain::mistake::Code;
use crate::error::{Error, Result};
use crate::kit::time;
use crate::platform::log;
use crate::service::api_token::{self, DAY_MILLIS, Lifetime, NewToken};

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Make a token and print it, this once: only its hash is kept
    Create {
        /// Whom it acts as: an address or an id
        #[arg(long)]
        user: String,
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do, of what its user may: read, propose, write, publish, preview, purge, audit
        #[arg(long = "scope", required = true, value_parser = scope)]
        scopes: Vec<ApiScope>,
        /// Days like 90d, at most 366d, or never
        #[arg(long, default_value = "90d", value_parser = expiry)]
        expires_in: Expiry,
    },
    /// List those in use: id, user, scopes, expiry, last use, name
    List,
    /// Let a token be good for nothing, from the next request on
    Revoke {
        /// As `cities token list` shows it
        id: String,
    },
}

#[derive(Clone, Copy, Debug)]
pub enum Expiry {
    Days(i64),
    Never,
}

pub async fn run(command: Command, settings: StoreSettings) -> Result<(), Failure> {
    let config = Config::read(settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    settings.options.create = false;
    let app = App::open(settings).await?;
    let outcome = act(&app, command).await;
    app.db.clone().close().await;
    let outcome = outcome.map_err(|error| match error {
        // Who is no user may become one, and what is full gets room: nothing is wrong with those words.
        Error::Mistakes(found)
            if found.iter().any(|mistake| !matches!(mistake.code, Code::NotFound | Code::TooMany)) =>
        {
            Failure::Usage(Error::Mistakes(found).to_string())
        }
        other => app.db.explain(other).into(),
    });
    outcome?.into_iter().try_for_each(super::say)
}

/// What there is to tell, line by line.
async fn act(app: &App, command: Command) -> Result<Vec<String>> {
    match command {
        Command::Create { user, name, scopes, expires_in } => {
            let lifetime = match expires_in {
                Expiry::Days(days) => Lifetime::Until(Instant(app.clock.now().0 + days * DAY_MILLIS)),
                Expiry::Never => Lifetime::Unlimited,
            };
            let scopes = scopes.into_iter().collect();
            let new = NewToken { user: Some(user), name, scopes, lifetime: Some(lifetime) };
            let created = api_token::create(app, Author::system(), new).await?;
            eprintln!("{} is shown this once: keep it where secrets are kept", created.token.id);
            Ok(vec![created.secret.expose().to_owned()])
        }
        Command::List => {
            let found = api_token::list(app, &Actor::System).await?;
            Ok(found.into_iter().map(|(token, user)| line(&token, user.as_ref())).collect())
        }
        Command::Revoke { id } => {
            let wrong = || Error::invalid("id", "must be as `cities token list` shows it: token_…");
            let id: ApiTokenId = id.parse().map_err(|_| wrong())?;
            api_token::revoke(app, Author::system(), id).await?;
            Ok(Vec::new())
        }
    }
}

fn line(token: &entity::api_token::Model, user: Option<&entity::user::Model>) -> String {
    let at = |instant: Option<Instant>, none: &str| {
        instant.map_or(none.to_owned(), |instant| time::rfc3339(instant.0))
    };
    let whose = user.and_then(|user| user.email.clone()).unwrap_or_else(|| token.user_id.to_string());
    let (scopes, name) = (token.scopes.replace(' ', ","), &token.name);
    let (expires, last) = (at(token.expires_at, "never"), at(token.last_used_at, "unused"));
    format!("{} {whose} {scopes} {expires} {last} {name}", token.id)
}

fn scope(word: &str) -> Result<ApiScope, String> {
    let known = || ApiScope::ALL.map(ApiScope::as_str).join(", ");
    ApiScope::parse(word).ok_or_else(|| format!("{word:?} is none of {}", known()))
}

fn expiry(text: &str) -> Result<Expiry, String> {
    let days = text.strip_suffix('d').and_then(|days| days.parse().ok());
    match days.filter(|days| (1..=366).contains(days)) {
        Some(days) => Ok(Expiry::Days(days)),
        None if text == "never" => Ok(Expiry::Never),
        None => Err(format!("{text:?} is not a number of days from 1d to 366d, nor `never`")),
    }
}

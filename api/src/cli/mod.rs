//! The command line: one file a command.
//!
//! What was asked for goes to stdout, every message to a person to stderr. The exit code is 0 when it is done, 1 when
//! it failed and says why, 2 when the command line or a setting is wrong and which.

mod audit;
mod demo;
mod doctor;
mod export;
mod import;
mod keys;
pub mod migrate;
mod openapi;
mod progress;
mod receipt;
mod rehearsal;
mod schema;
mod serve;
mod signals;
mod submissions;
mod token;
mod user;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::app;
use crate::config::{self, Config, DatabaseUrl, DemoSettings, Mistakes, ServerSettings, StoreSettings};
use crate::error::Error;
use crate::kit::text;
use crate::platform::keyring::{Keyring, Secret, SigningKey};
use crate::platform::mail::Mailer;
use crate::platform::oidc::Provider;
use crate::platform::{database, log};

/// A headless content API for networks of cities.
///
/// Each setting is a flag, an environment variable and a key of the TOML file named by --config; flags win, then the
/// environment, then the file.
#[derive(Debug, Parser)]
#[command(name = "cities", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer requests until told to stop
    Serve(ServerSettings),
    /// Show what it does: the demo content on a throw-away database
    #[command(
        after_help = "Prints an admin's password; CITIES_DEMO_PASSWORD in the environment names another."
    )]
    Demo(DemoSettings),
    /// Bring the schema of the database up to date, take steps back, or list them
    Migrate {
        #[command(flatten)]
        settings: StoreSettings,
        #[command(subcommand)]
        command: migrate::Command,
    },
    /// Save the content of a bundle, all of it or nothing
    Import(import::Args),
    /// Write all content as a bundle
    Export(export::Args),
    /// Add, list and change those who may sign in
    User {
        #[command(flatten)]
        settings: StoreSettings,
        #[command(subcommand)]
        command: user::Command,
    },
    /// Make, list and revoke the tokens of scripts and partner servers
    Token {
        #[command(flatten)]
        settings: StoreSettings,
        #[command(subcommand)]
        command: token::Command,
    },
    /// The keys that sign access tokens and receipts
    Keys {
        #[command(flatten)]
        settings: StoreSettings,
        #[command(subcommand)]
        command: keys::Command,
    },
    /// Print who did what, one JSON object a line, the oldest first
    Audit(audit::Args),
    /// What was submitted to calls
    Submissions {
        #[command(flatten)]
        settings: StoreSettings,
        #[command(subcommand)]
        command: submissions::Command,
    },
    /// Prove what was submitted by its receipt
    Receipt {
        #[command(subcommand)]
        command: receipt::Command,
    },
    /// Check that what is stored is whole
    Doctor(doctor::Args),
    /// Print the GraphQL schema
    Schema,
    /// Print the OpenAPI document of the plain JSON doors
    Openapi,
}

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub enum Failure {
    /// The command line or a setting is wrong.
    Usage(String),
    /// All was asked for well, and yet it could not be done.
    Failed(String),
}

/// Runs the command that the arguments name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(error) => {
            // Help and version are no mistakes: they print to stdout and end with 0.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let outcome = runtime.block_on(execute(command));
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(settings) => serve::run(settings).await,
        Command::Demo(settings) => Box::pin(demo::run(settings)).await,
        Command::Migrate { settings, command } => {
            let config = Config::read(settings)?;
            log::start(&config.log);
            migrate::run(command, &config.database.url.expose(), options(&config)).await
        }
        Command::Import(args) => Box::pin(import::run(args)).await,
        Command::Export(args) => export::run(args).await,
        Command::User { settings, command } => user::run(command, settings).await,
        Command::Token { settings, command } => token::run(command, settings).await,
        Command::Keys { settings, command } => keys::run(command, settings).await,
        Command::Audit(args) => audit::run(args).await,
        Command::Submissions { settings, command } => submissions::run(command, settings).await,
        Command::Receipt { command } => receipt::run(command).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::Schema => schema::run(),
        Command::Openapi => openapi::run(),
    }
}

/// How the database is opened, whatever for.
fn options(config: &Config) -> database::Options {
    let config::Database { connections: readers, pooler, .. } = config.database;
    database::Options { readers, pooler, ..database::Options::default() }
}

/// What the application is built from, for every command that needs one.
fn app_settings(config: &Config) -> Result<app::Settings, Failure> {
    let usual = app::Settings::new(config.database.url.expose());
    Ok(app::Settings {
        options: options(config),
        assets: config.assets.folder.clone(),
        attachments: config.assets.attachments.clone(),
        clock: rehearsal::clock()?,
        ..usual
    })
}

/// The same where requests are answered: no statement outlasts the request it is for, and tokens are signed.
fn server_settings(config: &Config) -> Result<app::Settings, Failure> {
    let mut settings = app_settings(config)?;
    settings.options.statement_time = Some(config.http.request_timeout);
    settings.options.replica.clone_from(&config.database.read_url);
    settings.intake = config.intake;
    settings.keyring = Some(keyring(config)?);
    settings.provider = config.oidc.clone().map(Provider::new).transpose()?.map(Arc::new);
    settings.mailer = config.mail.clone().map(Mailer::new).transpose()?.map(Arc::new);
    Ok(settings)
}

/// What signs and encrypts here: the secret in the settings, or, beside a SQLite file, one of its own.
fn keyring(config: &Config) -> Result<Arc<Keyring>, Failure> {
    let secret = match (&config.auth.secret, &config.database.url) {
        (Some(text), _) => Secret::from_text(text),
        (None, DatabaseUrl::Sqlite(file)) => Secret::in_file(&Secret::beside(file))?,
        (None, DatabaseUrl::Postgres(_)) => {
            let message = "setting secret: is required with PostgreSQL, the same on every node: set CITIES_SECRET to \
                           32 characters or more, such as `openssl rand -base64 32` prints";
            return Err(Failure::Usage(message.into()));
        }
    };
    let given = config.auth.signing_key.as_deref().map(read_key).transpose()?;
    Ok(Arc::new(Keyring::new(secret, &config.auth.issuer, given)))
}

fn read_key(path: &Path) -> Result<SigningKey, Failure> {
    let wrong = |why: String| Failure::Usage(format!("setting signing-key: {}: {why}", path.display()));
    let pem = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    SigningKey::from_pem(&pem).map_err(|error| wrong(error.to_string()))
}

/// Prints a result. Who closed stdout, or has no room for it, is told; what was done stays done.
fn say(result: impl Display) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let said = writeln!(out, "{result}").and_then(|()| out.flush());
    said.map_err(|error| Failure::Failed(format!("it is done, but cannot be told on stdout: {error}")))
}

impl Failure {
    fn report(self) -> ExitCode {
        let (code, message) = match self {
            Self::Usage(message) => (2, message),
            Self::Failed(message) => (1, message),
        };
        for line in message.lines() {
            eprintln!("cities: {}", text::for_terminal(line));
        }
        ExitCode::from(code)
    }
}

impl From<Mistakes> for Failure {
    fn from(mistakes: Mistakes) -> Self {
        Self::Usage(mistakes.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = if matches!(error, Error::Invalid { .. }) { Self::Usage } else { Self::Failed };
        failure(error.to_string())
    }
}

//! `cities demo`: the whole thing on a throw-away database with the demo content.

use std::sync::Arc;

use entity::role::Role;
use include_dir::{Dir, include_dir};

use super::{Failure, serve};
use crate::app::App;
use crate::config::{Config, DemoSettings};
use crate::domain;
use crate::exchange::bundle::{self, Refusal, Source};
use crate::http::Pages;
use crate::platform::attempts::Attempts;
use crate::platform::keyring::{Keyring, Secret};
use crate::platform::log;
use crate::service::key;
use crate::service::user::{self, NewUser};

static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// Who may do everything there.
const ADMIN: &str = "admin@demo.test";
/// Names the admin's password; without it one is made up.
const PASSWORD: &str = "CITIES_DEMO_PASSWORD";

/// A first query, on one line so that it can be pasted anywhere.
const QUERY: &str = r#"{"query":"{ cluster(slug: \"transport\") { title cities(filter: { featured: true }) { nodes { name country { name } } } news { nodes { title publishedAt } } } }"}"#;

pub async fn run(settings: DemoSettings) -> Result<(), Failure> {
    let config = Config::read(settings)?;
    log::start(&config.log);
    let password = password()?;
    let folder = tempfile::Builder::new().prefix("cities-demo-").tempdir().map_err(|error| {
        Failure::Failed(format!(
            "cannot make a folder for the demo: {error}; is the temporary folder writable?"
        ))
    })?;
    let mut store = super::app_settings(&config)?;
    store.options.statement_time = Some(config.http.request_timeout);
    store.intake = config.intake;
    // Whoever plays with it may mistype.
    store.attempts = Attempts::unlimited();
    store.keyring = Some(Arc::new(Keyring::new(Secret::random(), &config.auth.issuer, None)));
    store.database = format!("sqlite:{}", folder.path().join("demo.db").display());
    store.assets = Some(folder.path().join("assets"));
    store.attachments = Some(folder.path().join("attachments"));
    let app = App::open(store).await?;
    bundle::import(&app, &Source::Embedded(&CONTENT), Arc::new(())).await.map_err(
        |refusal| match refusal {
            Refusal::Bundle(report) => Failure::Failed(report.to_string()),
            Refusal::Other(error) => error.into(),
        },
    )?;
    key::open(&app).await?;
    let (email, name) = (ADMIN.to_owned(), "Demo admin".to_owned());
    user::add(
        &app,
        NewUser {
            email,
            name,
            role: Role::Admin,
            city: None,
            organisation: None,
            password: password.clone(),
        },
    )
    .await?;
    serve::serve(app, &config, Pages::Demo, |address| tell(address, &password)).await
}

/// The admin's: as told, or made up.
fn password() -> Result<String, Failure> {
    let Some(told) = std::env::var_os(PASSWORD) else { return Ok(Secret::random().password()) };
    let wrong = |why: String| Failure::Usage(format!("{PASSWORD} is no good: {why}"));
    let told = told.into_string().map_err(|_| wrong("it is no UTF-8".to_owned()))?;
    domain::password::check(&told).map_err(|error| wrong(error.to_string()))?;
    Ok(told)
}

/// To stderr: the line on stdout is for programs.
fn tell(address: &str, password: &str) {
    eprintln!("The demo runs on a throw-away database; stop it with Ctrl-C.");
    eprintln!();
    eprintln!("  a page    {address}/demo");
    eprintln!("  explore   {address}/graphiql");
    eprintln!("  schema    {address}/schema.graphql");
    eprintln!("  an admin  {ADMIN}, password {password}");
    eprintln!("  a first query:");
    eprintln!();
    eprintln!("  curl {address}/graphql -H 'content-type: application/json' -d '{QUERY}'");
    eprintln!();
}

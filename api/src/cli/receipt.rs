//! `cities receipt`: whether something was submitted as it is, and when. It needs no network, and with `--jwks` no
//! database either.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::Value;

use super::Failure;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::platform::keyring::{self, PublicKeys, Receipt};
use crate::platform::log;
use crate::service::{key, submission};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a receipt, and the document it is for
    Verify {
        /// The receipt, or a JSON answer with one in its field `receipt`
        file: PathBuf,
        /// The document that was submitted, as `submissionDocument` answers it
        #[arg(long)]
        document: Option<PathBuf>,
        /// What /.well-known/jwks.json answered; left out, the keys are those of the database
        #[arg(long)]
        jwks: Option<PathBuf>,
        #[command(flatten)]
        settings: Box<StoreSettings>,
    },
}

/// Prints what is proved; fails where nothing is.
pub async fn run(command: Command) -> Result<(), Failure> {
    let Command::Verify { file, document, jwks, settings } = command;
    let keys = match jwks {
        Some(jwks) => keyring::public_keys(&read(&jwks)?)
            .ok_or_else(|| Failure::Failed(format!("{} is no JWK Set", jwks.display())))?,
        None => stored_keys(*settings).await?,
    };
    let text = receipt_in(&read(&file)?);
    let proved = keyring::receipt_of(&text, &keys);
    let (issuer, receipt) =
        proved.map_err(|why| Failure::Failed(format!("the receipt in {} {why}", file.display())))?;
    if let Some(document) = &document {
        check_document(document, &receipt)?;
    }
    super::say(told(&issuer, &receipt, document.is_some()))
}

fn told(issuer: &str, receipt: &Receipt, with_document: bool) -> String {
    let Receipt { reference, version, sha256, submitted_at, submission, .. } = receipt;
    let document = if with_document { "it is that document" } else { "not looked at" };
    format!(
        "The receipt is genuine.\nissuer: {issuer}\nreference: {reference}\nsubmission: {submission}\n\
         version: {version}\nsubmitted: {submitted_at}\nsha256: {sha256}\ndocument: {document}"
    )
}

fn check_document(path: &Path, receipt: &Receipt) -> Result<(), Failure> {
    let failed = |why: &str| Failure::Failed(format!("the document in {} {why}", path.display()));
    // However it was laid out since.
    let value: Value = serde_json::from_str(&read(path)?).map_err(|_| failed("is no JSON"))?;
    if submission::hash(&value) == receipt.sha256 {
        return Ok(());
    }
    Err(failed("is not the one that was submitted: the receipt is for another"))
}

/// Those that this installation signs and signed with.
async fn stored_keys(settings: StoreSettings) -> Result<PublicKeys, Failure> {
    let config = Config::read(settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    settings.options.create = false;
    let app = App::open(settings).await?;
    let keys = key::public(&app).await;
    app.db.clone().close().await;
    Ok(keys.map_err(|error| app.db.explain(error))?)
}

fn receipt_in(text: &str) -> String {
    let answer: Option<Value> = serde_json::from_str(text).ok();
    let found = answer.as_ref().and_then(|answer| answer["receipt"].as_str());
    found.unwrap_or(text).trim().to_owned()
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::Failed(format!("cannot read {}: {error}", path.display())))
}

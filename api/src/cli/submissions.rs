//! `cities submissions`: what was submitted, for whoever runs this server.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use tempfile::NamedTempFile;

use super::Failure;
use super::progress::Progress;
use super::signals::Signals;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::domain::actor::Actor;
use crate::domain::change::Author;
use crate::error::{Error, Result};
use crate::exchange::bundle::Watch;
use crate::platform::log;
use crate::query::Key;
use crate::service::submission::export::{Export, Format};

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Write what was submitted to a call, with contacts and scores
    Export {
        /// The slug of the call, or its id
        call: String,
        /// csv, xlsx or ndjson; without it as the name of the file ends, or csv
        #[arg(long, value_parser = format)]
        format: Option<Format>,
        /// Where to; without it to stdout
        #[arg(long)]
        output: Option<PathBuf>,
    },
}

pub async fn run(command: Command, settings: StoreSettings) -> Result<(), Failure> {
    let Command::Export { call, format, output } = command;
    let format = match (format, output.as_deref()) {
        (Some(format), _) => format,
        (None, Some(output)) => ending(output)?,
        (None, None) => Format::Csv,
    };
    let place = Place::of(output.as_deref(), format)?;
    let config = Config::read(settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    settings.options.create = false;
    let app = App::open(settings).await?;
    let key = call.parse().map_or_else(|_| Key::Slug(call), |id: entity::id::CallId| Key::Id(id.0));
    // Whoever is told to stop leaves nothing half written.
    let mut signals = Signals::watch()?;
    let written = tokio::select! {
        written = write(&app, key, format, place) => written,
        () = signals.next() => Err(Error::Environment("told to stop: nothing was written".into())),
    };
    app.db.clone().close().await;
    let count = written.map_err(|error| app.db.explain(error))?;
    eprintln!("{count} submissions");
    Ok(())
}

/// What a file is to be, by its name.
fn ending(output: &Path) -> Result<Format, Failure> {
    let ending = output.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let Some(ending) = ending else { return Ok(Format::Csv) };
    Format::parse(&ending).ok_or_else(|| {
        let message = format!(
            "--output {}: .{ending} is none of csv, xlsx, ndjson: name one with --format",
            output.display()
        );
        Failure::Usage(message)
    })
}

/// How many were written.
async fn write(app: &App, call: Key, format: Format, mut place: Place) -> Result<usize> {
    let mut export = Export::open(app, &Author::system(), call, format).await?;
    let count = export.left();
    let progress = Progress::default();
    progress.stage("submissions", count);
    while let Some(part) = export.next(&Actor::System).await? {
        place.write(&part.bytes)?;
        progress.advance(part.submissions);
    }
    place.finish()?;
    Ok(count)
}

/// Where the file goes.
enum Place {
    Stdout,
    /// Beside where it will be, until it is whole. Only its owner may read it.
    Beside(NamedTempFile, PathBuf),
}

impl Place {
    fn of(output: Option<&Path>, format: Format) -> Result<Self, Failure> {
        let Some(output) = output else {
            if format == Format::Xlsx && io::stdout().is_terminal() {
                let message = "a workbook is nothing to read at a terminal: name a file with --output";
                return Err(Failure::Usage(message.into()));
            }
            return Ok(Self::Stdout);
        };
        let wrong = |why: &str| Failure::Usage(format!("--output {}: {why}", output.display()));
        if output.is_dir() {
            return Err(wrong("is a folder: name a file in it"));
        }
        if output.exists() && !output.is_file() {
            return Err(wrong("is no plain file: leave --output out and lead stdout there"));
        }
        // A link stays one: what it leads to is written.
        let output = &if output.is_symlink() {
            output.canonicalize().map_err(|cause| wrong(&format!("leads nowhere: {cause}")))?
        } else {
            output.to_owned()
        };
        let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
        let made =
            tempfile::Builder::new().prefix(".cities-export-").tempfile_in(folder.unwrap_or(Path::new(".")));
        let file = made.map_err(|cause| wrong(&format!("cannot be written: {cause}")))?;
        Ok(Self::Beside(file, output.to_owned()))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match self {
            Self::Stdout => io::stdout().lock().write_all(bytes),
            Self::Beside(file, _) => file.write_all(bytes),
        };
        written.map_err(|cause| unwritten(&cause))
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::Stdout => io::stdout().lock().flush().map_err(|cause| unwritten(&cause)),
            Self::Beside(file, output) => {
                file.as_file().sync_all().map_err(|cause| unwritten(&cause))?;
                file.persist(output).map(drop).map_err(|failed| unwritten(&failed.error))
            }
        }
    }
}

fn unwritten(cause: &io::Error) -> Error {
    Error::Environment(format!("the export cannot be written: {cause}"))
}

fn format(word: &str) -> Result<Format, String> {
    Format::parse(word).ok_or_else(|| format!("{word:?} is none of csv, xlsx, ndjson"))
}

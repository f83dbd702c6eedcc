//! `cities migrate`: the schema of the database, brought up to date or back.

use clap::Subcommand;

use super::Failure;
use crate::platform::database::{self, Database, Options, migrate};

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Apply every step that is missing
    Up,
    /// Undo the latest step, with the data in its tables
    Down {
        /// How many steps to undo
        #[arg(long, value_name = "COUNT", default_value_t = 1, conflicts_with = "all")]
        steps: u32,
        /// Undo every step: leaves an empty database
        #[arg(long)]
        all: bool,
    },
    /// List all steps and whether they are applied
    Status,
}

/// Prints the steps it took, or their status, one a line.
pub async fn run(command: Command, database_url: &str, options: Options) -> Result<(), Failure> {
    let create = matches!(command, Command::Up);
    let db = database::connect(database_url, &Options { create, ..options }).await?;
    let outcome = act(command, &db).await;
    db.close().await;
    outcome
}

async fn act(command: Command, db: &Database) -> Result<(), Failure> {
    match command {
        Command::Up => {
            return report("applied", "nothing to apply: the schema is up to date", &migrate::up(db).await?);
        }
        Command::Down { steps, all } => {
            let undone = migrate::down(db, (!all).then_some(steps)).await?;
            return report("undone", "nothing to undo: the database has no schema", &undone);
        }
        Command::Status => {
            for step in migrate::status(db).await? {
                super::say(format_args!(
                    "{} {}",
                    if step.applied { "applied" } else { "pending" },
                    step.name
                ))?;
            }
        }
    }
    Ok(())
}

fn report(verb: &str, otherwise: &str, steps: &[String]) -> Result<(), Failure> {
    if steps.is_empty() {
        eprintln!("{otherwise}");
    }
    steps.iter().try_for_each(|step| super::say(format_args!("{verb} {step}")))
}

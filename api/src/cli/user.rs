//! `cities user`: who may sign in.

use std::io::{BufRead, IsTerminal};

use clap::{Subcommand, ValueEnum};
use console::Term;
use entity::role::Role;

use super::Failure;
use crate::app::App;
use crate::config::{Config, StoreSettings};
use crate::error::Result;
use crate::platform::log;
use crate::service::second_factor;
use crate::service::user::{self, NewUser};

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Add a user; the password is asked for, or read from the first line of stdin
    Add {
        /// What they sign in with
        email: String,
        #[arg(long)]
        name: String,
        #[arg(long, value_enum)]
        role: RoleName,
        /// The slug of their city: for the role city, and for a reviewer who comes from one
        #[arg(long)]
        city: Option<String>,
        /// For whom they work: a reviewer does not judge what their organisation sends in
        #[arg(long)]
        organisation: Option<String>,
    },
    /// List all users: id, role, state, address
    List,
    /// Let nothing of theirs work any more, from the next request on
    Disable {
        /// Their address or id
        email: String,
    },
    /// Let them sign in again
    Enable {
        /// Their address or id
        email: String,
    },
    /// Change what they may do, from the next request on
    SetRole {
        email: String,
        #[arg(value_enum)]
        role: RoleName,
        /// The slug of their city: for the role city, and for a reviewer who comes from one
        #[arg(long)]
        city: Option<String>,
    },
    /// Say for whom they work: a reviewer does not judge what their organisation sends in
    SetOrganisation {
        /// Their address or id
        email: String,
        /// Left out, for nobody
        organisation: Option<String>,
    },
    /// Give them another password, asked for or read from the first line of stdin, and end their sessions
    SetPassword { email: String },
    /// Ask them for their password alone: for who has lost authenticator and recovery codes
    ResetTotp {
        /// Their address or id
        email: String,
    },
}

/// The roles as they are typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleName {
    City,
    Reviewer,
    Editor,
    Admin,
}

pub async fn run(command: Command, settings: StoreSettings) -> Result<(), Failure> {
    let config = Config::read(settings)?;
    log::start(&config.log);
    let mut settings = super::app_settings(&config)?;
    // Only who begins with a user wants a database that is not there yet.
    settings.options.create = matches!(command, Command::Add { .. });
    let password = match command {
        Command::Add { .. } | Command::SetPassword { .. } => Some(read_password()?),
        _ => None,
    };
    let app = App::open(settings).await?;
    let outcome = act(&app, command, password.unwrap_or_default()).await;
    app.db.clone().close().await;
    outcome.map_err(|error| app.db.explain(error))?.into_iter().try_for_each(super::say)
}

/// What there is to tell, line by line.
async fn act(app: &App, command: Command, password: String) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    match command {
        Command::Add { email, name, role, city, organisation } => {
            let new = NewUser { email, name, role: role.into(), city, organisation, password };
            let added = user::add(app, new).await?;
            lines.push(format!("added {} {}", added.id, added.email.unwrap_or_default()));
        }
        Command::List => {
            for user in user::list(app).await? {
                let role = user.role.map_or("none".to_owned(), |role| format!("{role:?}").to_lowercase());
                let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
                let foreign = || Some(format!("{} of {}", user.subject?, user.issuer?));
                let name = user.email.or_else(foreign).unwrap_or_default();
                lines.push(format!("{} {role} {state} {name}", user.id));
            }
        }
        Command::Disable { email } => user::set_disabled(app, &email, true).await?,
        Command::Enable { email } => user::set_disabled(app, &email, false).await?,
        Command::SetRole { email, role, city } => {
            user::set_role(app, &email, role.into(), city.as_deref()).await?;
        }
        Command::SetOrganisation { email, organisation } => {
            user::set_organisation(app, &email, organisation).await?;
        }
        Command::SetPassword { email } => user::set_password(app, &email, password).await?,
        Command::ResetTotp { email } => second_factor::reset(app, &email).await?,
    }
    Ok(lines)
}

/// Never an argument: those are there for everybody on the machine to see.
fn read_password() -> Result<String, Failure> {
    let failed = |error| Failure::Failed(format!("cannot read the password: {error}"));
    if std::io::stdin().is_terminal() {
        let terminal = Term::stderr();
        terminal.write_str("Password: ").map_err(failed)?;
        return terminal.read_secure_line().map_err(failed);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::City => Self::City,
            RoleName::Reviewer => Self::Reviewer,
            RoleName::Editor => Self::Editor,
            RoleName::Admin => Self::Admin,
        }
    }
}

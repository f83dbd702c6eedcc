//! What a setting is, and how clap learns of it: the tables of this room are the one declaration of names.

use std::collections::HashMap;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

/// One thing a person can decide.
#[derive(Debug)]
pub struct Setting {
    /// The flag without its dashes, and the key in the file.
    pub name: &'static str,
    pub env: &'static str,
    /// What stands for the value in the help.
    pub value: &'static str,
    /// `None` leaves the thing off.
    pub default: Option<&'static str>,
    pub help: &'static str,
}

/// The file itself is named like a setting, but cannot be named by a file.
pub static FILE: Setting = Setting {
    name: "config",
    env: "CITIES_CONFIG",
    value: "FILE",
    default: None,
    help: "TOML file with settings, named like the flags",
};

impl Setting {
    fn arg(&self) -> Arg {
        let arg = Arg::new(self.name).long(self.name).env(self.env).value_name(self.value).help(self.help);
        // The value of an environment variable may hold a password. `cities migrate up --database …` reads well, too.
        let arg = arg.hide_env_values(true).global(true).allow_hyphen_values(true);
        match self.default {
            Some(default) => arg.default_value(default),
            None => arg,
        }
    }
}

/// Where a value was found, in the words of whoever has to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Flag,
    Environment(&'static str),
    File(String),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag => f.write_str("from the command line"),
            Self::Environment(name) => write!(f, "from the environment variable {name}"),
            Self::File(path) => write!(f, "from the file {path}"),
        }
    }
}

/// What flags and environment said, by name of setting.
#[derive(Clone, Debug, Default)]
pub struct Given(pub(super) HashMap<&'static str, (String, Source)>);

impl Given {
    fn from_matches(matches: &ArgMatches, settings: impl Iterator<Item = &'static Setting>) -> Self {
        let found = settings.filter_map(|setting| {
            let source = match matches.value_source(setting.name)? {
                ValueSource::CommandLine => Source::Flag,
                ValueSource::EnvVariable => Source::Environment(setting.env),
                _ => return None,
            };
            let value = matches.get_one::<String>(setting.name)?;
            Some((setting.name, (value.clone(), source)))
        });
        Self(found.collect())
    }
}

/// Clap arguments of a command that opens the database: `import`, `export`, `migrate`.
#[derive(Clone, Debug, Default)]
pub struct StoreSettings(Given);

/// Clap arguments of a command that answers requests: `serve`.
#[derive(Clone, Debug, Default)]
pub struct ServerSettings(Given);

/// Clap arguments of a command that answers requests and brings its own content: `demo`.
#[derive(Clone, Debug, Default)]
pub struct DemoSettings(Given);

impl From<StoreSettings> for Given {
    fn from(settings: StoreSettings) -> Self {
        settings.0
    }
}

impl From<ServerSettings> for Given {
    fn from(settings: ServerSettings) -> Self {
        settings.0
    }
}

impl From<DemoSettings> for Given {
    fn from(settings: DemoSettings) -> Self {
        settings.0
    }
}

/// Flattened into a command as a derived struct would be.
macro_rules! flatten {
    ($name:ident, $settings:expr) => {
        impl Args for $name {
            fn augment_args(command: Command) -> Command {
                command.args($settings.map(Setting::arg))
            }

            fn augment_args_for_update(command: Command) -> Command {
                Self::augment_args(command)
            }
        }

        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(Given::from_matches(matches, $settings)))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }
    };
}

flatten!(StoreSettings, super::store_settings());
flatten!(ServerSettings, super::server_settings());
flatten!(DemoSettings, super::demo_settings());

//! Reads settings by name and collects every mistake, so that one start tells all there is to mend.

use std::fmt;

use super::server_settings;
use super::setting::{Given, Setting, Source};

/// Everything wrong with the settings, one sentence a mistake.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub struct Mistakes(Vec<String>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

pub struct Reader {
    given: Given,
    mistakes: Vec<String>,
}

impl Reader {
    /// Adds what the file says to what was given without it.
    pub fn open(given: Given) -> Self {
        let mut reader = Self { given, mistakes: Vec::new() };
        if let Some((path, source)) = reader.given.0.get("config").cloned() {
            match std::fs::read_to_string(&path) {
                Ok(text) => reader.add_file(&path, &text),
                Err(error) => {
                    reader.mistakes.push(format!("setting config ({source}): cannot read {path}: {error}"));
                }
            }
        }
        reader
    }

    /// The value of a setting that has a default.
    pub fn read<T>(&mut self, setting: &Setting, parse: impl Fn(&str) -> Result<T, String>) -> T {
        let default = setting.default.expect("a setting read without `optional` has a default");
        let fallback = || parse(default).expect("defaults are valid");
        self.optional(setting, &parse).unwrap_or_else(fallback)
    }

    /// The value of a setting that may be absent.
    pub fn optional<T>(&mut self, setting: &Setting, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let (value, source) = self.given.0.get(setting.name)?;
        let outcome = if value.is_empty() {
            Err("is empty; leave it out or give it a value".into())
        } else {
            parse(value)
        };
        outcome
            .map_err(|message| self.mistakes.push(format!("setting {} ({source}): {message}", setting.name)))
            .ok()
    }

    /// The same for what nobody else on the machine may read: the command line is there for all to see.
    pub fn hidden<T>(&mut self, setting: &Setting, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let is_flag = self.given.0.get(setting.name).is_some_and(|(_, source)| *source == Source::Flag);
        let (name, env) = (setting.name, setting.env);
        self.optional(setting, |text| {
            if is_flag {
                return Err(format!(
                    "others could read it there: set {env}, or `{name}` in the settings file"
                ));
            }
            parse(text)
        })
    }

    /// Notes a setting that another one needs, unless it is there and wrong.
    pub fn missing<T>(&mut self, setting: &Setting, needed_by: &str) -> Option<T> {
        if self.given.0.contains_key(setting.name) {
            return None;
        }
        self.mistakes.push(format!("setting {}: is missing, and {needed_by} needs it", setting.name));
        None
    }

    pub fn finish<T>(self, value: T) -> Result<T, Mistakes> {
        if self.mistakes.is_empty() { Ok(value) } else { Err(Mistakes(self.mistakes)) }
    }

    fn add_file(&mut self, path: &str, text: &str) {
        match text.parse::<toml::Table>() {
            Ok(table) => table.into_iter().for_each(|(key, value)| self.add_key(path, &key, value)),
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
                self.mistakes.push(format!("{path}, line {line}: not valid TOML: {}", error.message()));
            }
        }
    }

    fn add_key(&mut self, path: &str, key: &str, value: toml::Value) {
        let Some(setting) = server_settings().find(|setting| setting.name == key && key != "config") else {
            self.mistakes.push(format!(
                "setting {key} (from the file {path}): there is no such setting; `cities serve --help` lists them all"
            ));
            return;
        };
        match plain(value) {
            Some(value) => {
                self.given.0.entry(setting.name).or_insert((value, Source::File(path.to_owned())));
            }
            None => self.mistakes.push(format!(
                "setting {key} (from the file {path}): must be a string, a number or true/false, like {key} = \"{}\"",
                setting.default.unwrap_or(setting.value)
            )),
        }
    }
}

/// The text a flag would have had.
fn plain(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

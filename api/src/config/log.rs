//! What is told to the operator, and in which form.

use super::reader::Reader;
use super::setting::Setting;

pub static SETTINGS: [Setting; 2] = [
    Setting {
        name: "log-format",
        env: "CITIES_LOG_FORMAT",
        value: "FORMAT",
        default: Some("text"),
        help: "text for people, json for machines",
    },
    Setting {
        name: "log-level",
        env: "CITIES_LOG_LEVEL",
        value: "LEVEL",
        default: Some("info"),
        help: "error, warn, info, debug or trace",
    },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
}

#[derive(Clone, Debug)]
pub struct Log {
    pub format: Format,
    pub level: tracing::Level,
}

impl Log {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [format, level] = &SETTINGS;
        Self { format: reader.read(format, parse_format), level: reader.read(level, parse_level) }
    }
}

fn parse_format(text: &str) -> Result<Format, String> {
    match text {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        _ => Err(format!("{text:?} is not a log format; write text or json")),
    }
}

fn parse_level(text: &str) -> Result<tracing::Level, String> {
    let wrong = || format!("{text:?} is not a log level; write error, warn, info, debug or trace");
    let named = text.chars().all(char::is_alphabetic).then(|| text.parse().ok()).flatten();
    named.ok_or_else(wrong)
}

//! Who may watch over a server.

use std::fmt;

use super::auth;
use super::reader::Reader;
use super::setting::Setting;

pub static SETTINGS: [Setting; 1] = [Setting {
    name: "metrics-token",
    env: "CITIES_METRICS_TOKEN",
    value: "TEXT",
    default: None,
    help: "What /metrics is asked with: 32 characters or more; not as a flag [default: there are no metrics]",
}];

/// Prints no token.
#[derive(Clone)]
pub struct Metrics {
    /// `None`: nobody may.
    pub token: Option<String>,
}

impl Metrics {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [token] = &SETTINGS;
        Self { token: reader.hidden(token, |text| auth::long(text).map(|text| text.trim().to_owned())) }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("is_on", &self.token.is_some()).finish()
    }
}

//! Which database, and how many connections to it.

use std::fmt;
use std::path::PathBuf;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 2] = [
    Setting {
        name: "database",
        env: "CITIES_DATABASE",
        value: "URL",
        default: Some("sqlite:cities.db"),
        help: "sqlite:FILE, or postgres://USER:PASSWORD@HOST/NAME",
    },
    Setting {
        name: "database-connections",
        env: "CITIES_DATABASE_CONNECTIONS",
        value: "COUNT",
        default: Some("8"),
        help: "Connections held open for reading",
    },
];

/// The database and how it is reached.
#[derive(Clone, Debug)]
pub struct Database {
    pub url: DatabaseUrl,
    /// Connections held open for reading.
    pub connections: u32,
}

/// Where the rows live. Prints as `***` what only the database may know.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    /// The whole URL, password included: for the driver only.
    Postgres(url::Url),
}

impl Database {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [url, connections] = &SETTINGS;
        Self {
            url: reader.read(url, DatabaseUrl::parse),
            connections: u32::try_from(reader.read(connections, value::number(1..=500))).unwrap_or(u32::MAX),
        }
    }
}

impl DatabaseUrl {
    /// Refuses what could not be opened anyway, without repeating a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) => sqlite(path),
            Some(("postgres" | "postgresql", _)) => postgres(text),
            _ => Err("must start with sqlite: or postgres://, like sqlite:cities.db".into()),
        }
    }
}

fn sqlite(path: &str) -> Result<DatabaseUrl, String> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains([':', '?', '\0']) {
        return Err("must name a file and nothing else, like sqlite:cities.db".into());
    }
    Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
}

fn postgres(text: &str) -> Result<DatabaseUrl, String> {
    let wrong = || "is not a URL of the form postgres://USER:PASSWORD@HOST/NAME".to_owned();
    let url = url::Url::parse(text).map_err(|_| wrong())?;
    if url.path().len() < 2 {
        return Err(format!("{}; the name of the database is missing", wrong()));
    }
    Ok(DatabaseUrl::Postgres(url))
}

impl DatabaseUrl {
    /// The whole URL, password included: for the driver only.
    pub fn expose(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.to_string(),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let mut url = url.clone();
                if url.password().is_some() {
                    // Fails only on URLs that have no host, which cannot have a password either.
                    let _ = url.set_password(Some("***"));
                }
                // Drivers accept a password among the parameters, too.
                if url.query().is_some() {
                    url.set_query(Some("***"));
                }
                write!(f, "{url}")
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

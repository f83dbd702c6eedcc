//! Which database, and how it is reached.

use std::fmt;
use std::path::PathBuf;
use std::thread::available_parallelism;

use super::reader::Reader;
use super::setting::Setting;
use super::value;

pub static SETTINGS: [Setting; 4] = [
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
        default: None,
        help: "Connections held open for reading, on PostgreSQL for everything; by default as many as the cores can use",
    },
    Setting {
        name: "database-pooler",
        env: "CITIES_DATABASE_POOLER",
        value: "MODE",
        default: Some("none"),
        help: "transaction where a pooler such as PgBouncer stands before PostgreSQL in that mode, else none",
    },
    Setting {
        name: "database-read-url",
        env: "CITIES_DATABASE_READ_URL",
        value: "URL",
        default: None,
        help: "A replica (hot standby) of the PostgreSQL database, which then answers what anybody may read",
    },
];

/// The database and how it is reached.
#[derive(Clone, Debug)]
pub struct Database {
    pub url: DatabaseUrl,
    /// Connections held open for reading, on PostgreSQL for everything.
    pub connections: u32,
    pub pooler: Pooler,
    /// A copy that answers what anybody may read.
    pub read_url: Option<DatabaseUrl>,
}

/// What stands between us and the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pooler {
    /// Nothing that could be noticed: a connection has a session of its own for as long as it lasts.
    #[default]
    None,
    /// A connection has a server for the time of a transaction; the next may be with another one.
    Transaction,
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
        let [url, connections, pooler, read_url] = &SETTINGS;
        let url = reader.read(url, DatabaseUrl::parse);
        let given = reader.optional(connections, value::number(1..=500));
        let connections =
            given.unwrap_or_else(|| url.connections(available_parallelism().map_or(1, Into::into)));
        let read_url = reader.optional(read_url, |text| replica(text, &url));
        Self {
            url,
            read_url,
            connections: u32::try_from(connections).unwrap_or(u32::MAX),
            pooler: reader.read(pooler, Pooler::parse),
        }
    }
}

impl Pooler {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "transaction" => Ok(Self::Transaction),
            _ => Err(format!(
                "{text:?} is no mode: write transaction for a pooler in transaction mode, else none"
            )),
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

fn replica(text: &str, of: &DatabaseUrl) -> Result<DatabaseUrl, String> {
    let url = DatabaseUrl::parse(text)?;
    if matches!((&url, of), (DatabaseUrl::Postgres(_), DatabaseUrl::Postgres(_))) {
        return Ok(url);
    }
    Err("must name a replica of PostgreSQL like postgres://USER:PASSWORD@HOST/NAME, and database its primary"
        .into())
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
    /// How many connections that many cores have use for. SQLite reads on ours: more than a few for each only take turns.
    /// PostgreSQL reads on its own, and a connection also waits for its network; more than a server has cores, times the
    /// nodes, it has to be told to take.
    fn connections(&self, cores: usize) -> usize {
        match self {
            Self::Sqlite(_) => (2 * cores).clamp(4, 32),
            Self::Postgres(_) => (4 * cores).clamp(8, 64),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_connections_as_cores_can_use_within_bounds() {
        let [sqlite, postgres] =
            ["sqlite:cities.db", "postgres://localhost/cities"].map(|url| DatabaseUrl::parse(url).unwrap());
        assert_eq!([1, 2, 8, 64].map(|cores| sqlite.connections(cores)), [4, 4, 16, 32]);
        assert_eq!([1, 2, 8, 64].map(|cores| postgres.connections(cores)), [8, 8, 32, 64]);
    }

    #[test]
    fn only_postgresql_has_replicas() {
        let [sqlite, postgres] = ["sqlite:cities.db", "postgres://u:hunter2@localhost/cities"];
        let of = |url, primary| replica(url, &DatabaseUrl::parse(primary).unwrap());
        assert!(of(postgres, postgres).is_ok());
        for (url, primary) in [(sqlite, postgres), (postgres, sqlite), ("mysql://h/n", postgres)] {
            assert!(!of(url, primary).unwrap_err().contains("hunter2"));
        }
    }

    #[test]
    fn a_pooler_is_named_by_its_mode() {
        assert_eq!(Pooler::parse("transaction"), Ok(Pooler::Transaction));
        assert!(Pooler::parse("session").unwrap_err().contains("write transaction for a pooler"));
    }
}

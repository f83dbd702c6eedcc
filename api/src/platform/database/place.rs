//! Where a database lies, fit to be shown to people.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::DatabaseUrl;
use crate::error::{Error, Result};

/// Prints as what the operator knows the database by, without user or password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The absolute path of a SQLite file.
    File(PathBuf),
    /// Host and name of a PostgreSQL database.
    Server(String),
}

impl Place {
    /// Reads `sqlite:FILE` or `postgres://…`, as the setting does.
    pub fn parse(url: &str) -> Result<Self> {
        match DatabaseUrl::parse(url).map_err(|wrong| Error::invalid("database", wrong))? {
            DatabaseUrl::Sqlite(path) => file(&path),
            DatabaseUrl::Postgres(url) => Ok(server(&url)),
        }
    }

    /// Where the bytes of files lie unless a setting says otherwise: beside a SQLite file, else in the working
    /// directory.
    pub fn default_assets(&self) -> PathBuf {
        self.beside("assets")
    }

    /// The same for what is sent in.
    pub fn default_attachments(&self) -> PathBuf {
        self.beside("attachments")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut folder = match self {
            Self::File(path) => path.clone().into_os_string(),
            Self::Server(_) => "cities".into(),
        };
        folder.push(".");
        folder.push(ending);
        folder.into()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Server(name) => f.write_str(name),
        }
    }
}

/// Absolute, because SQLite gives meanings of its own to names such as `:memory:` and `file:…`.
fn file(path: &Path) -> Result<Place> {
    let path = std::path::absolute(path).map_err(|cause| {
        Error::Environment(format!("cannot find the working directory: {cause}; start elsewhere"))
    })?;
    Ok(Place::File(path))
}

fn server(url: &url::Url) -> Place {
    let host = url.host_str().filter(|host| !host.is_empty()).unwrap_or("localhost");
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Place::Server(format!("{host}{port}{}", url.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_no_secret() {
        let place = Place::parse("postgres://editor:hunter2@db.example:5433/cities?sslmode=require").unwrap();
        assert_eq!(place.to_string(), "db.example:5433/cities");
        assert_eq!(Place::parse("postgresql:///cities").unwrap().to_string(), "localhost/cities");
    }

    #[test]
    fn a_file_has_its_assets_beside_it() {
        for url in ["sqlite:///srv/a%20b.db", "sqlite:/srv/a%20b.db"] {
            let place = Place::parse(url).unwrap();
            assert_eq!(place, Place::File("/srv/a%20b.db".into()), "{url}");
            assert_eq!(place.default_assets(), Path::new("/srv/a%20b.db.assets"));
        }
        assert!(matches!(Place::parse("sqlite:x"), Ok(Place::File(path)) if path.is_absolute()));
    }

    #[test]
    fn anything_else_is_refused_without_repeating_it() {
        for url in [
            "",
            "cities.db",
            "sqlite:",
            "sqlite::memory:",
            "sqlite:file:x?mode=memory",
            "sqlite:a\0b",
            "mysql://u:hunter2@h/d",
            "postgres:x",
            "postgres://[",
        ] {
            let error = Place::parse(url).unwrap_err();
            assert!(matches!(error, Error::Invalid { .. }), "{url}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }
}

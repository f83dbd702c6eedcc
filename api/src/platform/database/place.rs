//! Where a database lies, fit to be shown to people.

use std::fmt;
use std::path::{Path, PathBuf};

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
    /// Reads `sqlite:FILE` or `postgres://…`.
    pub fn parse(url: &str) -> Result<Self> {
        match url.split_once(':') {
            Some(("sqlite", path)) => file(path.strip_prefix("//").unwrap_or(path)),
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => server(url),
            _ => Err(Error::invalid("database", "must be sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME")),
        }
    }

    /// Where the bytes of files lie unless a setting says otherwise: beside a SQLite file, else in the working
    /// directory.
    pub fn default_assets(&self) -> PathBuf {
        match self {
            Self::File(path) => {
                let mut folder = path.clone().into_os_string();
                folder.push(".assets");
                folder.into()
            }
            Self::Server(_) => PathBuf::from("cities.assets"),
        }
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
fn file(path: &str) -> Result<Place> {
    if path.is_empty() || path.starts_with(':') || path.contains('\0') {
        return Err(Error::invalid("database", "must name a file, like sqlite:cities.db"));
    }
    let path = std::path::absolute(Path::new(path)).map_err(|cause| {
        Error::Environment(format!("cannot find the working directory: {cause}; start elsewhere"))
    })?;
    Ok(Place::File(path))
}

fn server(url: &str) -> Result<Place> {
    let wrong = || Error::invalid("database", "is not a URL like postgres://USER:PASSWORD@HOST/NAME");
    let url = url::Url::parse(url).map_err(|_| wrong())?;
    let host = url.host_str().filter(|host| !host.is_empty()).unwrap_or("localhost");
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Ok(Place::Server(format!("{host}{port}{}", url.path())))
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
        for url in ["sqlite:///srv/a%20b?c.db", "sqlite:/srv/a%20b?c.db"] {
            let place = Place::parse(url).unwrap();
            assert_eq!(place, Place::File("/srv/a%20b?c.db".into()), "{url}");
            assert_eq!(place.default_assets(), Path::new("/srv/a%20b?c.db.assets"));
        }
        assert!(matches!(Place::parse("sqlite:file:x"), Ok(Place::File(path)) if path.is_absolute()));
    }

    #[test]
    fn anything_else_is_refused_without_repeating_it() {
        for url in [
            "",
            "cities.db",
            "sqlite:",
            "sqlite::memory:",
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

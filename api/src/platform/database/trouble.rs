//! What the machine around us does wrong, in words an operator can act on.

use std::fmt::Display;
use std::path::Path;

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use super::Place;
use crate::error::Error;

/// The file could be opened for reading only.
#[derive(Debug, thiserror::Error)]
#[error("attempt to write a readonly database")]
pub struct ReadOnly;

/// A sentence that says what to do, where we know one.
pub fn explain(cause: DbErr, place: &Place) -> Error {
    let sentence = match place {
        Place::File(path) => file(&cause, path),
        Place::Server(name) => server(&cause, name),
    };
    sentence.map_or_else(|| Error::from(cause), Error::Environment)
}

/// Whether another process holds the file.
pub fn is_locked(cause: &DbErr) -> bool {
    matches!(sqlite_code(cause), Some(5 | 6))
}

fn file(cause: &DbErr, path: &Path) -> Option<String> {
    let name = path.display();
    let is_read_only = matches!(sqlx(cause), Some(SqlxError::Configuration(cause)) if cause.is::<ReadOnly>());
    let sentence = match sqlite_code(cause) {
        _ if is_read_only => read_only(path),
        Some(5 | 6) => {
            format!("the database {name} is locked: another process is writing to it; wait for it or stop it")
        }
        Some(8) => read_only(path),
        Some(9) => slow(name),
        Some(10) => format!("the database {name} cannot be read or written: check the disk it lies on"),
        Some(11) => format!("the database {name} is damaged: restore it from a backup"),
        Some(13) => format!("the database {name} cannot grow: free some space on its disk and try again"),
        Some(14) => cannot_open(path),
        Some(26) => format!("{name} is not a SQLite database: name another file with --database"),
        None if is_busy(cause) => busy(name),
        _ => return None,
    };
    Some(sentence)
}

/// Whether a server is not there, or not for us, whatever it is asked.
pub fn is_gone(cause: &DbErr) -> bool {
    let is_lost = matches!(sqlx(cause), Some(SqlxError::Io(_) | SqlxError::Tls(_) | SqlxError::PoolClosed));
    let is_said = |code: &str| code.starts_with("08") || code.starts_with("57P") || code == "3D000";
    is_lost || matches!(cause, DbErr::Conn(_)) || postgres_code(cause).is_some_and(|code| is_said(&code))
}

/// Whether a standby ended a statement for the sake of what the primary told it meanwhile.
pub fn is_crossed(cause: &DbErr) -> bool {
    matches!(postgres_code(cause).as_deref(), Some("40001" | "40P01"))
}

/// All our own connections are taken.
fn is_busy(cause: &DbErr) -> bool {
    matches!(cause, DbErr::ConnectionAcquire(_))
}

fn busy(name: impl Display) -> String {
    format!(
        "no connection to the database {name} came free in time: send it less work, or allow more with \
         --database-connections"
    )
}

fn slow(name: impl Display) -> String {
    format!("a statement took the database {name} too long and was ended: ask for less at once")
}

fn read_only(path: &Path) -> String {
    let name = path.display();
    format!("the database {name} is read-only: give this user the right to write to the file and its folder")
}

fn cannot_open(path: &Path) -> String {
    let name = path.display();
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        let folder = folder.display();
        return format!("the folder {folder} does not exist: make it, or name another file with --database");
    }
    if path.is_dir() {
        return format!("{name} is a folder: name a file with --database");
    }
    if !path.exists() {
        return format!(
            "there is no database {name}, or it may not be made there: check the name and the folder's rights"
        );
    }
    format!(
        "the database {name} cannot be opened: give this user the right to read and write it and its folder"
    )
}

fn server(cause: &DbErr, name: &str) -> Option<String> {
    let sentence = match (sqlx(cause), postgres_code(cause).as_deref()) {
        (_, Some("3D000")) => {
            format!("there is no database {name}: make it with createdb, or name another one")
        }
        (_, Some("28P01" | "28000")) => {
            format!("the server of {name} refused us: check user and password, and what pg_hba.conf allows")
        }
        (_, Some("42501")) => {
            format!("we may not do that in {name}: grant this user the right to create tables there")
        }
        (_, Some("25006")) => {
            format!("the database {name} is read-only: name the primary server, not a standby")
        }
        (_, Some("53100")) => format!("the disk of {name} is full: free some space there and try again"),
        (_, Some("53300")) => {
            format!("the server of {name} has no connection left: raise max_connections or use fewer")
        }
        (_, Some("57014")) => slow(name),
        (_, Some("26000" | "42P05")) => format!(
            "what was prepared for {name} is not there: if a pooler in transaction mode stands before it, set \
             database-pooler to transaction"
        ),
        (_, Some("57P01" | "57P02" | "57P03")) => {
            format!("the server of {name} is starting or stopping: try again")
        }
        (Some(SqlxError::Io(_) | SqlxError::PoolTimedOut), _) => {
            format!("cannot reach the server of {name}: check that it runs, its host and port")
        }
        (Some(SqlxError::Tls(_)), _) => {
            format!("no TLS with the server of {name}: check its certificate and sslmode")
        }
        _ if is_busy(cause) => busy(name),
        _ => return None,
    };
    Some(sentence)
}

fn sqlx(cause: &DbErr) -> Option<&SqlxError> {
    match cause {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

/// The primary code: the low byte of an extended one.
fn sqlite_code(cause: &DbErr) -> Option<i32> {
    let code = sqlx(cause)?.as_database_error()?.code()?;
    code.parse::<i32>().ok().map(|code| code & 0xff)
}

fn postgres_code(cause: &DbErr) -> Option<String> {
    Some(sqlx(cause)?.as_database_error()?.code()?.into_owned())
}

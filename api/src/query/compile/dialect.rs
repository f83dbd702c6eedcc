//! Where the two databases print JSON differently.

use sea_orm::DbBackend;

/// JSON functions by name; what they are given is the same.
#[derive(Clone, Copy, Debug)]
pub struct Json {
    /// Opens a call that makes an array of its arguments.
    pub array: &'static str,
    /// Opens a call that makes an array of rows.
    pub group: &'static str,
    /// Stands after a group, for no rows at all.
    pub or_empty: &'static str,
    /// Turns the whole answer into text.
    pub as_text: &'static str,
}

const SQLITE: Json = Json { array: "json_array(", group: "json_group_array(", or_empty: "", as_text: "" };
const POSTGRES: Json =
    Json { array: "json_build_array(", group: "json_agg(", or_empty: "'[]'::json", as_text: "::text" };

pub fn json(dialect: DbBackend) -> Json {
    match dialect {
        DbBackend::Postgres => POSTGRES,
        _ => SQLITE,
    }
}

/// An id as it goes into JSON: SQLite keeps bytes, which JSON does not know.
pub fn id(dialect: DbBackend, column: &str) -> String {
    match dialect {
        DbBackend::Postgres => column.to_owned(),
        _ => format!("hex({column})"),
    }
}

//! Where the two databases differ: how they print JSON, and how they are kept from planning joins.

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

/// A number as it goes into JSON: SQLite would print fifteen of its digits, so it goes as text with seventeen.
pub fn double(dialect: DbBackend, column: &str) -> String {
    match dialect {
        DbBackend::Postgres => column.to_owned(),
        _ => format!("CASE WHEN {column} IS NULL THEN NULL ELSE printf('%!.17g',{column}) END"),
    }
}

/// Joins the rows of a table that `on` finds by an index, for each row so far.
///
/// PostgreSQL would rather hash a whole table of some thousand rows than look twenty of them up; a sub-select
/// with an `OFFSET` is not merged into the join, so its index is all that is left. SQLite takes `CROSS JOIN` as the order to
/// join in; else it would scan a whole table where it thinks that many rows are merged before it.
pub fn join(dialect: DbBackend, table: &str, alias: &str, on: &str) -> String {
    match dialect {
        DbBackend::Postgres => {
            format!(" CROSS JOIN LATERAL (SELECT * FROM {table} {alias} WHERE {on} OFFSET 0) {alias}")
        }
        _ => format!(" CROSS JOIN {table} {alias} ON {on}"),
    }
}

/// Names the index a table is read by. SQLite would take one of all rows for narrower than one of some, and sort what it
/// finds; PostgreSQL sees that this one is in order.
pub fn by(dialect: DbBackend, index: &str) -> String {
    match dialect {
        DbBackend::Postgres => String::new(),
        _ => format!(" INDEXED BY {index}"),
    }
}

/// The word of a list, where its rows are sought in the index of all rows. PostgreSQL takes the narrower one of some rows for
/// as good where both promise one row, and then reads kinds over; it must not see that these rows are in it.
pub fn of_all(dialect: DbBackend, list: &str) -> String {
    match dialect {
        DbBackend::Postgres => format!("(SELECT '{list}'::text)"),
        _ => format!("'{list}'"),
    }
}

/// More branches than this are merged some at a time: SQLite knows at most 500 in a row.
const BRANCHES: usize = 64;

/// The rows of several selects, none twice, for whoever reads them in one order; `cut` puts them into it and ends with the last
/// row that may be wanted.
///
/// Both databases take of each select only what comes next: SQLite of those that have no limit of their own, PostgreSQL of
/// those that have one.
pub fn merged(dialect: DbBackend, selects: &[String], cut: &str) -> String {
    let cut_each = |selects: &[String], and: &str| {
        let each =
            selects.iter().enumerate().map(|(n, select)| format!("SELECT * FROM ({select}{cut}) u{n}"));
        each.collect::<Vec<_>>().join(and)
    };
    match dialect {
        _ if selects.len() == 1 => selects.concat(),
        DbBackend::Postgres => format!("SELECT DISTINCT * FROM ({}) u", cut_each(selects, " UNION ALL ")),
        _ if selects.len() > BRANCHES => {
            let parts: Vec<_> = selects.chunks(BRANCHES).map(|some| some.join(" UNION ")).collect();
            cut_each(&parts, " UNION ")
        }
        _ => selects.join(" UNION "),
    }
}

/// Whether there is such a row, looked up by an index for each row that asks.
pub fn exists(dialect: DbBackend, source: &str) -> String {
    let fence = if dialect == DbBackend::Postgres { " OFFSET 0" } else { "" };
    format!("EXISTS (SELECT 1 FROM {source}{fence})")
}

/// A field in the document of a working draft `d`, in the words of the indexes `revision_by_drafted_slug` and
/// `revision_by_drafted_key`.
pub fn drafted(dialect: DbBackend, field: &str) -> String {
    match dialect {
        DbBackend::Postgres => format!("(d.document::jsonb ->> '{field}') COLLATE \"C\""),
        _ => format!("json_extract(d.document, '$.{field}')"),
    }
}

/// Whether a column is one of what a sub-select finds, which is read once and then sought by an index.
pub fn is_any_of(dialect: DbBackend, column: &str, select: &str) -> String {
    match dialect {
        DbBackend::Postgres => format!("{column} = ANY(ARRAY({select}))"),
        _ => format!("{column} IN ({select})"),
    }
}

/// The elements of a bound JSON array of text as rows `j(key, value)`, counted from 0.
pub fn elements(dialect: DbBackend, array: &str) -> String {
    match dialect {
        DbBackend::Postgres => format!(
            "(SELECT p - 1 AS key, e AS value \
             FROM jsonb_array_elements_text(CAST({array} AS jsonb)) WITH ORDINALITY t(e, p)) j"
        ),
        _ => format!("json_each({array}) j"),
    }
}

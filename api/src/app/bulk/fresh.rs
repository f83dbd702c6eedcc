//! Rows of which it is known that they are new, in as little work as the database allows. A statement that fails may leave some
//! of them: whoever sees it fail undoes the whole unit of work. So SQLite need not keep each page as it was before the
//! statement, which would cost about as much as writing the rows.

use sea_orm::{ActiveModelTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable, Statement, Value};

use super::lengths::pieces;
use super::writes::{BINDS, ROWS};
use super::{Writes, name, padded};

/// Rows that differ in two columns alone: there is one for every pair of what stands in those.
#[derive(Debug)]
pub struct Crossed<C> {
    /// What stands in all other columns.
    pub same: Vec<(C, Value)>,
    /// What stands in the two, nothing twice.
    pub first: (C, Vec<Value>),
    pub second: (C, Vec<Value>),
}

impl Writes {
    /// Rows one by one, whatever they have in common.
    pub fn insert_fresh<E>(&mut self, rows: Vec<E::Model>)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let columns: Vec<E::Column> = E::Column::iter().collect();
        let names: Vec<String> = columns.iter().map(|column| name(*column)).collect();
        let head = format!("{} ({}) VALUES ", into::<E>(self.backend()), names.join(", "));
        for piece in pieces(rows, ROWS.min(BINDS / columns.len())) {
            let mut text = Text::new(self.backend(), &head);
            text.listed(piece.len(), |text| text.tuple(columns.len()));
            let mut values = Vec::with_capacity(piece.len() * columns.len());
            for row in piece {
                let mut row = row.into_active_model();
                values.extend(columns.iter().filter_map(|column| row.take(*column).into_value()));
            }
            self.push(Statement::from_sql_and_values(self.backend(), text.sql, values));
        }
    }

    /// Rows by what they have in common and what not: few values for many of them, so that the statement goes with others.
    pub fn insert_crossed<E: EntityTrait>(&mut self, rows: Crossed<E::Column>) {
        let Crossed { same, first: (first, firsts), second: (second, seconds) } = rows;
        let names: Vec<String> = same.iter().map(|(column, _)| name(*column)).collect();
        let head = into::<E>(self.backend());
        let head = format!("{head} ({}, {}, {}) SELECT ", names.join(", "), name(first), name(second));
        let seconds = padded(&seconds);
        for some in firsts.chunks(ROWS) {
            let some = padded(some);
            let mut text = Text::new(self.backend(), &head);
            text.listed(same.len(), Text::place);
            text.sql += ", a.column1, b.column1 FROM ";
            text.distinct(some.len());
            text.sql += " AS a CROSS JOIN ";
            text.distinct(seconds.len());
            text.sql += " AS b";
            let alike = same.iter().map(|(_, value)| value.clone());
            let values = alike.chain(some).chain(seconds.iter().cloned());
            self.push(Statement::from_sql_and_values(self.backend(), text.sql, values));
        }
    }
}

fn into<E: EntityTrait>(backend: DbBackend) -> String {
    let verb = if backend == DbBackend::Sqlite { "INSERT OR FAIL" } else { "INSERT" };
    format!("{verb} INTO {}", E::default().table_name())
}

/// A statement, and where its values stand in it, one after the other.
struct Text {
    backend: DbBackend,
    sql: String,
    places: usize,
}

impl Text {
    fn new(backend: DbBackend, head: &str) -> Self {
        Self { backend, sql: head.to_owned(), places: 0 }
    }

    fn place(&mut self) {
        self.places += 1;
        match self.backend {
            DbBackend::Postgres => self.sql.push_str(&format!("${}", self.places)),
            _ => self.sql.push('?'),
        }
    }

    fn listed(&mut self, count: usize, what: impl Fn(&mut Self)) {
        for number in 0..count {
            self.sql.push_str(if number == 0 { "" } else { ", " });
            what(self);
        }
    }

    fn tuple(&mut self, count: usize) {
        self.sql.push('(');
        self.listed(count, Self::place);
        self.sql.push(')');
    }

    /// A table of one column, of values of which the last may be there several times.
    fn distinct(&mut self, count: usize) {
        self.sql += "(SELECT DISTINCT column1 FROM (VALUES ";
        self.listed(count, |text| text.tuple(1));
        self.sql += ") AS given)";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_a_place() {
        let written = |backend, write: fn(&mut Text)| {
            let mut text = Text::new(backend, "");
            write(&mut text);
            text.sql
        };
        let rows = |text: &mut Text| text.listed(2, |text| text.tuple(3));
        assert_eq!(written(DbBackend::Sqlite, rows), "(?, ?, ?), (?, ?, ?)");
        assert_eq!(written(DbBackend::Postgres, rows), "($1, $2, $3), ($4, $5, $6)");
        let table = |text: &mut Text| text.distinct(2);
        let expected = "(SELECT DISTINCT column1 FROM (VALUES ($1), ($2)) AS given)";
        assert_eq!(written(DbBackend::Postgres, table), expected);
    }
}

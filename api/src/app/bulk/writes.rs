//! Writes of one step, made first and sent together.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable,
    PrimaryKeyToColumn, QueryFilter, QueryTrait, Statement, StatementBuilder, Value,
};
use uuid::Uuid;

use super::lengths::pieces;
use super::{IDS, name, padded};
use crate::error::Result;
use crate::platform::database;

/// `SQLite` takes 32,766 values a statement, `PostgreSQL` 65,535; fewer keep statements small enough to be kept.
pub(super) const BINDS: usize = 8_000;
/// A statement of narrow rows fits one TLS record. Until sqlx sends without Nagle's delay again (its issue 4335, mended
/// after 0.9.0), the second record of a statement waits 40 ms for the receipt of the first.
pub(super) const ROWS: usize = 128;
/// Rows may be wide: a statement must stay far below what one message may hold, and be worth that wait.
const WIDE_ROWS: usize = 64;
/// Values of a unit of work with many rows that wait before they are sent.
const HELD: usize = 16_000;

/// Statements in the order they are to run in. Nothing is written before [`Writes::send`]: what reads in between sees
/// none of it.
#[must_use = "nothing is written before it is sent"]
#[derive(Debug)]
pub struct Writes {
    backend: DbBackend,
    statements: Vec<Statement>,
}

impl Writes {
    /// None yet, for this connection.
    pub fn of(db: &impl ConnectionTrait) -> Self {
        Self { backend: db.get_database_backend(), statements: Vec::new() }
    }

    pub fn add(&mut self, statement: &impl StatementBuilder) {
        self.push(self.backend.build(statement));
    }

    pub(super) fn push(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.backend
    }

    /// Rows that are not there yet.
    pub fn insert<E>(&mut self, rows: Vec<E::Model>)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        self.rows::<E>(active(rows), ROWS, None);
    }

    /// The same where not every column is said.
    pub fn insert_active<E: EntityTrait>(&mut self, rows: Vec<E::ActiveModel>) {
        self.rows::<E>(rows, ROWS, None);
    }

    /// The same for rows with texts in them.
    pub fn insert_wide<E>(&mut self, rows: Vec<E::Model>)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        self.rows::<E>(active(rows), WIDE_ROWS, None);
    }

    /// Rows, over those of the same primary key where there are any.
    pub fn upsert<E>(&mut self, rows: Vec<E::Model>)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let key: Vec<String> = E::PrimaryKey::iter().map(|key| name(key.into_column())).collect();
        let rest: Vec<E::Column> = E::Column::iter().filter(|column| !key.contains(&name(*column))).collect();
        let mut conflict = OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column));
        if rest.is_empty() {
            conflict.do_nothing();
        } else {
            conflict.update_columns(rest);
        }
        self.rows::<E>(active(rows), WIDE_ROWS, Some(&conflict));
    }

    /// Rows where there are none of the same primary key.
    pub fn insert_missing<E>(&mut self, rows: Vec<E::Model>)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let mut conflict = OnConflict::columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column));
        conflict.do_nothing();
        self.rows::<E>(active(rows), WIDE_ROWS, Some(&conflict));
    }

    /// A row over what it was. Only columns that differ are set: SQLite writes each index anew that has one of those.
    pub fn over<E>(&mut self, before: E::Model, after: E::Model)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let (mut before, mut after) = (before.into_active_model(), after.into_active_model());
        let keys: Vec<String> = E::PrimaryKey::iter().map(|key| name(key.into_column())).collect();
        let (mut row, mut differs) = (E::update_many(), false);
        for column in E::Column::iter() {
            let [was, is] = [&mut before, &mut after].map(|row| row.take(column).into_value());
            let Some(is) = is else { continue };
            if keys.contains(&name(column)) {
                row = row.filter(column.eq(is));
            } else if was.as_ref() != Some(&is) {
                (row, differs) = (row.col_expr(column, Expr::value(is)), true);
            }
        }
        if differs {
            self.add(&row.into_query());
        }
    }

    /// Sets one column of one row.
    pub fn set<E: EntityTrait>(
        &mut self,
        (id_column, id): (E::Column, Uuid),
        column: E::Column,
        value: impl Into<Value>,
    ) {
        let row = E::update_many().col_expr(column, Expr::value(value)).filter(id_column.eq(id));
        self.add(&row.into_query());
    }

    /// Sets one column of the rows of an owner at one of its places, in as little work as rows that are known to be new.
    pub fn set_places<E: EntityTrait>(
        &mut self,
        (owner_column, owner): (E::Column, Uuid),
        (place_column, place): (E::Column, String),
        (column, value): (E::Column, Value),
    ) {
        let (verb, [to, of, at]) = match self.backend {
            DbBackend::Sqlite => ("UPDATE OR FAIL", ["?"; 3]),
            _ => ("UPDATE", ["$1", "$2", "$3"]),
        };
        let (table, column) = (E::default().table_name().to_owned(), name(column));
        let (owner_column, place_column) = (name(owner_column), name(place_column));
        let text = format!(
            "{verb} {table} SET {column} = {to} WHERE {owner_column} = {of} AND {place_column} = {at}"
        );
        let values = [value, owner.into(), place.into()];
        self.statements.push(Statement::from_sql_and_values(self.backend, text, values));
    }

    /// Deletes the rows whose `column` is one of `ids`.
    pub fn delete<E: EntityTrait>(&mut self, column: E::Column, ids: &[Uuid]) {
        for some in ids.chunks(IDS) {
            self.add(&E::delete_many().filter(column.is_in(padded(some))).into_query());
        }
    }

    /// Deletes the rows of one owner at some of its places.
    pub fn delete_places<E: EntityTrait>(
        &mut self,
        (owner_column, owner): (E::Column, impl Into<Value>),
        (place_column, places): (E::Column, Vec<Value>),
    ) {
        let owner = owner.into();
        for some in places.chunks(IDS) {
            let rows = E::delete_many().filter(owner_column.eq(owner.clone()));
            self.add(&rows.filter(place_column.is_in(padded(some))).into_query());
        }
    }

    /// Sends them, up to the first that fails.
    pub async fn send(self, db: &impl ConnectionTrait) -> Result<()> {
        Ok(database::execute_all(db, self.statements).await?)
    }

    /// Sends those there are by now, so that others may follow.
    pub async fn flush(&mut self, db: &impl ConnectionTrait) -> Result<()> {
        Ok(database::execute_all(db, std::mem::take(&mut self.statements)).await?)
    }

    /// The same once they are many, so that no number of things fills the memory; asked after each of some things.
    pub async fn flush_if_many(&mut self, db: &impl ConnectionTrait) -> Result<()> {
        let held = self.statements.iter().filter_map(|statement| Some(statement.values.as_ref()?.0.len()));
        if held.sum::<usize>() < HELD { Ok(()) } else { self.flush(db).await }
    }

    fn rows<E: EntityTrait>(
        &mut self,
        rows: Vec<E::ActiveModel>,
        most: usize,
        conflict: Option<&OnConflict>,
    ) {
        let columns = E::Column::iter().count();
        for piece in pieces(rows, most.min(BINDS / columns)) {
            let mut insert = E::insert_many(piece);
            if let Some(conflict) = conflict {
                insert = insert.on_conflict(conflict.clone());
            }
            self.add(&insert.into_query());
        }
    }
}

fn active<M: IntoActiveModel<A>, A: ActiveModelTrait>(rows: Vec<M>) -> Vec<A> {
    rows.into_iter().map(IntoActiveModel::into_active_model).collect()
}

//! A selection becomes one SQL statement that answers it as JSON.
//!
//! Every level is a correlated sub-select with its own visibility, order and limit: one index seek per
//! parent, one snapshot for all. Rows are positional arrays, so aliases never reach SQL, and the number of
//! statement texts is bounded by the schema, not by its callers.

mod beside;
mod called;
mod columns;
mod compiled;
mod condition;
mod connection;
mod dialect;
mod drive;
mod inbox;
mod kinds;
mod list;
mod merge;
mod past;
mod range;
mod relation;
mod sets;
mod visible;

use sea_orm::Value;
use uuid::Uuid;

use super::declare::Noun;
use super::page::Ask;
use super::selection::{Parts, Selection};
use crate::domain::view::Viewing;
use crate::error::{Error, Result};
use sea_orm::DbBackend;

pub use beside::page_beside;
pub use called::{Name, called};
pub use compiled::{Again, Compiled};
pub use inbox::{count as count_waiting, waiting};
pub use past::{earlier, later, latest};

/// Bytes of a statement's text; that of a cluster page has some thousand.
const MAX_BYTES: usize = 1024 * 1024;

/// Values bound to a statement: SQLite takes 32,766, PostgreSQL 65,535.
const MAX_VALUES: usize = 30_000;

/// How a single thing is found.
#[derive(Clone, Debug)]
pub enum Key {
    /// Its slug, or one it once had.
    Slug(String),
    Id(Uuid),
    /// The id another system knows it by.
    External(String),
}

/// A statement in the making.
struct Sql<'a> {
    text: String,
    values: Vec<Value>,
    dialect: DbBackend,
    json: dialect::Json,
    viewing: &'a Viewing,
    /// Bytes written, and while a list is put together those of its branches; past the limit nothing more is.
    written: usize,
    /// Levels opened so far: each has its own aliases.
    levels: usize,
    /// Levels that hold parts of what an editor asked for.
    parts: Vec<usize>,
    /// The placeholder of "now", once it is bound.
    now: Option<String>,
    /// As in [`Compiled`].
    moving: Vec<(usize, i64)>,
    is_of_its_time: bool,
    /// What filters name, looked up once.
    sets: Vec<sets::Set>,
}

/// One thing by its key.
pub fn one(dialect: DbBackend, viewing: &Viewing, key: Key, selection: &Selection) -> Result<Compiled> {
    let mut sql = Sql::new(dialect, viewing);
    let noun = selection.noun;
    let level = sql.level();
    sql.push("SELECT ");
    sql.row(selection, level);
    sql.push(sql.json.as_text);
    sql.from(selection, level);
    sql.push(" WHERE ");
    sql.found_by(noun, level, key);
    sql.visible(noun, level);
    sql.end()
}

/// Several things of one noun by their ids, as `[[id, row], …]` in no order.
pub fn several(
    dialect: DbBackend,
    viewing: &Viewing,
    ids: &[Uuid],
    selection: &Selection,
) -> Result<Compiled> {
    let mut sql = Sql::new(dialect, viewing);
    let level = sql.level();
    sql.push("SELECT ");
    sql.push(sql.json.group);
    sql.push(sql.json.array);
    let id = dialect::id(dialect, &format!("b{level}.id"));
    sql.push(&id);
    sql.push(",");
    sql.row(selection, level);
    sql.push("))");
    sql.push(sql.json.as_text);
    sql.from(selection, level);
    sql.push(&format!(" WHERE b{level}.id IN ("));
    sql.ids(ids);
    sql.push(")");
    sql.visible(selection.noun, level);
    sql.end()
}

/// A page of a list at the root.
pub fn page(
    dialect: DbBackend,
    viewing: &Viewing,
    ask: &Ask,
    parts: Parts,
    selection: &Selection,
) -> Result<Compiled> {
    let mut sql = Sql::new(dialect, viewing);
    sql.push("SELECT ");
    sql.connection(ask, parts, selection, None);
    sql.push(sql.json.as_text);
    sql.end()
}

impl<'a> Sql<'a> {
    fn new(dialect: DbBackend, viewing: &'a Viewing) -> Self {
        let json = dialect::json(dialect);
        let text = String::with_capacity(2048);
        Self {
            text,
            values: Vec::new(),
            dialect,
            json,
            viewing,
            written: 0,
            levels: 0,
            parts: Vec::new(),
            now: None,
            moving: Vec::new(),
            is_of_its_time: false,
            sets: Vec::new(),
        }
    }

    fn end(self) -> Result<Compiled> {
        let (bytes, values) = (self.written, self.values.len());
        if bytes > MAX_BYTES {
            return Err(Error::Limit { limit: "statementBytes", allowed: MAX_BYTES, found: bytes });
        }
        if values > MAX_VALUES {
            return Err(Error::Limit { limit: "statementValues", allowed: MAX_VALUES, found: values });
        }
        let text = self.with() + &self.text;
        let moving = (!self.is_of_its_time).then_some(self.moving);
        Ok(Compiled { text, values: self.values, moving })
    }

    fn push(&mut self, text: &str) {
        self.written += text.len();
        if !self.is_full() {
            self.text.push_str(text);
        }
    }

    /// Whether a limit is passed: what is still written goes nowhere.
    fn is_full(&self) -> bool {
        self.written > MAX_BYTES || self.values.len() > MAX_VALUES
    }

    /// Joins what `on` finds by an index.
    fn join(&mut self, table: &str, alias: &str, on: &str) {
        let join = dialect::join(self.dialect, table, alias, on);
        self.push(&join);
    }

    /// A number for the aliases of one more level.
    fn level(&mut self) -> usize {
        self.levels += 1;
        self.levels
    }

    /// Binds a value and gives its placeholder.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The same of a number that may be made of the instant of the read.
    fn bind_moving(&mut self, number: i64, after_now: Option<i64>) -> String {
        self.moving.extend(after_now.map(|later| (self.values.len(), later)));
        self.bind(number)
    }

    /// The placeholder of this read's instant, bound once.
    fn now(&mut self) -> String {
        if let Some(known) = &self.now {
            return known.clone();
        }
        let bound = self.bind_moving(self.viewing.now.0, Some(0));
        self.now = Some(bound.clone());
        bound
    }

    /// Placeholders for ids, padded to a power of two so that few texts serve all lengths.
    fn ids(&mut self, ids: &[Uuid]) {
        let last = ids.last().copied().unwrap_or_default();
        let padded = ids.iter().copied().chain(std::iter::repeat(last));
        for (n, id) in padded.take(ids.len().next_power_of_two()).enumerate() {
            let bound = self.bind(id);
            self.push(if n > 0 { "," } else { "" });
            self.push(&bound);
        }
    }

    /// The condition that finds one thing.
    fn found_by(&mut self, noun: &Noun, level: usize, key: Key) {
        match key {
            Key::Id(id) => {
                let id = self.bind(id);
                self.push(&format!("b{level}.id = {id}"));
            }
            Key::External(reference) => {
                let reference = self.bind(reference);
                self.push(&format!("b{level}.external_ref = {reference}"));
            }
            Key::Slug(slug) => {
                let slug = self.bind(slug);
                let id = self.id_of_slug(noun, &slug);
                self.push(&format!("b{level}.id = {id}"));
            }
        }
    }
}

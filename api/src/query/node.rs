//! What came back: rows of JSON read into nodes, in the order of the selection that asked.

use std::cmp::Ordering;
use std::sync::Arc;

use uuid::Uuid;

use super::content;
use super::declare::Column;
use super::page::{Ask, Page};
use super::selection::{Selection, Wanted};
use super::value::Value;
use crate::error::{Error, Result};
use crate::kit::cursor::{Cursor, Key};

/// A thing with everything that was asked of it.
#[derive(Debug)]
pub struct Node {
    selection: Arc<Selection>,
    values: Vec<Value>,
    related: Vec<Related>,
}

/// What a relation led to.
#[derive(Clone, Debug)]
pub enum Related {
    One(Option<Arc<Node>>),
    Many(Vec<Arc<Node>>),
    Page(Arc<Connection>),
}

/// A page of a list.
#[derive(Debug)]
pub struct Connection {
    pub rows: Vec<Row>,
    pub has_next: bool,
    pub has_previous: bool,
    /// Zero unless asked for.
    pub total: i64,
}

/// One place on a page.
#[derive(Debug)]
pub struct Row {
    pub cursor: Cursor,
    /// Absent when only keys were asked for.
    pub node: Option<Arc<Node>>,
    /// What the edge carries, in the order of the list's declaration.
    pub edge: Vec<Value>,
}

impl Node {
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The value of a column; an error of ours when it was not selected.
    pub fn value(&self, column: &Column) -> Result<&Value> {
        let slot = self.selection.slot(column);
        slot.and_then(|slot| self.values.get(slot)).ok_or_else(|| unexpected("a column nobody selected"))
    }

    pub fn related(&self, relation: usize) -> Option<&Related> {
        self.related.get(relation)
    }

    /// Reads a compiled row; `None` for SQL null.
    pub fn read(selection: &Arc<Selection>, value: Value) -> Result<Option<Arc<Self>>> {
        let mut values = match value {
            Value::Null => return Ok(None),
            Value::Array(values) => values,
            _ => return Err(unexpected("a row that is no array")),
        };
        if selection.is_wide() {
            values = values.into_iter().flat_map(Value::into_array).collect();
        }
        if selection.relations.is_empty() {
            return Ok(Some(Arc::new(Self { selection: selection.clone(), values, related: Vec::new() })));
        }
        let mut tail = values.split_off(selection.width().min(values.len())).into_iter();
        let mut related: Vec<Option<Related>> = selection.relations.iter().map(|_| None).collect();
        for (n, wanted) in selection.compiled() {
            let value = tail.next().ok_or_else(|| unexpected("a row that is too short"))?;
            related[n] = Some(Related::read(wanted, value)?);
        }
        let related = related.into_iter().flatten().collect();
        Ok(Some(Arc::new(Self { selection: selection.clone(), values, related })))
    }
}

impl Related {
    fn read(wanted: &Wanted, value: Value) -> Result<Self> {
        let selection = &wanted.selection;
        if let Some(ask) = &wanted.ask {
            return Ok(Self::Page(Arc::new(Connection::read(selection, ask, value)?)));
        }
        Ok(match value {
            Value::Array(rows) if wanted.is_many() => Self::Many(read_all(selection, rows)?),
            value => Self::One(Node::read(selection, value)?),
        })
    }
}

/// Rows that tell their places, in order of those.
fn read_all(selection: &Arc<Selection>, mut rows: Vec<Value>) -> Result<Vec<Arc<Node>>> {
    let id = selection.slot(&content::ID);
    rows.sort_by(|a, b| place(a, id).cmp(&place(b, id)));
    rows.into_iter().filter_map(|row| Node::read(selection, row).transpose()).collect()
}

/// What a row is sorted by: its position, then its id, which stands at `id` or at the end. Ids in one spelling sort as the
/// databases sort them.
fn place(row: &Value, id: Option<usize>) -> (Option<i64>, Option<&str>) {
    let row = row.array();
    // A wide row is cut into several.
    let (first, last) = match (row.first(), row.last()) {
        (Some(Value::Array(first)), Some(Value::Array(last))) => (&first[..], &last[..]),
        _ => (row, row),
    };
    let told = id.and_then(|id| first.get(id));
    let ((Some(id), [.., position]) | (None, [.., position, id])) = (told, last) else { return (None, None) };
    (position.int(), id.text())
}

impl Connection {
    /// Reads `[rows, any before, any after, total]`, puts the rows in order and cuts the page out of what was read.
    pub fn read(selection: &Arc<Selection>, ask: &Ask, value: Value) -> Result<Self> {
        let mut parts = value.into_array().into_iter();
        let mut part = || parts.next().unwrap_or(Value::Null);
        let (rows, before, after, total) = (part(), part(), part(), part());
        let mut rows = rows.into_array().into_iter().map(Raw::read).collect::<Result<Vec<_>>>()?;
        // It almost always is: then this only looks.
        rows.sort_by(|a, b| a.cmp(b, ask.order.descending));
        let more = cut(&mut rows, &ask.page);
        let rows = Self::rows(selection, ask, rows)?;
        let (before, after) = (before.truth(), after.truth());
        let backward = ask.page.backward;
        Ok(Self {
            rows,
            has_next: if backward { after } else { more || after },
            has_previous: if backward { more || before } else { before },
            total: total.int().unwrap_or(0),
        })
    }

    fn rows(selection: &Arc<Selection>, ask: &Ask, rows: Vec<Raw>) -> Result<Vec<Row>> {
        let (list, order): (Arc<str>, Arc<str>) = (ask.name().into(), ask.order.name().into());
        let row = |raw: Raw| {
            let cursor = Cursor { list: list.clone(), order: order.clone(), key: raw.key, id: raw.id };
            Ok(Row { cursor, node: Node::read(selection, raw.node)?, edge: raw.edge.into_array() })
        };
        rows.into_iter().map(row).collect()
    }
}

/// Cuts what was read beyond the page; true when there was more.
fn cut(rows: &mut Vec<Raw>, page: &Page) -> bool {
    let over = rows.len().saturating_sub(page.size);
    if page.backward {
        rows.drain(..over);
    } else {
        rows.truncate(page.size);
    }
    over > 0
}

/// A place on a page as it came: `[key, id, row, edge]`.
struct Raw {
    key: Key,
    id: Uuid,
    node: Value,
    edge: Value,
}

impl Raw {
    fn read(value: Value) -> Result<Self> {
        let mut parts = value.into_array().into_iter();
        let mut part = || parts.next().unwrap_or(Value::Null);
        let (key, id, node, edge) = (part(), part(), part(), part());
        let key = match &key {
            Value::Int(n) => Key::Int(*n),
            text => text.text().map_or(Key::Null, |text| Key::Text(text.to_owned())),
        };
        let id = id.uuid().ok_or_else(|| unexpected("a key that is no id"))?;
        Ok(Self { key, id, node, edge })
    }

    /// As the list is ordered; what has no key stands last either way.
    fn cmp(&self, other: &Self, descending: bool) -> Ordering {
        let order = (&self.key, self.id).cmp(&(&other.key, other.id));
        let order = if descending { order.reverse() } else { order };
        (self.key == Key::Null).cmp(&(other.key == Key::Null)).then(order)
    }
}

fn unexpected(what: &str) -> Error {
    Error::Database(sea_orm::DbErr::Custom(format!("the compiled statement answered {what}")))
}

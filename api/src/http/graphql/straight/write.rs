//! The answer in JSON, written from what was read.

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::plan::{Edge, Info, Object, PAGE_INFO, Page, Part, Value};
use crate::http::told::{By, Said};
use crate::query::node::{Connection, Node, Related, Row};
use crate::query::value;

/// A thing, or the null in its place.
pub struct OneShown<'a> {
    pub node: Option<&'a Node>,
    pub object: &'a Object,
    pub by: By<'a>,
}

impl Serialize for OneShown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(node) = self.node else { return serializer.serialize_none() };
        let mut map = serializer.serialize_map(Some(self.object.fields.len()))?;
        for (key, value) in &self.object.fields {
            match value {
                Value::TypeName(name) => map.serialize_entry(key, name)?,
                Value::Told(field) => map.serialize_entry(key, &Said { node, field, by: self.by })?,
                Value::Led(at, object) => match node.related(*at) {
                    Some(Related::One(found)) => {
                        map.serialize_entry(key, &OneShown { node: found.as_deref(), object, by: self.by })?;
                    }
                    Some(Related::Many(found)) => {
                        let nodes = found.iter().map(|node| Some(&**node));
                        map.serialize_entry(key, &Many { nodes, object, by: self.by })?;
                    }
                    _ => return Err(S::Error::custom("a relation nobody read")),
                },
                Value::Page(at, plan) => match node.related(*at) {
                    Some(Related::Page(page)) => {
                        map.serialize_entry(key, &PageShown { page, plan, by: self.by })?;
                    }
                    _ => return Err(S::Error::custom("a list nobody read")),
                },
            }
        }
        map.end()
    }
}

struct Many<'a, I> {
    nodes: I,
    object: &'a Object,
    by: By<'a>,
}

impl<'a, I: Iterator<Item = Option<&'a Node>> + Clone> Serialize for Many<'a, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = self.nodes.clone().flatten();
        serializer.collect_seq(shown.map(|node| OneShown {
            node: Some(node),
            object: self.object,
            by: self.by,
        }))
    }
}

/// A page of a list.
pub struct PageShown<'a> {
    pub page: &'a Connection,
    pub plan: &'a Page,
    pub by: By<'a>,
}

impl Serialize for PageShown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (page, by) = (self.page, self.by);
        let mut map = serializer.serialize_map(Some(self.plan.fields.len()))?;
        for (key, part) in &self.plan.fields {
            match part {
                Part::Nodes(object) => {
                    let nodes = page.rows.iter().map(|row| row.node.as_deref());
                    map.serialize_entry(key, &Many { nodes, object, by })?;
                }
                Part::Edges(plan) => map.serialize_entry(key, &Edges { page, plan, by })?,
                Part::Info(plan) => map.serialize_entry(key, &InfoShown { page, plan })?,
                Part::TypeName(name) => map.serialize_entry(key, name)?,
                Part::Total => {
                    map.serialize_entry(key, &i32::try_from(page.total).unwrap_or(i32::MAX))?;
                }
            }
        }
        map.end()
    }
}

struct Edges<'a> {
    page: &'a Connection,
    plan: &'a [(String, Edge)],
    by: By<'a>,
}

impl Serialize for Edges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = self.page.rows.iter().map(|row| EdgeShown { row, plan: self.plan, by: self.by });
        serializer.collect_seq(shown)
    }
}

struct EdgeShown<'a> {
    row: &'a Row,
    plan: &'a [(String, Edge)],
    by: By<'a>,
}

impl Serialize for EdgeShown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let column = |n: usize| self.row.edge.get(n);
        let mut map = serializer.serialize_map(Some(self.plan.len()))?;
        for (key, edge) in self.plan {
            match edge {
                Edge::TypeName(name) => map.serialize_entry(key, name)?,
                Edge::Cursor => map.serialize_entry(key, &self.row.cursor.encode())?,
                Edge::Node(object) => {
                    let node = self.row.node.as_deref();
                    if node.is_none() {
                        return Err(S::Error::custom("an edge without its node"));
                    }
                    map.serialize_entry(key, &OneShown { node, object, by: self.by })?;
                }
                Edge::Truth(n) => map.serialize_entry(key, &column(*n).is_some_and(value::Value::truth))?,
                Edge::Number(n) => {
                    map.serialize_entry(key, &column(*n).and_then(value::Value::int).unwrap_or(0))?;
                }
                Edge::Text(n) => map.serialize_entry(key, &column(*n).and_then(value::Value::text))?,
            }
        }
        map.end()
    }
}

struct InfoShown<'a> {
    page: &'a Connection,
    plan: &'a [(String, Info)],
}

impl Serialize for InfoShown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = &self.page.rows;
        let cursor = |row: Option<&Row>| row.map(|row| row.cursor.encode());
        let mut map = serializer.serialize_map(Some(self.plan.len()))?;
        for (key, info) in self.plan {
            match info {
                Info::TypeName => map.serialize_entry(key, PAGE_INFO)?,
                Info::HasNext => map.serialize_entry(key, &self.page.has_next)?,
                Info::HasPrevious => map.serialize_entry(key, &self.page.has_previous)?,
                Info::Start => map.serialize_entry(key, &cursor(rows.first()))?,
                Info::End => map.serialize_entry(key, &cursor(rows.last()))?,
            }
        }
        map.end()
    }
}

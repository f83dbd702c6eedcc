//! Answers in JSON: a node, written by its plan.

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::asked::{Beneath, Plan};
use crate::http::told::{self, Said};
use crate::query::content;
use crate::query::node::{Connection, Node, Related, Row};
use crate::query::value::Value;

/// The circumstances of an answer.
#[derive(Debug)]
pub struct By<'a> {
    pub told: told::By<'a>,
    /// What of the query string says the language: `&lang=zh`, or nothing.
    pub language: String,
}

/// A thing.
#[derive(Debug)]
pub struct Shown<'a> {
    pub node: &'a Node,
    pub plan: &'a Plan,
    pub by: &'a By<'a>,
    /// What stands between it and the thing it is listed under: a membership, or nothing.
    pub edge: &'a [Value],
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in &self.plan.fields {
            map.serialize_entry(field.told.name, &Said { node: self.node, field, by: self.by.told })?;
        }
        if let [featured, position, joined_on] = self.edge {
            map.serialize_entry("membership", &Membership::of(featured, position, joined_on))?;
        }
        for beneath in &self.plan.relations {
            let related = self.node.related(beneath.at);
            let related = related.ok_or_else(|| S::Error::custom("a relation nobody read"))?;
            map.serialize_entry(beneath.name, &Led { related, beneath, from: self })?;
        }
        map.end()
    }
}

/// The membership of a city in a cluster.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Membership<'a> {
    featured: bool,
    position: i64,
    joined_on: Option<&'a str>,
}

impl<'a> Membership<'a> {
    /// In the order of `query::city`'s declaration.
    fn of(featured: &Value, position: &Value, joined_on: &'a Value) -> Self {
        Self {
            featured: featured.truth(),
            position: position.int().unwrap_or_default(),
            joined_on: joined_on.text(),
        }
    }
}

/// What a relation led to.
struct Led<'a> {
    related: &'a Related,
    beneath: &'a Beneath,
    from: &'a Shown<'a>,
}

impl<'a> Led<'a> {
    fn shown(&self, node: &'a Node, edge: &'a [Value]) -> Shown<'a> {
        Shown { node, plan: &self.beneath.plan, by: self.from.by, edge }
    }

    /// Where the whole list is: `/v1/news?clusters=transport`.
    fn all(&self) -> Option<String> {
        let (path, filter) = self.beneath.all?;
        let slug = self.from.node.selection().noun.field("slug")?.columns.first().copied();
        let slug = self.from.node.value(slug.unwrap_or(&content::SLUG)).ok()?.text()?;
        let By { told: told::By { base_url, .. }, language } = self.from.by;
        Some(format!("{base_url}/v1/{path}?{filter}={slug}{language}"))
    }
}

impl Serialize for Led<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.related {
            Related::One(node) => node.as_ref().map(|node| self.shown(node, &[])).serialize(serializer),
            Related::Many(nodes) => serializer.collect_seq(nodes.iter().map(|node| self.shown(node, &[]))),
            Related::Page(page) => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("data", &Rows { page, led: self })?;
                map.serialize_entry("hasMore", &page.has_next)?;
                map.serialize_entry("all", &self.all())?;
                map.end()
            }
        }
    }
}

struct Rows<'a> {
    page: &'a Connection,
    led: &'a Led<'a>,
}

impl<'a> Serialize for Rows<'a> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = |row: &'a Row| row.node.as_ref().map(|node| self.led.shown(node, &row.edge));
        serializer.collect_seq(self.page.rows.iter().filter_map(shown))
    }
}

//! A node that was read, by the names callers know.

use std::sync::Arc;

use uuid::Uuid;

use super::kind::has_body;
use crate::http::conditional::Subject;
use crate::query::content;
use crate::query::node::{Node, Related};
use crate::query::value::Value;

/// Nothing is there of what a noun has not, and of what nobody asked for.
#[derive(Clone, Copy)]
pub struct Seen<'a>(pub &'a Arc<Node>);

impl<'a> Seen<'a> {
    fn value(self, field: &str) -> Option<&'a Value> {
        let column = self.0.selection().noun.field(field)?.columns.first()?;
        self.0.value(column).ok()
    }

    pub fn text(self, field: &str) -> Option<&'a str> {
        self.value(field)?.text().filter(|text| !text.is_empty())
    }

    /// The first of these that it has.
    pub fn any_text(self, fields: &[&str]) -> Option<&'a str> {
        fields.iter().find_map(|field| self.text(field))
    }

    pub fn int(self, field: &str) -> Option<i64> {
        self.value(field)?.int()
    }

    pub fn html(self) -> Option<&'a str> {
        let column = has_body(self.0.selection().noun).then_some(&content::BODY_HTML)?;
        self.0.value(column).ok()?.text().filter(|html| !html.is_empty())
    }

    pub fn id(self) -> Option<Uuid> {
        self.value("id")?.uuid()
    }

    pub fn public_id(self) -> Option<String> {
        Some(entity::id::encode(self.0.selection().noun.prefix, &self.id()?))
    }

    pub fn one(self, relation: &str) -> Option<Self> {
        match self.related(relation)? {
            Related::One(Some(node)) => Some(Self(node)),
            _ => None,
        }
    }

    pub fn many(self, relation: &str) -> impl Iterator<Item = Self> + use<'a> {
        let nodes = match self.related(relation) {
            Some(Related::Many(nodes)) => nodes.as_slice(),
            _ => &[],
        };
        nodes.iter().map(Seen)
    }

    fn related(self, relation: &str) -> Option<&'a Related> {
        let wanted = &self.0.selection().relations;
        self.0.related(wanted.iter().position(|one| one.relation.name == relation)?)
    }

    /// Everything that an answer made of this tells of.
    pub fn subjects(self, found: &mut Vec<Subject>) {
        let noun = self.0.selection().noun;
        if !noun.prefix.is_empty() {
            found.extend(self.id().map(|id| Subject { prefix: noun.prefix, id }));
        }
        for at in 0..self.0.selection().relations.len() {
            match self.0.related(at) {
                Some(Related::One(Some(node))) => Self(node).subjects(found),
                Some(Related::Many(nodes)) => nodes.iter().for_each(|node| Seen(node).subjects(found)),
                _ => {}
            }
        }
    }
}

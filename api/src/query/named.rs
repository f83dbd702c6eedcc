//! A node by the names callers know, for doors that show whatever there is of it.

use std::sync::Arc;

use uuid::Uuid;

use super::content;
use super::declare::Link;
use super::node::{Node, Related};
use super::selection::Selection;
use super::value::Value;

/// Nothing is there of what a noun has not, and of what nobody asked for.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a>(pub &'a Arc<Node>);

impl<'a> Named<'a> {
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

    pub fn float(self, field: &str) -> Option<f64> {
        self.value(field)?.float()
    }

    pub fn truth(self, field: &str) -> bool {
        self.value(field).is_some_and(Value::truth)
    }

    /// Its body, safe to show.
    pub fn html(self) -> Option<&'a str> {
        self.0.selection().noun.field("body")?;
        self.0.value(&content::BODY_HTML).ok()?.text().filter(|html| !html.is_empty())
    }

    pub fn id(self) -> Option<Uuid> {
        self.value("id")?.uuid()
    }

    /// Its id as callers know it: `news_01hx…`.
    pub fn public_id(self) -> Option<String> {
        Some(entity::id::encode(self.prefix(), &self.id()?))
    }

    /// The prefix of its public ids; empty for what has none.
    pub fn prefix(self) -> &'static str {
        self.0.selection().noun.prefix
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
        nodes.iter().map(Named)
    }

    fn related(self, relation: &str) -> Option<&'a Related> {
        let wanted = &self.0.selection().relations;
        self.0.related(wanted.iter().position(|one| one.relation.name == relation)?)
    }

    /// This node and every one beneath it, but for those on pages.
    pub fn all(self, found: &mut Vec<Self>) {
        found.push(self);
        for at in 0..self.0.selection().relations.len() {
            match self.0.related(at) {
                Some(Related::One(Some(node))) => Self(node).all(found),
                Some(Related::Many(nodes)) => nodes.iter().for_each(|node| Named(node).all(found)),
                _ => {}
            }
        }
    }
}

impl Selection {
    /// Asks for fields by name; those that the noun has not are nothing, and so are their parts but for the HTML of a body.
    pub fn fields(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let field = self.noun.field(name);
            field.into_iter().flat_map(|field| field.columns).for_each(|column| self.column(column));
            if field.is_some() && *name == "body" {
                self.column(&content::BODY_HTML);
            }
        }
        self
    }

    /// Asks for fields of what a relation leads to, if the noun has it and it is no list with pages.
    pub fn with(&mut self, relation: &str, names: &[&str]) -> &mut Self {
        let known = self.noun.relation(relation);
        if let Some(relation) = known.filter(|known| !matches!(known.link, Link::Connection { .. })) {
            let place = self.relation(relation, None);
            self.beneath(place).0.fields(names);
        }
        self
    }
}

//! What was asked for: the normalised document becomes a selection.
//!
//! The document room has merged equal keys, applied `@skip` and `@include` and laid fragments open, so every
//! response key occurs once here and a type condition remains only beneath an interface.

use std::sync::Arc;

use async_graphql::parser::types::{Field, Selection as Item, SelectionSet};
use async_graphql::{Context, Name, Result, Value};

use super::super::problem;
use super::arguments;
use super::context::{ContextExt, key_of};
use crate::error::Error;
use crate::http::linked_data;
use crate::query::content;
use crate::query::declare::{Link, List, Noun};
use crate::query::page::Ask;
use crate::query::selection::{Parts, Selection, Shape};

/// Arguments as given; what was not given is not there.
pub type Arguments = Vec<(Name, Value)>;

/// A root list as it was asked for.
pub struct Page {
    pub ask: Ask,
    pub parts: Parts,
    pub selection: Arc<Selection>,
    pub shape: Arc<Shape>,
}

/// What the current root field wants of one thing.
pub fn of_node(ctx: &Context<'_>, noun: &'static Noun) -> Result<(Arc<Selection>, Arc<Shape>)> {
    let field = ctx.asked();
    let mut selection = Selection::new(noun);
    let shape = Walk::from(ctx).node(&mut selection, &field.selection_set.node)?;
    selection.seal();
    Ok((Arc::new(selection), Arc::new(shape)))
}

/// What the current root field wants of a list.
pub fn of_page(ctx: &Context<'_>, list: &'static List) -> Result<Page> {
    let field = ctx.asked();
    let ask = arguments::root(list, arguments(field)).map_err(|err| ctx.blame(err))?;
    let (mut selection, mut parts) = (Selection::new(list.noun), Parts::default());
    let shape = Walk::from(ctx).connection(&mut selection, &mut parts, &field.selection_set.node)?;
    selection.seal();
    Ok(Page { ask, parts, selection: Arc::new(selection), shape: Arc::new(shape) })
}

/// The arguments of a field; the document room has filled in the variables.
pub fn arguments(field: &Field) -> Arguments {
    let given = field.arguments.iter();
    given.filter_map(|(name, value)| Some((name.node.clone(), value.node.clone().into_const()?))).collect()
}

pub struct Walk {
    /// The fields above, for messages: `clusters.news`.
    above: String,
    /// The response keys above, groups included, down to the first list: `clusters`, `nodes`. No row is read yet,
    /// so beyond it no path leads anywhere.
    path: Vec<String>,
    /// Has a list been met?
    listed: bool,
}

impl Walk {
    fn from(ctx: &Context<'_>) -> Self {
        // The only root field that is a list.
        Self::at(ctx.path(), ctx.asked().name.node == "nodes")
    }

    /// Beneath these response keys, the last of which may be a list.
    pub fn at(path: Vec<String>, listed: bool) -> Self {
        Self { above: path.join("."), path, listed }
    }

    pub fn node(&mut self, selection: &mut Selection, set: &SelectionSet) -> Result<Shape> {
        let mut shape = Shape::default();
        selection.column(&content::ID);
        self.collect(selection, set, &mut shape)?;
        Ok(shape)
    }

    fn collect(&mut self, selection: &mut Selection, set: &SelectionSet, shape: &mut Shape) -> Result<()> {
        for item in &set.items {
            match &item.node {
                Item::Field(field) => self.field(selection, &field.node, shape)?,
                Item::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|on| on.node.on.node == selection.noun.name) {
                        self.collect(selection, &fragment.node.selection_set.node, shape)?;
                    }
                }
                Item::FragmentSpread(_) => return Err(unplanned("a fragment").into()),
            }
        }
        Ok(())
    }

    fn field(&mut self, selection: &mut Selection, field: &Field, shape: &mut Shape) -> Result<()> {
        let name = field.name.node.as_str();
        if name == "__typename" {
            return Ok(());
        }
        if name == "jsonLd" && linked_data::has(selection.noun) {
            linked_data::ask(selection);
            return Ok(());
        }
        if let Some(known) = selection.noun.field(name) {
            known.columns.iter().for_each(|column| selection.column(column));
            for part in fields(&field.selection_set.node) {
                let part = known.parts.iter().find(|known| known.name == part.name.node.as_str());
                part.into_iter().flat_map(|part| part.columns).for_each(|column| selection.column(column));
            }
            return Ok(());
        }
        let relation = selection.noun.relation(name).ok_or_else(|| unplanned(name))?;
        let outer = self.above.len();
        self.above = format!("{}.{}", self.above, key_of(field));
        let many = matches!(relation.link, Link::Children { .. } | Link::Through { .. });
        let set = &field.selection_set.node;
        let (place, inner) = self.step(field, many, |walk| {
            let Link::Connection { list } = relation.link else {
                let place = selection.relation(relation, None);
                return Ok((place, walk.node(selection.beneath(place).0, set)?));
            };
            let ask = arguments::ask(list, arguments(field), Some(selection.noun))
                .map_err(|err| problem::blame(err, &walk.above, &walk.path, field))?;
            let place = selection.relation(relation, Some(ask));
            let (node, parts) = selection.beneath(place);
            Ok((place, walk.connection(node, parts, set)?))
        })?;
        shape.add(key_of(field), Some(place), Arc::new(inner));
        self.above.truncate(outer);
        Ok(())
    }

    /// One step down the answer.
    fn step<T>(
        &mut self,
        field: &Field,
        many: bool,
        beneath: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let (depth, listed) = (self.path.len(), self.listed);
        if !listed {
            self.path.push(key_of(field).to_owned());
            self.listed = many;
        }
        let found = beneath(self);
        self.path.truncate(depth);
        self.listed = listed;
        found
    }

    pub fn connection(
        &mut self,
        node: &mut Selection,
        parts: &mut Parts,
        set: &SelectionSet,
    ) -> Result<Shape> {
        let mut shape = Shape::default();
        for field in fields(set) {
            let beneath = &field.selection_set.node;
            match field.name.node.as_str() {
                "nodes" => {
                    parts.rows = true;
                    let inner = self.step(field, true, |walk| walk.node(node, beneath))?;
                    shape.add(key_of(field), None, Arc::new(inner));
                }
                "edges" => {
                    // An edge stands there even when nothing of it is included.
                    parts.keys = true;
                    let inner = self.step(field, true, |walk| walk.edges(node, parts, beneath))?;
                    shape.add(key_of(field), None, Arc::new(inner));
                }
                "pageInfo" => {
                    for part in fields(beneath) {
                        match part.name.node.as_str() {
                            "hasNextPage" | "hasPreviousPage" => parts.page_info = true,
                            _ => parts.keys = true,
                        }
                    }
                }
                "totalCount" => parts.total = true,
                _ => {}
            }
        }
        Ok(shape)
    }

    fn edges(&mut self, node: &mut Selection, parts: &mut Parts, set: &SelectionSet) -> Result<Shape> {
        let mut shape = Shape::default();
        for field in fields(set) {
            match field.name.node.as_str() {
                "node" => {
                    parts.rows = true;
                    let inner = self.step(field, false, |walk| walk.node(node, &field.selection_set.node))?;
                    shape.add(key_of(field), None, Arc::new(inner));
                }
                "featured" | "position" | "joinedOn" => parts.edge = true,
                _ => {}
            }
        }
        Ok(shape)
    }
}

fn fields(set: &SelectionSet) -> impl Iterator<Item = &Field> {
    set.items.iter().filter_map(|item| match &item.node {
        Item::Field(field) => Some(&field.node),
        _ => None,
    })
}

fn unplanned(what: &str) -> Error {
    Error::Database(sea_orm::DbErr::Custom(format!("the selection does not know {what}")))
}

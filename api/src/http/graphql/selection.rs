//! What was asked for: the normalised document becomes a selection.
//!
//! The document room has merged equal keys, applied `@skip` and `@include` and laid fragments open, so every
//! response key occurs once here and a type condition remains only beneath an interface.

use std::sync::Arc;

use async_graphql::parser::types::{Field, Selection as Item, SelectionSet};
use async_graphql::{Context, Name, Result, Value};

use super::context::{ContextExt, key_of};
use super::{arguments, problem};
use crate::error::Error;
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
    let shape = Walk::from(field).node(&mut selection, &field.selection_set.node)?;
    selection.seal();
    Ok((Arc::new(selection), Arc::new(shape)))
}

/// What the current root field wants of a list.
pub fn of_page(ctx: &Context<'_>, list: &'static List) -> Result<Page> {
    let field = ctx.asked();
    let ask = arguments::ask(list, arguments(field), false).map_err(|err| ctx.blame(err))?;
    let (mut selection, mut parts) = (Selection::new(list.noun), Parts::default());
    let shape = Walk::from(field).connection(&mut selection, &mut parts, &field.selection_set.node)?;
    selection.seal();
    Ok(Page { ask, parts, selection: Arc::new(selection), shape: Arc::new(shape) })
}

/// The arguments of a field; the document room has filled in the variables.
pub fn arguments(field: &Field) -> Arguments {
    let given = field.arguments.iter();
    given.filter_map(|(name, value)| Some((name.node.clone(), value.node.clone().into_const()?))).collect()
}

struct Walk {
    /// The fields above, for messages: `clusters.news`.
    above: String,
    /// The response keys above, groups included: `clusters`, `nodes`, `news`.
    path: Vec<String>,
}

impl Walk {
    fn from(root: &Field) -> Self {
        Self { above: key_of(root).to_owned(), path: vec![key_of(root).to_owned()] }
    }

    fn node(&mut self, selection: &mut Selection, set: &SelectionSet) -> Result<Shape> {
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
        self.path.push(key_of(field).to_owned());
        let set = &field.selection_set.node;
        let (place, inner) = if let Link::Connection { list } = relation.link {
            let ask = arguments::ask(list, arguments(field), true)
                .map_err(|err| problem::blame(err, &self.above, &self.path, field))?;
            let place = selection.relation(relation, Some(ask));
            let (node, parts) = selection.beneath(place);
            (place, self.connection(node, parts, set)?)
        } else {
            let place = selection.relation(relation, None);
            (place, self.node(selection.beneath(place).0, set)?)
        };
        shape.add(key_of(field), Some(place), Arc::new(inner));
        self.above.truncate(outer);
        self.path.pop();
        Ok(())
    }

    fn connection(&mut self, node: &mut Selection, parts: &mut Parts, set: &SelectionSet) -> Result<Shape> {
        let mut shape = Shape::default();
        for field in fields(set) {
            match field.name.node.as_str() {
                "nodes" => {
                    parts.rows = true;
                    let inner = self.group(field, |walk, set| walk.node(node, set))?;
                    shape.add(key_of(field), None, Arc::new(inner));
                }
                "edges" => {
                    let inner = self.group(field, |walk, set| walk.edges(node, parts, set))?;
                    shape.add(key_of(field), None, Arc::new(inner));
                }
                "pageInfo" => {
                    let wanted = fields(&field.selection_set.node);
                    for part in wanted {
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

    /// What is beneath `nodes`, `edges` or `node`: a step of the answer, none of the reading.
    fn group(
        &mut self,
        field: &Field,
        beneath: impl FnOnce(&mut Self, &SelectionSet) -> Result<Shape>,
    ) -> Result<Shape> {
        self.path.push(key_of(field).to_owned());
        let shape = beneath(self, &field.selection_set.node)?;
        self.path.pop();
        Ok(shape)
    }

    fn edges(&mut self, node: &mut Selection, parts: &mut Parts, set: &SelectionSet) -> Result<Shape> {
        let mut shape = Shape::default();
        for field in fields(set) {
            match field.name.node.as_str() {
                "node" => {
                    parts.rows = true;
                    let inner = self.group(field, |walk, set| walk.node(node, set))?;
                    shape.add(key_of(field), None, Arc::new(inner));
                }
                "featured" | "position" | "joinedOn" => parts.edge = true,
                _ => parts.keys = true,
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

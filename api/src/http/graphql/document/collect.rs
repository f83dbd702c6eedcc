//! The fields that one object answers, by response key: `CollectFields` of the specification.

use std::collections::{HashMap, HashSet};

use async_graphql::{Pos, Positioned};
use async_graphql_parser::types::{Field, Selection, SelectionSet};
use async_graphql_value::Name;

use super::{normalise::Normaliser, refusal::Refusal, types::TypeDef};

/// A selection set as it was written.
pub(super) type Source<'a> = &'a Positioned<SelectionSet>;

/// Response keys in the order of the answer.
#[derive(Default)]
pub(super) struct Groups<'a> {
    in_order: Vec<Group<'a>>,
    index: HashMap<&'a Name, usize>,
    visited: HashSet<&'a Name>,
}

/// Every field that answers under one response key; valid documents have them ask the same.
pub(super) struct Group<'a> {
    fields: Vec<&'a Positioned<Field>>,
}

impl<'a> Groups<'a> {
    pub(super) fn collect(
        &mut self,
        run: &Normaliser<'a>,
        object: &TypeDef,
        set: &'a SelectionSet,
    ) -> Result<(), Refusal> {
        for item in &set.items {
            run.steps.add(1)?;
            if !run.stands(item.node.directives()) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => self.add(field),
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map(|on| &on.node.on.node);
                    if on.is_none_or(|on| applies(run, on, object)) {
                        self.collect(run, object, &inline.node.selection_set.node)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let fragment = run.document.fragments.get(name).filter(|_| self.visited.insert(name));
                    if let Some(fragment) = fragment
                        && applies(run, &fragment.node.type_condition.node.on.node, object)
                    {
                        self.collect(run, object, &fragment.node.selection_set.node)?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Group<'a>> {
        self.in_order.iter()
    }

    /// The very same fields of the source in the same order.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.in_order.len() == other.in_order.len()
            && self.iter().zip(other.iter()).all(|(one, other)| {
                one.fields.len() == other.fields.len()
                    && one.fields.iter().zip(&other.fields).all(|(one, other)| std::ptr::eq(*one, *other))
            })
    }

    fn add(&mut self, field: &'a Positioned<Field>) {
        let at = *self.index.entry(&field.node.response_key().node).or_insert_with(|| {
            self.in_order.push(Group { fields: Vec::new() });
            self.in_order.len() - 1
        });
        self.in_order[at].fields.push(field);
    }
}

impl<'a> Group<'a> {
    /// The first field, which gives name and arguments.
    pub(super) fn field(&self) -> &'a Field {
        &self.fields[0].node
    }

    pub(super) fn pos(&self) -> Pos {
        self.fields[0].pos
    }

    pub(super) fn beneath(&self) -> Vec<Source<'a>> {
        self.fields.iter().map(|field| &field.node.selection_set).collect()
    }
}

fn applies(run: &Normaliser<'_>, condition: &Name, object: &TypeDef) -> bool {
    *condition == object.name || run.types.get(condition).is_some_and(|on| on.admits(&object.name))
}

//! Overlapping fields can be merged: one response key, one meaning.
//!
//! The specification compares every pair of fields at every level. The same is found in fewer steps by walking the
//! merged fields once for their shapes (whatever their parents) and once for their meaning (name and arguments),
//! there split by concrete parent, since only fields that may meet in one object must agree.

use std::collections::{HashMap, HashSet};

use async_graphql::Positioned;
use async_graphql_parser::types::{BaseType, Field, Selection, SelectionSet, Type};
use async_graphql_value::Name;

use super::{
    super::{
        refusal::Refusal,
        types::{FieldDef, Kind, TypeDef},
    },
    Check,
    selection::both,
};

/// The fields of one or more selection sets by response key, in order.
#[derive(Default)]
pub(super) struct Fields<'a> {
    groups: Vec<(&'a Name, Vec<Entry<'a>>)>,
    index: HashMap<&'a Name, usize>,
    visited: HashSet<&'a Name>,
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    parent: Option<&'a TypeDef>,
    field: &'a Positioned<Field>,
    def: Option<&'a FieldDef>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Shape,
    Meaning,
}

impl<'a> Fields<'a> {
    /// Adds what a selection set holds; each fragment counts once.
    pub(super) fn collect(
        &mut self,
        check: &Check<'a>,
        parent: Option<&'a TypeDef>,
        set: &'a SelectionSet,
    ) -> Result<(), Refusal> {
        for item in &set.items {
            check.steps.add(1)?;
            match &item.node {
                Selection::Field(field) => self.add(parent, field),
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref();
                    let on = on.map_or(parent, |on| check.types.get(&on.node.on.node));
                    self.collect(check, on, &inline.node.selection_set.node)?;
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let fragment = check.document.fragments.get(name).filter(|_| self.visited.insert(name));
                    if let Some(fragment) = fragment {
                        let on = check.types.get(&fragment.node.type_condition.node.on.node);
                        self.collect(check, on, &fragment.node.selection_set.node)?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn keys(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn any(&self, wanted: impl Fn(&str) -> bool) -> bool {
        self.groups.iter().flat_map(|(_, entries)| entries).any(|entry| wanted(&entry.field.node.name.node))
    }

    fn add(&mut self, parent: Option<&'a TypeDef>, field: &'a Positioned<Field>) {
        let key = &field.node.response_key().node;
        let def = parent.and_then(|parent| parent.fields.get(field.node.name.node.as_str()));
        let at = *self.index.entry(key).or_insert_with(|| {
            self.groups.push((key, Vec::new()));
            self.groups.len() - 1
        });
        self.groups[at].1.push(Entry { parent, field, def });
    }
}

impl<'a> Check<'a> {
    pub(super) fn overlaps(&mut self) -> Result<(), Refusal> {
        let document = self.document;
        for (_, operation) in document.operations.iter() {
            for rule in [Rule::Meaning, Rule::Shape] {
                let mut fields = Fields::default();
                fields.collect(
                    self,
                    self.types.root(operation.node.ty),
                    &operation.node.selection_set.node,
                )?;
                self.merge(rule, &fields)?;
                if !self.errors.is_empty() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn merge(&mut self, rule: Rule, fields: &Fields<'a>) -> Result<(), Refusal> {
        for (key, entries) in &fields.groups {
            let parts = match rule {
                Rule::Shape => vec![entries.clone()],
                Rule::Meaning => by_parent(entries),
            };
            for part in parts {
                self.part(rule, key, &part)?;
            }
        }
        Ok(())
    }

    /// Entries that must agree with one another: each with the first, then all that is beneath them.
    fn part(&mut self, rule: Rule, key: &Name, entries: &[Entry<'a>]) -> Result<(), Refusal> {
        let first = entries[0];
        self.steps.add(entries.len() as u64)?;
        for other in &entries[1..] {
            let reason = match rule {
                Rule::Shape => self.differing_shapes(first, *other),
                Rule::Meaning => differing_meaning(first, *other),
            };
            if let Some(reason) = reason {
                let message = format!(
                    "Fields \"{key}\" conflict because {reason}. Use different aliases on the fields to fetch both if this was intentional."
                );
                self.report(message, &both(first.field.pos, other.field.pos));
                return Ok(());
            }
        }
        let mut beneath = Fields::default();
        for entry in entries {
            let target = entry.def.and_then(|def| self.types.target(def));
            beneath.collect(self, target, &entry.field.node.selection_set.node)?;
        }
        self.merge(rule, &beneath)
    }

    fn differing_shapes(&self, one: Entry<'a>, other: Entry<'a>) -> Option<String> {
        let (one, other) = (&one.def?.ty, &other.def?.ty);
        (!self.same_shape(one, other))
            .then(|| format!("they return conflicting types \"{one}\" and \"{other}\""))
    }

    fn same_shape(&self, one: &Type, other: &Type) -> bool {
        if one.nullable != other.nullable {
            return false;
        }
        match (&one.base, &other.base) {
            (BaseType::List(one), BaseType::List(other)) => self.same_shape(one, other),
            (BaseType::Named(one), BaseType::Named(other)) => {
                one == other
                    || [one, other].iter().all(|name| self.types.get(name).is_some_and(TypeDef::is_composite))
            }
            _ => false,
        }
    }
}

/// Fields of one concrete parent may meet one another and those of any abstract parent; those of two concrete ones never.
fn by_parent<'a>(entries: &[Entry<'a>]) -> Vec<Vec<Entry<'a>>> {
    let object = |entry: &Entry<'a>| {
        entry.parent.filter(|parent| parent.kind == Kind::Object).map(|parent| &parent.name)
    };
    let mut parents: Vec<&Name> = entries.iter().filter_map(object).collect();
    parents.sort_unstable();
    parents.dedup();
    if parents.len() < 2 {
        return vec![entries.to_vec()];
    }
    let meet = |name: &Name| -> Vec<Entry<'a>> {
        entries.iter().filter(|entry| object(entry).is_none_or(|parent| parent == name)).copied().collect()
    };
    parents.into_iter().map(meet).collect()
}

fn differing_meaning(one: Entry<'_>, other: Entry<'_>) -> Option<String> {
    let (one, other) = (&one.field.node, &other.field.node);
    if one.name.node != other.name.node {
        return Some(format!("\"{}\" and \"{}\" are different fields", one.name.node, other.name.node));
    }
    let same = one.arguments.len() == other.arguments.len()
        && one.arguments.iter().all(|(name, value)| {
            other.get_argument(&name.node).is_some_and(|given| given.node == value.node)
        });
    (!same).then(|| "they have differing arguments".to_owned())
}

//! How often a normalised document asks for the same long text.
//!
//! What a statement answers is bounded where it is read; under other names the same article could be told a hundred times.

use std::collections::HashMap;

use async_graphql_parser::types::{Field, Selection, SelectionSet};

use super::refusal::{Refusal, Steps, bound};
use super::types::{Kind, TypeDef, TypeMap};

/// Names for one and the same long text.
const MOST: u64 = 4;

/// Refuses a document that asks for one text by more names than the limit.
pub(super) fn check(
    types: &TypeMap,
    root: &TypeDef,
    set: &SelectionSet,
    steps: &Steps,
) -> Result<(), Refusal> {
    // Each root field is read by itself.
    for item in &set.items {
        let Selection::Field(field) = &item.node else { continue };
        let target = root.fields.get(field.node.name.node.as_str()).and_then(|def| types.target(def));
        if let Some(target) = target.filter(|target| !is_leaf(target)) {
            let found = most(types, target, &[&field.node.selection_set.node], steps)?;
            bound("repeats", MOST, found)?;
        }
    }
    Ok(())
}

fn is_leaf(ty: &TypeDef) -> bool {
    matches!(ty.kind, Kind::Scalar | Kind::Enum)
}

/// Of all texts beneath these selections of one object, which are told side by side.
fn most(types: &TypeMap, parent: &TypeDef, sets: &[&SelectionSet], steps: &Steps) -> Result<u64, Refusal> {
    let (mut same, mut most): (HashMap<_, Vec<&Field>>, _) = (HashMap::new(), 0);
    let mut inner: HashMap<&str, Vec<&SelectionSet>> = HashMap::new();
    for item in sets.iter().flat_map(|set| &set.items) {
        steps.add(1)?;
        match &item.node {
            Selection::Field(field) => {
                let field = &field.node;
                same.entry((field.name.node.as_str(), arguments(field))).or_default().push(field);
            }
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref().map_or("", |on| on.node.on.node.as_str());
                inner.entry(on).or_default().push(&inline.node.selection_set.node);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
    // A value has one type.
    for (on, sets) in inner {
        let on = types.get(on).unwrap_or(parent);
        most = most.max(self::most(types, on, &sets, steps)?);
    }
    for ((name, _), fields) in same {
        let Some(target) = parent.fields.get(name).and_then(|def| types.target(def)) else { continue };
        let found = if !is_leaf(target) {
            let sets: Vec<_> = fields.iter().map(|field| &field.selection_set.node).collect();
            self::most(types, target, &sets, steps)?
        } else if is_long(parent, target) {
            fields.len() as u64
        } else {
            0
        };
        most = most.max(found);
    }
    Ok(most)
}

/// Formatted text has up to a megabyte, JSON a quarter of one; of all else there are some thousand letters at most.
fn is_long(parent: &TypeDef, ty: &TypeDef) -> bool {
    ty.name == "JSON" || (parent.name == "RichText" && ty.name == "String")
}

/// With others it is something else that is read.
fn arguments(field: &Field) -> Vec<(&str, String)> {
    field.arguments.iter().map(|(name, value)| (name.node.as_str(), value.node.to_string())).collect()
}

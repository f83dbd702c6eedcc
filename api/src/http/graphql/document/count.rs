//! How much a document asks for once its fragments are expanded, without expanding them.

use std::collections::HashMap;

use async_graphql::Positioned;
use async_graphql_parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};
use async_graphql_value::Name;

use super::{
    Limits, fragments,
    refusal::{Refusal, Steps, bound},
};

/// What one selection set comes to, spread fragments included.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    selections: u64,
    aliases: u64,
    directives: u64,
    depth: u64,
    /// Depth beneath `__schema` and `__type`, which is counted on its own.
    introspection: u64,
    /// Depth in levels of selection sets: fields and fragments alike.
    nesting: u64,
}

/// What a document asks for. Refuses one that is too large, each fragment being looked at once.
pub(super) fn check(
    document: &ExecutableDocument,
    limits: &Limits,
    steps: &Steps,
) -> Result<Limits, Refusal> {
    let fragments = document.fragments.len() as u64;
    bound("fragments", limits.fragments, fragments)?;
    let mut sums = HashMap::new();
    for name in fragments::in_order(document, steps)? {
        let fragment = &document.fragments[name].node;
        let mut sum = expand(&fragment.selection_set.node, &sums, steps)?;
        sum.directives += fragment.directives.len() as u64;
        sums.insert(name, sum);
    }
    let mut total = Sum::default();
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        let mut sum = expand(&operation.selection_set.node, &sums, steps)?;
        sum.directives += operation.directives.len() as u64;
        for variable in &operation.variable_definitions {
            sum.directives += variable.node.directives.len() as u64;
        }
        total.add(sum);
    }
    bound("selections", limits.selections, total.selections)?;
    bound("nesting", limits.nesting, total.nesting)?;
    bound("depth", limits.depth, total.depth)?;
    bound("introspectionDepth", limits.introspection_depth, total.introspection)?;
    bound("aliases", limits.aliases, total.aliases)?;
    bound("directives", limits.directives, total.directives)?;
    Ok(total.found(fragments))
}

fn expand(set: &SelectionSet, sums: &HashMap<&Name, Sum>, steps: &Steps) -> Result<Sum, Refusal> {
    let mut total = Sum::default();
    for item in &set.items {
        steps.add(1)?;
        let (mut sum, directives) = match &item.node {
            Selection::Field(field) => {
                let beneath = expand(&field.node.selection_set.node, sums, steps)?;
                let introspects = matches!(field.node.name.node.as_str(), "__schema" | "__type");
                (beneath.under_field(field.node.alias.is_some(), introspects), &field.node.directives)
            }
            Selection::InlineFragment(inline) => {
                (expand(&inline.node.selection_set.node, sums, steps)?, &inline.node.directives)
            }
            Selection::FragmentSpread(spread) => {
                let known = sums.get(&spread.node.fragment_name.node).copied();
                (known.unwrap_or_default(), &spread.node.directives)
            }
        };
        sum.directives = sum.directives.saturating_add(count(directives));
        total.add(sum);
    }
    // A field without braces opens none.
    total.nesting = total.nesting.saturating_add(u64::from(!set.items.is_empty()));
    Ok(total)
}

fn count(directives: &[Positioned<Directive>]) -> u64 {
    directives.len() as u64
}

impl Sum {
    /// With nothing where others count.
    fn found(self, fragments: u64) -> Limits {
        Limits {
            fragments,
            nesting: self.nesting,
            depth: self.depth,
            introspection_depth: self.introspection,
            aliases: self.aliases,
            directives: self.directives,
            selections: self.selections,
            ..Limits::NONE
        }
    }

    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.depth = self.depth.max(other.depth);
        self.introspection = self.introspection.max(other.introspection);
        self.nesting = self.nesting.max(other.nesting);
    }

    fn under_field(self, aliased: bool, introspects: bool) -> Self {
        let depth = self.depth.saturating_add(1);
        Self {
            selections: self.selections.saturating_add(1),
            aliases: self.aliases.saturating_add(u64::from(aliased)),
            depth: if introspects { 1 } else { depth },
            introspection: if introspects { depth } else { self.introspection },
            ..self
        }
    }
}

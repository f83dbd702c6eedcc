//! Which fragment spreads which: cycles refused, and an order in which every fragment comes after those it spreads.

use std::collections::HashMap;

use async_graphql::{Pos, ServerError};
use async_graphql_parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql_value::Name;

use super::refusal::{Refusal, Steps, error};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Colour {
    /// On the path being walked.
    Open,
    Done,
}

type Spreads<'a> = Vec<(&'a Name, Pos)>;

/// The names of all fragments, spread ones first; unknown names are left to validation.
pub(super) fn in_order<'a>(
    document: &'a ExecutableDocument,
    steps: &Steps,
) -> Result<Vec<&'a Name>, Refusal> {
    let mut graph: HashMap<&Name, Spreads<'_>> = HashMap::new();
    let mut names: Vec<&Name> = document.fragments.keys().collect();
    names.sort_unstable();
    for name in &names {
        let mut found = Vec::new();
        spreads(&document.fragments[*name].node.selection_set.node, &mut found, steps)?;
        found.retain(|(spread, _)| document.fragments.contains_key(*spread));
        graph.insert(name, found);
    }
    let mut colours = HashMap::new();
    let mut order = Vec::with_capacity(names.len());
    for name in names {
        visit(name, &graph, &mut colours, &mut order, steps)?;
    }
    Ok(order)
}

/// Every spread written inside a selection set, however deep; not those of the fragments spread.
pub(super) fn spreads<'a>(
    set: &'a SelectionSet,
    found: &mut Spreads<'a>,
    steps: &Steps,
) -> Result<(), Refusal> {
    for item in &set.items {
        steps.add(1)?;
        match &item.node {
            Selection::Field(field) => spreads(&field.node.selection_set.node, found, steps)?,
            Selection::InlineFragment(inline) => spreads(&inline.node.selection_set.node, found, steps)?,
            Selection::FragmentSpread(spread) => found.push((&spread.node.fragment_name.node, item.pos)),
        }
    }
    Ok(())
}

/// A walk in depth with its own stack: a chain of fragments may be long.
fn visit<'a>(
    start: &'a Name,
    graph: &HashMap<&'a Name, Spreads<'a>>,
    colours: &mut HashMap<&'a Name, Colour>,
    order: &mut Vec<&'a Name>,
    steps: &Steps,
) -> Result<(), Refusal> {
    if colours.contains_key(start) {
        return Ok(());
    }
    colours.insert(start, Colour::Open);
    let mut path = vec![(start, 0)];
    while let Some((name, next)) = path.last_mut() {
        steps.add(1)?;
        let Some((spread, pos)) = graph[*name].get(*next) else {
            colours.insert(name, Colour::Done);
            order.push(name);
            path.pop();
            continue;
        };
        *next += 1;
        match colours.get(spread) {
            Some(Colour::Done) => {}
            Some(Colour::Open) => return Err(Refusal::Validation(vec![cycle(spread, *pos, &path)])),
            None => {
                colours.insert(spread, Colour::Open);
                path.push((spread, 0));
            }
        }
    }
    Ok(())
}

fn cycle(name: &Name, pos: Pos, path: &[(&Name, usize)]) -> ServerError {
    let via: Vec<String> = path
        .iter()
        .skip_while(|(each, _)| *each != name)
        .skip(1)
        .take(5)
        .map(|(each, _)| format!("\"{each}\""))
        .collect();
    let via = if via.is_empty() { String::new() } else { format!(" via {}", via.join(", ")) };
    error(format!("Cannot spread fragment \"{name}\" within itself{via}."), &[pos])
}

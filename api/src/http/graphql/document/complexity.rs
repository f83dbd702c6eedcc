//! How many values a normalised document may ask for, as far as its text tells.

use async_graphql_parser::types::{BaseType, Field, Selection, SelectionSet};
use async_graphql_value::Value;

use super::{
    Limits,
    refusal::{Refusal, Steps, bound},
    types::{FieldDef, TypeDef, TypeMap, named},
};

/// A list without pages is taken to be this long: most are shorter, none has more than a hundred.
const LIST: u64 = 10;
/// A page whose size neither the document nor the schema says.
const PAGE: u64 = 20;
/// Counting a whole list.
const TOTAL: u64 = 100;
/// Each value in a list of a filter: the database looks into as many lists.
const VALUE: u64 = 50;
/// The largest page there is; asking for more is the field's to refuse.
const LARGEST_PAGE: u64 = 100;

/// Refuses a document that asks for more values than the limit.
pub(super) fn check(
    types: &TypeMap,
    limits: &Limits,
    root: &TypeDef,
    set: &SelectionSet,
    steps: &Steps,
) -> Result<u64, Refusal> {
    let complexity = weigh(types, root, set, steps)?;
    bound("complexity", limits.complexity, complexity)?;
    Ok(complexity)
}

/// Fields add up; of the fragments on concrete types the dearest counts, for a value has one type.
fn weigh(types: &TypeMap, parent: &TypeDef, set: &SelectionSet, steps: &Steps) -> Result<u64, Refusal> {
    let (mut sum, mut dearest) = (0_u64, 0);
    for item in &set.items {
        steps.add(1)?;
        match &item.node {
            Selection::Field(field) => {
                sum = sum.saturating_add(weigh_field(types, parent, &field.node, steps)?);
            }
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref().and_then(|on| types.get(&on.node.on.node));
                let set = &inline.node.selection_set.node;
                dearest = dearest.max(weigh(types, on.unwrap_or(parent), set, steps)?);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(sum.saturating_add(dearest))
}

fn weigh_field(types: &TypeMap, parent: &TypeDef, field: &Field, steps: &Steps) -> Result<u64, Refusal> {
    let Some(def) = parent.fields.get(field.name.node.as_str()) else { return Ok(1) };
    let Some(target) = types.target(def) else { return Ok(1) };
    let beneath = weigh(types, target, &field.selection_set.node, steps)?;
    if !is_connection(def) {
        let length = ids(field).unwrap_or_else(|| length(parent, def));
        return Ok(beneath.saturating_mul(length).saturating_add(1));
    }
    let page = beneath.saturating_mul(page(def, field));
    let total = if counts(&field.selection_set.node) { TOTAL } else { 0 };
    Ok(page.saturating_add(total).saturating_add(values(field).saturating_mul(VALUE)).saturating_add(1))
}

fn is_connection(def: &FieldDef) -> bool {
    named(&def.ty).ends_with("Connection")
}

/// Does a connection count its whole list?
fn counts(set: &SelectionSet) -> bool {
    set.items.iter().any(|item| match &item.node {
        Selection::Field(field) => field.node.name.node == "totalCount",
        _ => false,
    })
}

/// The values in the lists of a filter.
fn values(field: &Field) -> u64 {
    let Some(Value::Object(filter)) = field.get_argument("filter").map(|given| &given.node) else { return 0 };
    let length = |value: &Value| match value {
        Value::List(values) => values.len() as u64,
        _ => 0,
    };
    filter.values().map(length).sum()
}

/// Each of the ids asked for is answered.
fn ids(field: &Field) -> Option<u64> {
    match &field.get_argument("ids")?.node {
        Value::List(ids) => Some(ids.len() as u64),
        _ => None,
    }
}

/// How many of what is beneath a field are answered.
fn length(parent: &TypeDef, def: &FieldDef) -> u64 {
    match def.ty.base {
        // The page was counted at the connection.
        BaseType::List(_) if !parent.name.ends_with("Connection") => LIST,
        _ => 1,
    }
}

fn page(def: &FieldDef, field: &Field) -> u64 {
    let given = ["first", "last"].iter().filter_map(|name| match &field.get_argument(name)?.node {
        Value::Number(number) => Some(number.as_u64().unwrap_or(0)),
        _ => None,
    });
    let default = || {
        let first = def.arguments.iter().find(|argument| argument.name == "first")?;
        first.default.clone()?.into_json().ok()?.as_u64()
    };
    given.max().or_else(default).unwrap_or(PAGE).min(LARGEST_PAGE)
}

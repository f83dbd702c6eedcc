//! What the rooms of this door do to whole documents, on a small mixed schema.

use std::fmt::Write;

use async_graphql::{Value, Variables};
use async_graphql_parser::types::{Selection, SelectionSet};

use super::{Limits, Prepared, Refusal, Run, Steps, TypeMap};

mod executed;
mod limits;
mod normalise;
mod operation;
mod variables;

pub(super) fn sample() -> TypeMap {
    TypeMap::parse(include_str!("sample.graphql")).unwrap()
}

pub(super) fn run(source: &str, variables: serde_json::Value) -> Result<Prepared, Refusal> {
    prepare(&sample(), &Limits::default(), source, plainly(&Variables::from_json(variables)))
}

pub(super) fn prepare(
    types: &TypeMap,
    limits: &Limits,
    source: &str,
    run: Run<'_>,
) -> Result<Prepared, Refusal> {
    super::prepare(types, limits, source, run, &Steps::new(limits.steps))
}

/// The only operation, with these variables.
pub(super) fn plainly(variables: &Variables) -> Run<'_> {
    Run { operation_name: None, variables, queries_only: false }
}

/// The messages of a refusal after its code, or nothing when the document may run.
pub(super) fn refusal(source: &str, variables: serde_json::Value) -> String {
    match run(source, variables) {
        Ok(_) => String::new(),
        Err(refusal) => {
            let code = refusal.code();
            let messages: Vec<String> =
                refusal.into_errors().into_iter().map(|error| error.message).collect();
            format!("{code} {}", messages.join(" | "))
        }
    }
}

/// The selections of a prepared document on one line.
pub(super) fn shown(set: &SelectionSet) -> String {
    let mut out = String::from("{");
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => {
                let field = &field.node;
                if let Some(alias) = &field.alias {
                    write!(out, "{}:", alias.node).unwrap();
                }
                out.push_str(&field.name.node);
                if !field.arguments.is_empty() {
                    let all =
                        field.arguments.iter().map(|(name, value)| format!("{}:{}", name.node, value.node));
                    write!(out, "({})", all.collect::<Vec<_>>().join(",")).unwrap();
                }
                assert!(field.directives.is_empty());
                if !field.selection_set.node.items.is_empty() {
                    out.push_str(&shown(&field.selection_set.node));
                }
            }
            Selection::InlineFragment(inline) => {
                let on = &inline.node.type_condition.as_ref().unwrap().node.on.node;
                write!(out, "..{on}{}", shown(&inline.node.selection_set.node)).unwrap();
            }
            Selection::FragmentSpread(_) => panic!("a spread is left"),
        }
        out.push(' ');
    }
    format!("{}}}", out.trim_end())
}

/// The variables of a prepared document, in the order of their names.
pub(super) fn shown_variables(prepared: &Prepared) -> String {
    Value::Object(prepared.variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
        .to_string()
}

//! A prepared document as text: two that ask the same are the same, however they were written.

use std::fmt::Write;

use async_graphql_parser::types::{Field, Selection, SelectionSet};

use super::Prepared;

impl Prepared {
    /// What is asked for, without names, layout and variables. What it is that is asked (a query) it does not say.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(512);
        write_set(&mut text, self.root());
        text
    }
}

/// Nests as deep as the limits allow.
fn write_set(text: &mut String, set: &SelectionSet) {
    text.push('{');
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => write_field(text, &field.node),
            Selection::InlineFragment(fragment) => {
                let fragment = &fragment.node;
                text.push_str("...");
                if let Some(condition) = &fragment.type_condition {
                    text.push_str(&condition.node.on.node);
                }
                write_set(text, &fragment.selection_set.node);
            }
            // None is left in what is prepared.
            Selection::FragmentSpread(spread) => {
                text.push_str("...");
                text.push_str(&spread.node.fragment_name.node);
            }
        }
        text.push(' ');
    }
    text.push('}');
}

fn write_field(text: &mut String, field: &Field) {
    if let Some(alias) = &field.alias {
        text.push_str(&alias.node);
        text.push(':');
    }
    text.push_str(&field.name.node);
    if !field.arguments.is_empty() {
        text.push('(');
        for (name, value) in &field.arguments {
            let _ = write!(text, "{}:{},", name.node, value.node);
        }
        text.push(')');
    }
    for directive in &field.directives {
        let _ = write!(text, "@{}", directive.node.name.node);
        for (name, value) in &directive.node.arguments {
            let _ = write!(text, "({}:{})", name.node, value.node);
        }
    }
    if !field.selection_set.node.items.is_empty() {
        write_set(text, &field.selection_set.node);
    }
}

//! The validation rules of the specification, on the document as it was written.
//!
//! async-graphql's own rules both miss mistakes and refuse valid documents (`cases.rs` says which), so all are here.

use std::collections::{HashMap, HashSet};

use async_graphql::{Pos, ServerError};
use async_graphql_parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql_value::Name;

use super::{
    refusal::{MOST_ERRORS, Refusal, Steps, error},
    types::TypeMap,
};

#[cfg(test)]
mod cases;
mod input;
mod merge;
mod root;
mod selection;
mod variable;

/// Refuses a document that the schema cannot answer, with every mistake in the order of the source.
pub(super) fn check(types: &TypeMap, document: &ExecutableDocument, steps: &Steps) -> Result<(), Refusal> {
    let mut check = Check {
        types,
        document,
        steps,
        errors: Vec::new(),
        input: Vec::new(),
        scopes: HashMap::new(),
        scope: Scope::default(),
    };
    check.definitions()?;
    check.variables()?;
    if check.errors.is_empty() {
        check.overlaps()?;
    }
    check.settle()
}

/// One validation under way.
struct Check<'a> {
    types: &'a TypeMap,
    document: &'a ExecutableDocument,
    steps: &'a Steps,
    errors: Vec<ServerError>,
    /// The argument being walked, and the input fields beneath it.
    input: Vec<&'a Name>,
    /// What each definition uses; operations by their name, fragments by theirs.
    scopes: HashMap<Owner<'a>, Scope<'a>>,
    /// Of the definition being walked.
    scope: Scope<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Owner<'a> {
    Operation(Option<&'a Name>),
    Fragment(&'a Name),
}

#[derive(Default)]
struct Scope<'a> {
    spreads: Vec<&'a Name>,
    variables: Vec<variable::Usage<'a>>,
}

impl<'a> Check<'a> {
    fn definitions(&mut self) -> Result<(), Refusal> {
        let document = self.document;
        for (name, fragment) in &document.fragments {
            self.fragment(fragment)?;
            self.close(Owner::Fragment(name));
        }
        let mut reached = HashSet::new();
        for (name, operation) in document.operations.iter() {
            self.operation(name, operation.pos, &operation.node)?;
            self.close(Owner::Operation(name));
            reached.extend(self.reachable(Owner::Operation(name))?);
        }
        for (name, fragment) in &document.fragments {
            if !reached.contains(&Owner::Fragment(name)) {
                self.report(format!("Fragment \"{name}\" is never used."), &[fragment.pos]);
            }
        }
        Ok(())
    }

    fn close(&mut self, owner: Owner<'a>) {
        let scope = std::mem::take(&mut self.scope);
        self.scopes.insert(owner, scope);
    }

    fn operation(
        &mut self,
        name: Option<&'a Name>,
        pos: Pos,
        operation: &'a OperationDefinition,
    ) -> Result<(), Refusal> {
        let Some(root) = self.types.root(operation.ty) else {
            self.report(format!("The schema has no {} type.", operation.ty), &[pos]);
            return Ok(());
        };
        self.variable_definitions(operation)?;
        self.directives(&operation.directives, root::location(operation.ty))?;
        self.selection_set(Some(root), &operation.selection_set.node)?;
        if operation.ty == OperationType::Subscription {
            self.single_root_field(name, pos, operation)?;
        }
        Ok(())
    }

    /// The definition and every fragment it spreads, directly or not.
    fn reachable(&self, from: Owner<'a>) -> Result<HashSet<Owner<'a>>, Refusal> {
        let mut found = HashSet::from([from]);
        let mut pending = vec![from];
        while let Some(owner) = pending.pop() {
            let Some(scope) = self.scopes.get(&owner) else { continue };
            self.steps.add(scope.spreads.len() as u64)?;
            for name in &scope.spreads {
                if found.insert(Owner::Fragment(name)) {
                    pending.push(Owner::Fragment(name));
                }
            }
        }
        Ok(found)
    }

    fn report(&mut self, message: impl Into<String>, at: &[Pos]) {
        if self.errors.len() < MOST_ERRORS {
            let mut error = error(message, at);
            if !self.input.is_empty() {
                let path: Vec<&str> = self.input.iter().map(|name| name.as_str()).collect();
                error.extensions.get_or_insert_default().set("argument", path.join("."));
            }
            self.errors.push(error);
        }
    }

    /// Maps have no order: the source has.
    fn settle(mut self) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            return Ok(());
        }
        self.errors.sort_by_key(|error| error.locations.first().copied());
        Err(Refusal::Validation(self.errors))
    }
}

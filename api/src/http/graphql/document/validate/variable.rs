//! Variables: defined once, of input types, used, and only where their type fits.

use std::collections::{HashMap, HashSet};

use async_graphql::{Pos, Positioned};
use async_graphql_parser::types::{
    BaseType, DirectiveLocation, OperationDefinition, Type, VariableDefinition,
};
use async_graphql_value::{ConstValue, Name};

use super::{
    super::{
        coerce::Coercion,
        refusal::Refusal,
        types::{TypeDef, named},
    },
    Check, Owner,
    selection::both,
};

/// A variable where a value is wanted.
#[derive(Clone, Copy)]
pub(super) struct Usage<'a> {
    pub(super) name: &'a Name,
    pub(super) pos: Pos,
    /// `None` where anything goes.
    pub(super) ty: Option<&'a Type>,
    pub(super) default: bool,
    pub(super) one_of: Option<&'a Name>,
}

type Definitions<'a> = HashMap<&'a Name, &'a Positioned<VariableDefinition>>;

impl<'a> Check<'a> {
    pub(super) fn variable_definitions(&mut self, operation: &'a OperationDefinition) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for definition in &operation.variable_definitions {
            self.steps.add(1)?;
            let VariableDefinition { name, var_type, directives, default_value } = &definition.node;
            if !seen.insert(&name.node) {
                self.report(format!("There can be only one variable named \"${}\".", name.node), &[name.pos]);
            }
            let type_name = named(&var_type.node);
            match self.types.get(type_name).map(TypeDef::is_input) {
                None => self.report(format!("Unknown type \"{type_name}\"."), &[var_type.pos]),
                Some(false) => {
                    let message = format!(
                        "Variable \"${}\" cannot be non-input type \"{}\".",
                        name.node, var_type.node
                    );
                    self.report(message, &[var_type.pos]);
                }
                Some(true) => {}
            }
            if let Some(default) = default_value {
                let mut coercion = Coercion::of_literal(self.types, self.steps);
                coercion.value(&var_type.node, &default.node)?;
                for problem in coercion.problems {
                    self.report(problem.message, &[default.pos]);
                }
            }
            self.directives(directives, DirectiveLocation::VariableDefinition)?;
        }
        Ok(())
    }

    /// Runs after the walk, when it is known what each definition uses.
    pub(super) fn variables(&mut self) -> Result<(), Refusal> {
        let document = self.document;
        for (name, operation) in document.operations.iter() {
            let definitions: Definitions<'_> = operation
                .node
                .variable_definitions
                .iter()
                .map(|definition| (&definition.node.name.node, definition))
                .collect();
            let mut used = HashSet::new();
            for owner in self.reachable(Owner::Operation(name))? {
                let usages = self.scopes.get(&owner).map(|scope| scope.variables.clone()).unwrap_or_default();
                for usage in usages {
                    self.steps.add(1)?;
                    used.insert(usage.name);
                    self.usage(usage, &definitions, operation.pos);
                }
            }
            for definition in &operation.node.variable_definitions {
                let variable = &definition.node.name.node;
                if !used.contains(variable) {
                    self.report(format!("Variable \"${variable}\" is never used."), &[definition.pos]);
                }
            }
        }
        Ok(())
    }

    fn usage(&mut self, usage: Usage<'a>, definitions: &Definitions<'a>, operation: Pos) {
        let Some(definition) = definitions.get(usage.name) else {
            let message = format!("Variable \"${}\" is not defined.", usage.name);
            self.report(message, &both(usage.pos, operation));
            return;
        };
        let Some(wanted) = usage.ty else { return };
        let at = both(definition.pos, usage.pos);
        let ty = &definition.node.var_type.node;
        let default = definition.node.default_value.as_ref().map(|value| &value.node);
        let has_default = usage.default || default.is_some_and(|value| *value != ConstValue::Null);
        if !fits(ty, wanted, has_default) {
            let message = format!(
                "Variable \"${}\" of type \"{ty}\" used in position expecting type \"{wanted}\".",
                usage.name
            );
            self.report(message, &at);
        } else if let Some(one_of) = usage.one_of
            && ty.nullable
            && !has_default
        {
            let message = format!(
                "Variable \"${}\" is of type \"{ty}\" but must be non-nullable to be used for OneOf Input Object \"{one_of}\".",
                usage.name
            );
            self.report(message, &at);
        }
    }
}

/// Whether a variable of a type may stand where another is wanted; a default makes up for a missing `!`.
fn fits(variable: &Type, wanted: &Type, has_default: bool) -> bool {
    if !wanted.nullable && variable.nullable && !has_default {
        return false;
    }
    match (&variable.base, &wanted.base) {
        (BaseType::Named(one), BaseType::Named(other)) => one == other,
        (BaseType::List(one), BaseType::List(other)) => fits(one, other, false),
        _ => false,
    }
}

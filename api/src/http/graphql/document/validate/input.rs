//! Arguments and the values written in a document: known, given once, complete, of the right type.

use std::collections::HashSet;

use async_graphql::{Pos, Positioned, indexmap::IndexMap};
use async_graphql_parser::types::{BaseType, Type};
use async_graphql_value::{Name, Value};

use super::{
    super::{
        refusal::Refusal,
        types::{InputDef, Kind, TypeDef},
        value::{Shape, leaf_problem},
    },
    Check,
    selection::Taker,
    variable::Usage,
};

type Arguments = [(Positioned<Name>, Positioned<Value>)];

/// Where a value stands: the type wanted there, whether that place has a default, and the `@oneOf` type it chooses in.
#[derive(Clone, Copy)]
struct Place<'a> {
    ty: &'a Type,
    default: bool,
    one_of: Option<&'a Name>,
}

impl<'a> Check<'a> {
    /// `known` is `None` when what takes them is itself unknown; then only variables are noted.
    pub(super) fn arguments(
        &mut self,
        known: Option<&'a [InputDef]>,
        given: &'a Arguments,
        taker: &Taker<'_>,
        pos: Pos,
    ) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for (name, value) in given {
            self.steps.add(1)?;
            self.input.push(&name.node);
            if !seen.insert(&name.node) {
                self.report(format!("There can be only one argument named \"{}\".", name.node), &[name.pos]);
            }
            let definition = known.and_then(|known| known.iter().find(|each| each.name == name.node));
            if known.is_some() && definition.is_none() {
                self.report(format!("Unknown argument \"{}\"{}.", name.node, taker.place()), &[name.pos]);
            }
            self.value(definition.map(Place::of), &value.node, value.pos)?;
            self.input.pop();
        }
        for missing in known.unwrap_or_default().iter().filter(|each| each.is_required()) {
            if !seen.contains(&missing.name) {
                self.input.push(&missing.name);
                self.report(taker.misses(missing), &[pos]);
                self.input.pop();
            }
        }
        Ok(())
    }

    /// Checks a literal; the variables in it are noted for [`Check::variables`].
    fn value(&mut self, place: Option<Place<'a>>, value: &'a Value, pos: Pos) -> Result<(), Refusal> {
        self.steps.add(1)?;
        if let Value::Variable(name) = value {
            let usage = Usage {
                name,
                pos,
                ty: place.map(|place| place.ty),
                default: place.is_some_and(|place| place.default),
                one_of: place.and_then(|place| place.one_of),
            };
            self.scope.variables.push(usage);
            return Ok(());
        }
        let Some(place) = place else { return self.inside(value, pos) };
        match (value, &place.ty.base) {
            (Value::Null, _) => {
                if !place.ty.nullable {
                    self.report(format!("Expected value of type \"{}\", found null.", place.ty), &[pos]);
                }
                Ok(())
            }
            (Value::List(items), BaseType::List(inner)) => {
                items.iter().try_for_each(|item| self.value(Some(Place::inside(inner)), item, pos))
            }
            (single, BaseType::List(inner)) => self.value(Some(Place { ty: inner, ..place }), single, pos),
            (value, BaseType::Named(name)) => self.named_value(name, place.ty, value, pos),
        }
    }

    fn named_value(&mut self, name: &Name, ty: &Type, value: &'a Value, pos: Pos) -> Result<(), Refusal> {
        let Some(def) = self.types.get(name) else { return self.inside(value, pos) };
        match (def.kind, value) {
            (Kind::Input, Value::Object(fields)) => self.object(def, fields, pos),
            (Kind::Input, other) => {
                self.report(
                    format!("Expected value of type \"{ty}\", found {}.", Shape::from(other)),
                    &[pos],
                );
                self.inside(other, pos)
            }
            (_, other) => {
                if let Some(problem) = leaf_problem(def, other.into(), true) {
                    self.report(problem, &[pos]);
                }
                self.inside(other, pos)
            }
        }
    }

    fn object(
        &mut self,
        def: &'a TypeDef,
        fields: &'a IndexMap<Name, Value>,
        pos: Pos,
    ) -> Result<(), Refusal> {
        for (name, value) in fields {
            self.input.push(name);
            let known = def.inputs.iter().find(|each| each.name == *name);
            if known.is_none() {
                self.report(format!("Field \"{name}\" is not defined by type \"{}\".", def.name), &[pos]);
            }
            let one_of = def.one_of.then_some(&def.name);
            self.value(known.map(|each| Place { one_of, ..Place::of(each) }), value, pos)?;
            self.input.pop();
        }
        for missing in def.inputs.iter().filter(|each| each.is_required() && !fields.contains_key(&each.name))
        {
            let message = format!(
                "Field \"{}.{}\" of required type \"{}\" was not provided.",
                def.name, missing.name, missing.ty
            );
            self.report(message, &[pos]);
        }
        if def.one_of && fields.len() != 1 {
            let message = format!("OneOf Input Object \"{}\" must specify exactly one key.", def.name);
            self.report(message, &[pos]);
        } else if def.one_of && fields.values().any(|value| matches!(value, Value::Null)) {
            self.report(
                format!(
                    "Field \"{}.{}\" must be non-null.",
                    def.name,
                    fields.keys().next().expect("one key")
                ),
                &[pos],
            );
        }
        Ok(())
    }

    /// Only notes the variables: what holds them is already reported, or anything goes there.
    fn inside(&mut self, value: &'a Value, pos: Pos) -> Result<(), Refusal> {
        match value {
            Value::List(items) => items.iter().try_for_each(|item| self.value(None, item, pos)),
            Value::Object(fields) => fields.values().try_for_each(|item| self.value(None, item, pos)),
            _ => Ok(()),
        }
    }
}

impl<'a> Place<'a> {
    fn of(input: &'a InputDef) -> Self {
        Self { ty: &input.ty, default: input.default.is_some(), one_of: None }
    }

    fn inside(ty: &'a Type) -> Self {
        Self { ty, default: false, one_of: None }
    }
}

impl Taker<'_> {
    fn place(&self) -> String {
        match self {
            Self::Field(Some(parent), field) => format!(" on field \"{}.{field}\"", parent.name),
            Self::Field(None, field) => format!(" on field \"{field}\""),
            Self::Directive(name) => format!(" on directive \"@{name}\""),
            Self::Unknown => String::new(),
        }
    }

    fn misses(&self, argument: &InputDef) -> String {
        let who = match self {
            Self::Field(_, name) => format!("Field \"{name}\""),
            Self::Directive(name) => format!("Directive \"@{name}\""),
            Self::Unknown => String::new(),
        };
        format!(
            "{who} argument \"{}\" of type \"{}\" is required, but it was not provided.",
            argument.name, argument.ty
        )
    }
}

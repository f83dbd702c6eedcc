//! Variables: what was sent, checked against the types of the operation and brought into their form.

use async_graphql::{ServerError, Variables, indexmap::IndexMap};
use async_graphql_parser::types::{BaseType, OperationDefinition, Type};
use async_graphql_value::{ConstValue, Name, Number};

use super::{
    refusal::{MOST_ERRORS, Refusal, Steps, error},
    types::{Kind, TypeDef, TypeMap},
    value::{Shape, integer, leaf_problem},
};

/// The variables the operation defines, with defaults; those it does not define are ignored.
pub(super) fn variables(
    types: &TypeMap,
    operation: &OperationDefinition,
    sent: &Variables,
    steps: &Steps,
) -> Result<Variables, Refusal> {
    let mut coerced = Variables::default();
    let mut errors: Vec<ServerError> = Vec::new();
    for definition in &operation.variable_definitions {
        let (name, ty) = (&definition.node.name.node, &definition.node.var_type.node);
        let mut fail = |path: &str, message: String| {
            let mut error = error(message, &[definition.pos]);
            error.extensions.get_or_insert_default().set("argument", format!("${name}{path}"));
            errors.push(error);
        };
        let mut coercion = Coercion { literal: false, ..Coercion::of_literal(types, steps) };
        let value = match (sent.get(name), &definition.node.default_value) {
            (None, None) if ty.nullable => continue,
            (None, None) => {
                fail("", format!("Variable \"${name}\" of required type \"{ty}\" was not provided."));
                continue;
            }
            (Some(ConstValue::Null), _) if !ty.nullable => {
                fail("", format!("Variable \"${name}\" of non-null type \"{ty}\" must not be null."));
                continue;
            }
            (None, Some(default)) => {
                coercion.literal = true;
                coercion.value(ty, &default.node)?
            }
            (Some(value), _) => coercion.value(ty, value)?,
        };
        for Problem { path, found, message } in coercion.problems {
            let at = if path.is_empty() { String::new() } else { format!(" at \"{name}{path}\"") };
            fail(&path, format!("Variable \"${name}\" got invalid value {found}{at}; {message}"));
        }
        coerced.insert(name.clone(), value);
    }
    errors.truncate(MOST_ERRORS);
    if errors.is_empty() { Ok(coerced) } else { Err(Refusal::Variables(errors)) }
}

/// A constant being brought into the form of its type, every mistake in it noted.
pub(super) struct Coercion<'a> {
    types: &'a TypeMap,
    steps: &'a Steps,
    /// Written in the document, where an enum is a name and `3.0` no integer.
    literal: bool,
    path: Vec<Step>,
    pub(super) problems: Vec<Problem>,
}

pub(super) struct Problem {
    path: String,
    found: String,
    pub(super) message: String,
}

#[derive(Clone)]
enum Step {
    Field(Name),
    Index(usize),
}

impl<'a> Coercion<'a> {
    pub(super) fn of_literal(types: &'a TypeMap, steps: &'a Steps) -> Self {
        Self { types, steps, literal: true, path: Vec::new(), problems: Vec::new() }
    }

    /// The value in its type's form; meaningless when there are problems.
    pub(super) fn value(&mut self, ty: &Type, value: &ConstValue) -> Result<ConstValue, Refusal> {
        self.steps.add(1)?;
        match (&ty.base, value) {
            (_, ConstValue::Null) => {
                if !ty.nullable {
                    let message = if self.literal {
                        format!("Expected value of type \"{ty}\", found null.")
                    } else {
                        format!("Expected non-nullable type \"{ty}\" not to be null.")
                    };
                    self.problem(value, message);
                }
                Ok(ConstValue::Null)
            }
            (BaseType::List(inner), ConstValue::List(items)) => {
                let mut list = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    list.push(self.beneath(Step::Index(index), inner, item)?);
                }
                Ok(ConstValue::List(list))
            }
            (BaseType::List(inner), single) => Ok(ConstValue::List(vec![self.value(inner, single)?])),
            (BaseType::Named(name), value) => match self.types.get(name) {
                Some(def) if def.kind == Kind::Input => self.object(def, ty, value),
                Some(def) => Ok(self.leaf(def, value)),
                None => Ok(value.clone()),
            },
        }
    }

    fn beneath(&mut self, step: Step, ty: &Type, value: &ConstValue) -> Result<ConstValue, Refusal> {
        self.path.push(step);
        let coerced = self.value(ty, value);
        self.path.pop();
        coerced
    }

    fn leaf(&mut self, def: &TypeDef, value: &ConstValue) -> ConstValue {
        if let Some(message) = leaf_problem(def, value.into(), self.literal) {
            self.problem(value, message);
        }
        match (def.kind, def.name.as_str(), value) {
            (Kind::Enum, _, ConstValue::String(name)) => ConstValue::Enum(Name::new(name)),
            (_, "ID", ConstValue::Number(number)) => ConstValue::String(number.to_string()),
            (_, "Int", ConstValue::Number(number)) => {
                ConstValue::Number(integer(number, self.literal).map_or_else(|| number.clone(), Number::from))
            }
            _ => value.clone(),
        }
    }

    fn object(&mut self, def: &TypeDef, ty: &Type, value: &ConstValue) -> Result<ConstValue, Refusal> {
        let ConstValue::Object(sent) = value else {
            self.problem(value, format!("Expected type \"{ty}\" to be an object."));
            return Ok(ConstValue::Null);
        };
        let mut coerced = IndexMap::new();
        for field in &def.inputs {
            match (sent.get(&field.name), &field.default) {
                (Some(given), _) => {
                    let given = self.beneath(Step::Field(field.name.clone()), &field.ty, given)?;
                    coerced.insert(field.name.clone(), given);
                }
                (None, Some(default)) => {
                    coerced.insert(field.name.clone(), default.clone());
                }
                (None, None) if !field.ty.nullable => {
                    let (name, ty) = (&field.name, &field.ty);
                    let message = format!("Field \"{name}\" of required type \"{ty}\" was not provided.");
                    self.problem(value, message);
                }
                (None, None) => {}
            }
        }
        for name in sent.keys().filter(|name| def.inputs.iter().all(|field| field.name != **name)) {
            self.problem(value, format!("Field \"{name}\" is not defined by type \"{}\".", def.name));
        }
        if def.one_of && sent.len() != 1 {
            self.problem(
                value,
                format!("Exactly one key must be specified for OneOf type \"{}\".", def.name),
            );
        } else if def.one_of && sent.values().any(|given| *given == ConstValue::Null) {
            self.problem(
                value,
                format!("The one key given for OneOf type \"{}\" must be non-null.", def.name),
            );
        }
        Ok(ConstValue::Object(coerced))
    }

    fn problem(&mut self, found: &ConstValue, message: String) {
        if self.problems.len() >= MOST_ERRORS {
            return;
        }
        let path = self.path.iter().map(|step| match step {
            Step::Field(name) => format!(".{name}"),
            Step::Index(index) => format!("[{index}]"),
        });
        self.problems.push(Problem { path: path.collect(), found: Shape::from(found).to_string(), message });
    }
}

//! The document as it will run: one operation, no named fragments, no `@skip` or `@include`, no variables, and every
//! response key once, in the order the specification gives the answer.
//!
//! Beneath an object all selections are fields. Beneath an interface or union either all are its own fields, when the
//! concrete type makes no difference, or all are inline fragments on object types, one for each that selects anything.

use async_graphql::{Positioned, Variables};
use async_graphql_parser::types::{
    Directive, ExecutableDocument, Field, InlineFragment, Selection, SelectionSet, TypeCondition,
};
use async_graphql_value::{ConstValue, Name, Value};

use super::{
    Limits,
    collect::{Group, Groups, Source},
    refusal::{Found, Refusal, Steps},
    types::{FieldDef, Kind, TypeDef, TypeMap},
};

/// One normalisation under way.
pub(super) struct Normaliser<'a> {
    pub(super) types: &'a TypeMap,
    pub(super) document: &'a ExecutableDocument,
    pub(super) variables: &'a Variables,
    pub(super) limits: &'a Limits,
    pub(super) steps: &'a Steps,
    /// Fields written so far: those of a fragment count once for every concrete type they are planned for.
    pub(super) selections: u64,
}

type Set = Positioned<SelectionSet>;

impl<'a> Normaliser<'a> {
    /// The merged selections of the sources, for a value of the type `parent`.
    pub(super) fn set(&mut self, parent: &'a TypeDef, sources: &[Source<'a>]) -> Result<Set, Refusal> {
        let pos = sources.first().map_or_else(Default::default, |source| source.pos);
        let items = if parent.kind == Kind::Object {
            let groups = self.collect(parent, sources)?;
            self.fields(parent, &groups)?
        } else {
            self.abstract_items(parent, sources)?
        };
        Ok(Positioned::new(SelectionSet { items }, pos))
    }

    fn abstract_items(
        &mut self,
        parent: &'a TypeDef,
        sources: &[Source<'a>],
    ) -> Result<Vec<Positioned<Selection>>, Refusal> {
        let objects: Vec<&'a TypeDef> =
            parent.possible.iter().filter_map(|name| self.types.get(name)).collect();
        let mut plans = Vec::with_capacity(objects.len());
        for object in objects {
            plans.push((object, self.collect(object, sources)?));
        }
        let Some((_, first)) = plans.first() else { return Ok(Vec::new()) };
        let alike = plans.iter().all(|(_, groups)| groups.same(first));
        if alike && first.iter().all(|group| parent.fields.contains_key(group.field().name.node.as_str())) {
            return self.fields(parent, first);
        }
        let mut items = Vec::new();
        for (object, groups) in &plans {
            let fields = self.fields(object, groups)?;
            if !fields.is_empty() {
                items.push(on(object.name.clone(), fields, sources));
            }
        }
        Ok(items)
    }

    fn collect(&self, object: &TypeDef, sources: &[Source<'a>]) -> Result<Groups<'a>, Refusal> {
        let mut groups = Groups::default();
        for source in sources {
            groups.collect(self, object, &source.node)?;
        }
        Ok(groups)
    }

    fn fields(
        &mut self,
        parent: &'a TypeDef,
        groups: &Groups<'a>,
    ) -> Result<Vec<Positioned<Selection>>, Refusal> {
        let mut items = Vec::with_capacity(groups.iter().len());
        for group in groups.iter() {
            self.steps.add(1)?;
            self.selections += 1;
            if self.selections > self.limits.selections {
                let limit = self.limits.selections;
                return Err(Refusal::Limit { name: "selections", limit, found: Found::MoreThan(limit) });
            }
            if let Some(def) = parent.fields.get(group.field().name.node.as_str()) {
                items.push(self.field(def, group)?);
            }
        }
        Ok(items)
    }

    fn field(&mut self, def: &'a FieldDef, group: &Group<'a>) -> Result<Positioned<Selection>, Refusal> {
        let (field, pos) = (group.field(), group.pos());
        let arguments = self.arguments(&field.arguments)?;
        let selection_set = match self.types.target(def) {
            Some(target) if target.is_composite() => self.set(target, &group.beneath())?,
            _ => Positioned::default(),
        };
        let field = Field {
            alias: field.alias.clone().filter(|alias| alias.node != field.name.node),
            name: field.name.clone(),
            arguments,
            directives: self.directives(&field.directives)?,
            selection_set,
        };
        Ok(Positioned::new(Selection::Field(Positioned::new(field, pos)), pos))
    }

    /// What is left of the directives once `@skip` and `@include` have been obeyed.
    pub(super) fn directives(
        &self,
        directives: &[Positioned<Directive>],
    ) -> Result<Vec<Positioned<Directive>>, Refusal> {
        let others =
            directives.iter().filter(|each| !matches!(each.node.name.node.as_str(), "skip" | "include"));
        others
            .map(|each| {
                let arguments = self.arguments(&each.node.arguments)?;
                Ok(Positioned::new(Directive { name: each.node.name.clone(), arguments }, each.pos))
            })
            .collect()
    }

    fn arguments(&self, given: &[Argument]) -> Result<Vec<Argument>, Refusal> {
        let mut arguments = Vec::with_capacity(given.len());
        for (name, value) in given {
            if let Some(constant) = self.constant(&value.node)? {
                arguments.push((name.clone(), Positioned::new(constant, value.pos)));
            }
        }
        Ok(arguments)
    }

    /// The value with its variables filled in; `None` for a variable that was not sent, which leaves its place empty.
    fn constant(&self, value: &Value) -> Result<Option<Value>, Refusal> {
        self.steps.add(1)?;
        let constant = match value {
            Value::Variable(name) => {
                let Some(value) = self.variables.get(name) else { return Ok(None) };
                // Each use is a copy.
                self.steps.add(weight(value))?;
                return Ok(Some(value.clone().into_value()));
            }
            Value::List(items) => {
                let items = items.iter().map(|item| Ok(self.constant(item)?.unwrap_or(Value::Null)));
                Value::List(items.collect::<Result<_, Refusal>>()?)
            }
            Value::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, value)| Ok(self.constant(value)?.map(|value| (name.clone(), value))));
                Value::Object(fields.filter_map(Result::transpose).collect::<Result<_, Refusal>>()?)
            }
            other => other.clone(),
        };
        Ok(Some(constant))
    }

    /// Whether `@skip` and `@include` let a selection stand.
    pub(super) fn stands(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let skips = match directive.node.name.node.as_str() {
                "skip" => true,
                "include" => false,
                _ => return true,
            };
            let condition = match directive.node.get_argument("if").map(|value| &value.node) {
                Some(Value::Boolean(condition)) => *condition,
                Some(Value::Variable(name)) => self.variables.get(name) == Some(&ConstValue::Boolean(true)),
                _ => false,
            };
            condition != skips
        })
    }
}

type Argument = (Positioned<Name>, Positioned<Value>);

fn on(object: Name, items: Vec<Positioned<Selection>>, sources: &[Source<'_>]) -> Positioned<Selection> {
    let pos = sources.first().map_or_else(Default::default, |source| source.pos);
    let condition = TypeCondition { on: Positioned::new(object, pos) };
    let fragment = InlineFragment {
        type_condition: Some(Positioned::new(condition, pos)),
        directives: Vec::new(),
        selection_set: Positioned::new(SelectionSet { items }, pos),
    };
    Positioned::new(Selection::InlineFragment(Positioned::new(fragment, pos)), pos)
}

/// Steps for copying a value.
fn weight(value: &ConstValue) -> u64 {
    1 + match value {
        ConstValue::String(text) => text.len() as u64 / 64,
        ConstValue::List(items) => items.iter().map(weight).sum(),
        ConstValue::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() as u64 / 64 + weight(value)).sum()
        }
        _ => 0,
    }
}

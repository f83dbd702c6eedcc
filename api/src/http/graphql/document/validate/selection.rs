//! Fields, fragments and directives: each exists, each fits where it stands.

use std::collections::HashSet;

use async_graphql::{Pos, Positioned};
use async_graphql_parser::types::{
    Directive, DirectiveLocation, Field, FragmentDefinition, FragmentSpread, InlineFragment, Selection,
    SelectionSet,
};
use async_graphql_value::Name;

use super::{
    super::{refusal::Refusal, types::TypeDef},
    Check,
};

impl<'a> Check<'a> {
    pub(super) fn selection_set(
        &mut self,
        parent: Option<&'a TypeDef>,
        set: &'a SelectionSet,
    ) -> Result<(), Refusal> {
        for item in &set.items {
            self.steps.add(1)?;
            match &item.node {
                Selection::Field(field) => self.field(parent, field)?,
                Selection::InlineFragment(inline) => self.inline_fragment(parent, inline)?,
                Selection::FragmentSpread(spread) => self.spread(parent, spread)?,
            }
        }
        Ok(())
    }

    fn field(&mut self, parent: Option<&'a TypeDef>, field: &'a Positioned<Field>) -> Result<(), Refusal> {
        self.directives(&field.node.directives, DirectiveLocation::Field)?;
        let name = &field.node.name.node;
        let known = parent.and_then(|parent| parent.fields.get(name.as_str()));
        if let (Some(parent), None) = (parent, known) {
            self.report(format!("Cannot query field \"{name}\" on type \"{}\".", parent.name), &[field.pos]);
        }
        let Some(known) = known else {
            self.arguments(None, &field.node.arguments, &Taker::Unknown, field.pos)?;
            return self.selection_set(None, &field.node.selection_set.node);
        };
        let taker = Taker::Field(parent, name);
        self.arguments(Some(&known.arguments), &field.node.arguments, &taker, field.pos)?;
        let target = self.types.target(known);
        let set = &field.node.selection_set.node;
        match (target.is_some_and(TypeDef::is_composite), set.items.is_empty()) {
            (true, true) => {
                let ty = &known.ty;
                let message = format!(
                    "Field \"{name}\" of type \"{ty}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?"
                );
                self.report(message, &[field.pos]);
                Ok(())
            }
            (false, false) => {
                let ty = &known.ty;
                let message = format!(
                    "Field \"{name}\" must not have a selection since type \"{ty}\" has no subfields."
                );
                self.report(message, &[field.pos]);
                Ok(())
            }
            _ => self.selection_set(target, set),
        }
    }

    fn inline_fragment(
        &mut self,
        parent: Option<&'a TypeDef>,
        inline: &'a Positioned<InlineFragment>,
    ) -> Result<(), Refusal> {
        self.directives(&inline.node.directives, DirectiveLocation::InlineFragment)?;
        let set = &inline.node.selection_set.node;
        let Some(condition) = &inline.node.type_condition else { return self.selection_set(parent, set) };
        let on = self.condition(&condition.node.on, "Fragment");
        if let (Some(parent), Some(on)) = (parent, on)
            && !overlap(parent, on)
        {
            let message = format!(
                "Fragment cannot be spread here as objects of type \"{}\" can never be of type \"{}\".",
                parent.name, on.name
            );
            self.report(message, &[inline.pos]);
        }
        self.selection_set(on, set)
    }

    pub(super) fn fragment(&mut self, fragment: &'a Positioned<FragmentDefinition>) -> Result<(), Refusal> {
        self.directives(&fragment.node.directives, DirectiveLocation::FragmentDefinition)?;
        let on = self.condition(&fragment.node.type_condition.node.on, "Fragment");
        self.selection_set(on, &fragment.node.selection_set.node)
    }

    fn condition(&mut self, on: &'a Positioned<Name>, what: &str) -> Option<&'a TypeDef> {
        let Some(found) = self.types.get(&on.node) else {
            self.report(format!("Unknown type \"{}\".", on.node), &[on.pos]);
            return None;
        };
        if !found.is_composite() {
            self.report(format!("{what} cannot condition on non composite type \"{}\".", on.node), &[on.pos]);
            return None;
        }
        Some(found)
    }

    fn spread(
        &mut self,
        parent: Option<&'a TypeDef>,
        spread: &'a Positioned<FragmentSpread>,
    ) -> Result<(), Refusal> {
        self.directives(&spread.node.directives, DirectiveLocation::FragmentSpread)?;
        let name = &spread.node.fragment_name.node;
        self.scope.spreads.push(name);
        let Some(fragment) = self.document.fragments.get(name) else {
            self.report(format!("Unknown fragment \"{name}\"."), &[spread.node.fragment_name.pos]);
            return Ok(());
        };
        let on = self.types.get(&fragment.node.type_condition.node.on.node).filter(|on| on.is_composite());
        if let (Some(parent), Some(on)) = (parent, on)
            && !overlap(parent, on)
        {
            let message = format!(
                "Fragment \"{name}\" cannot be spread here as objects of type \"{}\" can never be of type \"{}\".",
                parent.name, on.name
            );
            self.report(message, &[spread.pos]);
        }
        Ok(())
    }

    pub(super) fn directives(
        &mut self,
        directives: &'a [Positioned<Directive>],
        location: DirectiveLocation,
    ) -> Result<(), Refusal> {
        let mut seen = HashSet::new();
        for directive in directives {
            self.steps.add(1)?;
            let name = &directive.node.name.node;
            let Some(known) = self.types.directive(name) else {
                self.report(format!("Unknown directive \"@{name}\"."), &[directive.pos]);
                self.arguments(None, &directive.node.arguments, &Taker::Unknown, directive.pos)?;
                continue;
            };
            if !known.locations.contains(&location) {
                self.report(format!("Directive \"@{name}\" may not be used here."), &[directive.pos]);
            }
            if !seen.insert(name) {
                let message = format!("The directive \"@{name}\" can only be used once at this location.");
                self.report(message, &[directive.pos]);
            }
            let taker = Taker::Directive(name);
            self.arguments(Some(&known.arguments), &directive.node.arguments, &taker, directive.pos)?;
        }
        Ok(())
    }
}

/// Who takes the arguments, for the messages.
pub(super) enum Taker<'a> {
    Field(Option<&'a TypeDef>, &'a Name),
    Directive(&'a Name),
    Unknown,
}

fn overlap(one: &TypeDef, other: &TypeDef) -> bool {
    one.possible.iter().any(|name| other.admits(name))
}

/// Where something is, for two things that disagree.
pub(super) fn both(one: Pos, other: Pos) -> [Pos; 2] {
    [one.min(other), one.max(other)]
}

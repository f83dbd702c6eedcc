//! Rules for whole operations.

use async_graphql::Pos;
use async_graphql_parser::types::{DirectiveLocation, OperationDefinition, OperationType};
use async_graphql_value::Name;

use super::{super::refusal::Refusal, Check, merge::Fields};

impl<'a> Check<'a> {
    /// A subscription is one stream, so it has one root field, and not an introspection field.
    pub(super) fn single_root_field(
        &mut self,
        name: Option<&'a Name>,
        pos: Pos,
        operation: &'a OperationDefinition,
    ) -> Result<(), Refusal> {
        let mut fields = Fields::default();
        let root = self.types.root(OperationType::Subscription);
        fields.collect(self, root, &operation.selection_set.node)?;
        let who = name
            .map_or_else(|| "Anonymous Subscription".to_owned(), |name| format!("Subscription \"{name}\""));
        if fields.keys() > 1 {
            self.report(format!("{who} must select only one top level field."), &[pos]);
        }
        if fields.any(|name| name.starts_with("__")) {
            self.report(format!("{who} must not select an introspection top level field."), &[pos]);
        }
        Ok(())
    }
}

pub(super) fn location(kind: OperationType) -> DirectiveLocation {
    match kind {
        OperationType::Query => DirectiveLocation::Query,
        OperationType::Mutation => DirectiveLocation::Mutation,
        OperationType::Subscription => DirectiveLocation::Subscription,
    }
}

//! How resolvers reach the world.

use std::sync::Arc;

use async_graphql::parser::types::Field;
use async_graphql::{Context, QueryPathNode};

use super::super::asking::Session;
use super::super::problem;
use super::{arguments, selection};
use crate::domain::actor::Actor;
use crate::domain::view::Viewing;
use crate::error::{Error, Result};

pub trait ContextExt {
    fn session(&self) -> &Session;
    fn asked(&self) -> &Field;
    /// The response keys from the root down to the current field.
    fn path(&self) -> Vec<String>;
    /// Who asks, as they are now: one statement for a request with a token, however often it is asked.
    fn actor(&self) -> impl Future<Output = Result<&Actor>> + Send;
    /// Who looks, and in which languages this field, a root of what is read, was asked for.
    fn viewing(&self) -> async_graphql::Result<Arc<Viewing>>;
    /// Says where in this root field the argument stands that is to blame.
    fn blame(&self, error: Error) -> async_graphql::Error;
}

impl ContextExt for Context<'_> {
    fn session(&self) -> &Session {
        self.data_unchecked::<Session>()
    }

    fn asked(&self) -> &Field {
        &self.item.node
    }

    fn path(&self) -> Vec<String> {
        self.path_node.map(QueryPathNode::to_string_vec).unwrap_or_default()
    }

    fn actor(&self) -> impl Future<Output = Result<&Actor>> + Send {
        self.session().actor()
    }

    fn viewing(&self) -> async_graphql::Result<Arc<Viewing>> {
        let locales =
            arguments::locales(&selection::arguments(self.asked())).map_err(|err| self.blame(err))?;
        let view = arguments::view(&selection::arguments(self.asked()));
        let footprint = self.session().footprint.clone();
        Ok(Arc::new(Viewing { now: self.session().now, locales, view, footprint }))
    }

    fn blame(&self, error: Error) -> async_graphql::Error {
        problem::blame(error, "", &self.path(), self.asked())
    }
}

/// The name of a field in the answer.
pub fn key_of(field: &Field) -> &str {
    field.alias.as_ref().map_or(field.name.node.as_str(), |alias| alias.node.as_str())
}

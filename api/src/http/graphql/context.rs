//! How resolvers reach the world.

use std::net::IpAddr;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::parser::types::Field;
use entity::instant::Instant;
use tokio::sync::OnceCell;

use super::{arguments, problem, selection};

use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::view::Viewing;
use crate::error::{Error, Result};
use crate::service::{self, session::Bearer};

/// What a request brings along.
pub struct Session {
    pub app: Arc<App>,
    /// Everything in one request is live, or not, at this instant.
    pub now: Instant,
    /// Where this server is reached from outside, without a slash at the end.
    pub base_url: Arc<str>,
    /// What the token of the request says.
    pub bearer: Option<Bearer>,
    /// Where the request comes from, as far as that is known.
    pub from: Option<IpAddr>,
    /// Who that is, once known.
    pub actor: OnceCell<Actor>,
}

impl Session {
    pub async fn actor(&self) -> Result<&Actor> {
        let Some(bearer) = &self.bearer else { return Ok(&Actor::Anonymous) };
        self.actor.get_or_try_init(|| service::session::actor(&self.app, bearer)).await
    }
}

pub trait ContextExt {
    fn session(&self) -> &Session;
    fn asked(&self) -> &Field;
    /// Who asks, as they are now: one statement for a request with a token, however often it is asked.
    fn actor(&self) -> impl Future<Output = Result<&Actor>> + Send;
    /// Who looks, and in which languages this root field was asked for.
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

    fn actor(&self) -> impl Future<Output = Result<&Actor>> + Send {
        self.session().actor()
    }

    fn viewing(&self) -> async_graphql::Result<Arc<Viewing>> {
        let locales =
            arguments::locales(&selection::arguments(self.asked())).map_err(|err| self.blame(err))?;
        let view = arguments::view(&selection::arguments(self.asked()));
        Ok(Arc::new(Viewing { now: self.session().now, locales, view }))
    }

    fn blame(&self, error: Error) -> async_graphql::Error {
        problem::blame(error, "", &[key_of(self.asked()).to_owned()], self.asked())
    }
}

/// The name of a field in the answer.
pub fn key_of(field: &Field) -> &str {
    field.alias.as_ref().map_or(field.name.node.as_str(), |alias| alias.node.as_str())
}

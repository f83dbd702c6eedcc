//! What the server says of itself.

use async_graphql::{Context, Object as GraphqlObject};

use super::context::ContextExt;
use super::scalar::DateTime;

#[derive(Default)]
pub struct ServerQuery;

#[GraphqlObject]
impl ServerQuery {
    /// The clock that decides what is live and which call is open: the one instant at which all of this answer is true.
    async fn server_time(&self, ctx: &Context<'_>) -> DateTime {
        DateTime(ctx.session().now)
    }
}

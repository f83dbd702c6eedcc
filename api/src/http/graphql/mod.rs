//! GraphQL: one schema over every read, and its door over HTTP.
//!
//! Resolvers name their arguments for the schema only: the selection has read them before anything resolves.

#![expect(clippy::used_underscore_binding, reason = "the macro reads arguments that resolvers do not")]
#![expect(clippy::unused_async, reason = "the macro wants every resolver asynchronous")]

mod answer;
mod api_token;
mod arguments;
mod asked;
mod asking;
mod asset;
mod attempt;
mod audit_event;
mod batch;
mod bounds;
mod call;
mod city;
mod cluster;
mod connection;
mod content;
mod context;
mod cost;
mod country;
mod decision;
pub mod document;
mod door;
mod edit;
mod event;
mod filter;
mod idempotency;
mod inbox;
mod kept;
mod kind;
mod media_item;
mod named;
mod negotiate;
mod news_item;
mod node;
mod order;
mod outcome;
mod partner;
mod password_reset;
mod persisted;
mod practice;
mod preview;
mod privacy;
mod problem;
mod record;
mod request;
mod review;
mod review_comment;
mod revision;
mod root;
mod scalar;
mod schema;
mod second_factor;
mod seen;
mod selection;
mod server;
mod session;
mod source;
mod straight;
mod submission;
mod topic;
mod trusted;
mod user_error;
mod viewer;

pub use answer::{PATH, refusals};
pub use cost::HEADER as COST;
pub use door::router;
pub use schema::sdl;

#[cfg(test)]
pub mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

    struct Broken;

    #[Object]
    impl Broken {
        async fn field(&self) -> i32 {
            "no number".parse().expect("secret")
        }
    }

    /// Runs a resolver that panics.
    pub async fn panicking() -> String {
        let answer = Schema::new(Broken, EmptyMutation, EmptySubscription).execute("{ field }").await;
        format!("{:?}", answer.data)
    }
}

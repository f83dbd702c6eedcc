//! GraphQL: one schema over every read, and its door over HTTP.

mod answer;
#[cfg(not(test))]
mod asked;
mod asking;
mod attempt;
#[cfg(not(test))]
mod batch;
mod bounds;
mod cost;
pub mod document;
#[cfg(not(test))]
mod door;
mod idempotency;
mod kept;
mod named;
mod negotiate;
mod outcome;
mod persisted;
mod problem;
mod request;
#[cfg(not(test))]
mod schema;
mod source;
#[cfg(not(test))]
mod straight;
mod trusted;

pub use answer::{PATH, refusals};
pub use cost::HEADER as COST;
#[cfg(not(test))]
pub use door::router;
#[cfg(not(test))]
pub use schema::{build, sdl};

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

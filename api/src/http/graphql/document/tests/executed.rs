//! What the executor makes of a prepared document.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use async_graphql::{Context, EmptySubscription, Object, Request, Schema, ValidationMode, Variables, value};

use super::{Limits, TypeMap, plainly, prepare};

#[derive(Default)]
struct Count(AtomicI32);

struct Query;

#[Object]
impl Query {
    async fn count(&self, ctx: &Context<'_>) -> i32 {
        ctx.data_unchecked::<Arc<Count>>().0.load(Ordering::SeqCst)
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn bump(&self, ctx: &Context<'_>, by: i32) -> Bumped {
        Bumped(ctx.data_unchecked::<Arc<Count>>().0.fetch_add(by, Ordering::SeqCst) + by)
    }
}

struct Bumped(i32);

#[Object]
impl Bumped {
    async fn to(&self) -> i32 {
        self.0
    }

    async fn twice(&self) -> i32 {
        self.0 * 2
    }
}

/// What is answered, and what the count came to.
async fn run(source: &str) -> (async_graphql::Value, i32) {
    let count = Arc::new(Count::default());
    let schema = Schema::build(Query, Mutation, EmptySubscription)
        .validation_mode(ValidationMode::Fast)
        .data(count.clone())
        .finish();
    let types = TypeMap::parse(&schema.sdl()).unwrap();
    let prepared = prepare(&types, &Limits::default(), source, plainly(&Variables::default())).unwrap();
    let mut request = Request::new("");
    request.set_parsed_query(prepared.document);
    let answer = schema.execute(request).await;
    assert!(answer.is_ok(), "{:?}", answer.errors);
    (answer.data, count.0.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_repeated_mutation_field_acts_once() {
    for source in [
        "mutation { bump(by: 3) { to } bump(by: 3) { twice } }",
        "mutation { ...A ...A } fragment A on Mutation { bump(by: 3) { to twice } ...B } fragment B on Mutation { bump(by: 3) { to } }",
    ] {
        assert_eq!(run(source).await, (value!({ "bump": { "to": 3, "twice": 6 } }), 3), "{source}");
    }
    let apart = "mutation { a: bump(by: 3) { to } b: bump(by: 3) { to } }";
    assert_eq!(run(apart).await, (value!({ "a": { "to": 3 }, "b": { "to": 6 } }), 6));
}

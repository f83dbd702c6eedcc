//! Several requests in one: each is answered as if it had come alone, in the order they came, and together they cost no more
//! than one may.

use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{self, Refused};
use super::asked::{Asked, Caller};
use super::attempt;
use super::document::{Limits, Steps};
use super::door::Door;
use super::idempotency;
use super::outcome::Outcome;
use super::problem;
use super::request::GraphqlRequest;

type All<T> = Vec<Result<T, Refused>>;

/// Always 200: what became of each request its answer tells alone.
pub async fn answer(
    door: &Door,
    caller: &Caller,
    requests: All<GraphqlRequest>,
) -> Result<Response, Refused> {
    if caller.parts.headers.contains_key(idempotency::HEADER) {
        return Err(Refused::bad("An `Idempotency-Key` is for one request: send that one by itself."));
    }
    let all = prepared(door, caller, requests);
    bounded(&all, &door.limits)?;
    let mut bodies = vec![b'['];
    for one in all {
        // One after the other: what follows a mutation reads what it did.
        let body = match one {
            Ok(asked) => door.answer(asked).await.map(Outcome::into_body),
            Err(refused) => Err(refused),
        };
        if bodies.len() > 1 {
            bodies.push(b',');
        }
        bodies.extend_from_slice(&body.unwrap_or_else(|refused| refused.body().into()));
    }
    bodies.push(b']');
    Ok(answer::executed(bodies, caller.media_type))
}

/// Documents of one batch share the steps of one request, those that are refused, too.
fn prepared<'a>(door: &Door, caller: &'a Caller, requests: All<GraphqlRequest>) -> All<Asked<'a>> {
    let steps = Steps::new(door.limits.steps);
    requests.into_iter().map(|request| door.prepared(caller, request?, &steps)).collect()
}

/// Refuses all of them where they ask for more than one request may.
fn bounded(all: &All<Asked<'_>>, limits: &Limits) -> Result<(), Refused> {
    let sum = |figure: fn(&Limits) -> u64| {
        let each = all.iter().flatten().map(|asked| figure(asked.found()));
        each.fold(0, u64::saturating_add)
    };
    attempt::once(all.iter().flatten().map(Asked::attempts).sum())?;
    for (name, found, allowed) in [
        ("complexity", sum(|found| found.complexity), limits.complexity),
        ("rootFields", sum(|found| found.root_fields), limits.root_fields),
    ] {
        if found > allowed {
            let message = format!(
                "The batch is refused: {name} of all its requests may be at most {allowed}, found {found}. Send fewer at once."
            );
            let mut error = problem::refusal("LIMIT_EXCEEDED", message);
            let extensions = error.extensions.get_or_insert_default();
            extensions.set("limit", name);
            extensions.set("allowed", allowed);
            extensions.set("found", found);
            return Err(Refused { errors: vec![error], ..Refused::new(StatusCode::BAD_REQUEST, "", "") });
        }
    }
    Ok(())
}

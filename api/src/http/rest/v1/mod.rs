//! `GET /v1/…`: the content of GraphQL as plain JSON, under the same names.
//!
//! `told` says what is told of each thing. A request is judged whole before anything is read: `asked` turns `include` and
//! `fields` into a `Selection` and a plan, one statement reads it, `shown` writes it by the plan. Invariants: what is live
//! is all there is; nothing is read that is not told; a door of its own decides nothing.

mod answer;
pub mod asked;
pub mod collection;
mod facts;
mod names;
mod shown;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::http::address::Addresses;
use crate::http::problem::Problem;
use crate::http::{accept, linked_data};
use crate::platform::database::{Caller, Reads};
use answer::Answered;
use collection::COLLECTIONS;

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    addresses: Addresses,
    /// Where this server is reached from outside, without a slash at the end.
    base_url: Arc<str>,
    caller: Caller,
}

pub fn router(app: Arc<App>, addresses: &Addresses) -> Router {
    let door = Door {
        app,
        addresses: addresses.clone(),
        base_url: addresses.here("").into(),
        caller: Caller::Anybody,
    };
    let mut router = Router::new();
    for of in &COLLECTIONS {
        let list = move |State(door): State<Door>,
                         caller: Caller,
                         RawQuery(query): RawQuery,
                         headers: HeaderMap| async move {
            let door = Door { caller, ..door };
            told(&headers, &OFFERED[..1], door.list(of, query.as_deref()).await)
        };
        let one = move |State(door): State<Door>,
                        caller: Caller,
                        path: Result<Path<String>, PathRejection>,
                        RawQuery(query): RawQuery,
                        headers: HeaderMap| async move {
            // What is no text is no slug.
            let Ok(Path(slug)) = path else { return of.nothing_called("", None).into_response() };
            let door = Door { caller, ..door };
            let offered: &[&str] = if linked_data::has(of.list.noun) { &OFFERED } else { &OFFERED[..1] };
            match accept::preferred(&headers, offered) {
                Some(1) => told(&headers, offered, door.linked(of, &slug, query.as_deref()).await),
                _ => told(&headers, offered, door.one(of, &slug, query.as_deref()).await),
            }
        };
        router = router.route(&format!("/v1/{}", of.path), get(list));
        router = router.route(&format!("/v1/{}/{{slug}}", of.path), get(one));
    }
    router.with_state(door)
}

impl Door {
    /// Where what is asked for is read.
    fn db(&self) -> Reads<'_> {
        self.app.db.read_by(self.caller)
    }
}

/// Everything as ours, and what has a word in the vocabulary of schema.org as that, too.
const OFFERED: [&str; 2] = [answer::JSON, linked_data::MEDIA_TYPE];

fn told(headers: &HeaderMap, offered: &[&str], outcome: Result<Answered, Problem>) -> Response {
    if accept::preferred(headers, offered).is_none() {
        return answer::not_acceptable(offered).into_response();
    }
    match outcome {
        Ok(answered) => answered.to(),
        Err(problem) => problem.into_response(),
    }
}

//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a mutation that is sent again acts once.

mod key;

pub use key::HEADER;

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::answer::{self, Refused};
use super::asking::Session;
use super::attempt::ATTEMPTS;
use super::document::Prepared;
use super::negotiate::MediaType;
use super::problem;
use super::request::GraphqlRequest;
use crate::app::{App, Attempt};
use crate::domain::actor::SignedIn;
use crate::error::{Error, Result};
use crate::http::problem::Problem;
use crate::service::idempotency::{self as keys, Begun};

/// Their answers hold secrets: that they ran is kept, what they answered is not.
const SECRET: [&str; 3] = ["createApiToken", "createPreviewToken", "createSubmission"];

/// What is known of a request before it runs.
pub struct Keyed<'a> {
    pub headers: &'a HeaderMap,
    pub asked: &'a GraphqlRequest,
    pub source: &'a str,
    pub prepared: &'a Prepared,
    pub request_id: &'a str,
}

/// What to do with it.
pub enum Turn {
    /// Run it. With a key, tell what came of it.
    Run(Option<Running>),
    /// It ran before, and answered so.
    Replay(String),
}

impl Keyed<'_> {
    /// Only mutations of users who are signed in have keys: signing in is counted otherwise, and whoever is nobody
    /// would share the keys of everybody.
    pub async fn turn(&self, session: &mut Session) -> Result<Turn, Refused> {
        if !self.prepared.is_mutation() {
            return Ok(Turn::Run(None));
        }
        let acts = self.prepared.root_fields().filter(|name| !name.starts_with("__"));
        let (attempts, others): (Vec<_>, Vec<_>) = acts.partition(|name| ATTEMPTS.contains(name));
        if !attempts.is_empty() && others.is_empty() {
            return Ok(Turn::Run(None));
        }
        let Some(key) = key::of(self.headers)? else { return Ok(Turn::Run(None)) };
        if let ([attempt, ..], [other, ..]) = (&*attempts, &*others) {
            return Err(Refused::bad(mixed(attempt, other)));
        }
        // Who is nobody, or nobody any more, is told by the mutation itself.
        let Ok(user) = session.actor().await.and_then(|actor| actor.signed_in().cloned()) else {
            return Ok(Turn::Run(None));
        };
        match self.begin(&session.app, &user, &key).await.map_err(|error| self.failed(error))? {
            Begun::Run(attempt) => {
                let app = session.app.clone();
                session.app = Arc::new(app.attempting(attempt.clone()));
                let is_secret = self.prepared.root_fields().any(|name| SECRET.contains(&name));
                Ok(Turn::Run(Some(Running { app, attempt, is_secret, is_over: false })))
            }
            Begun::Done(answer) => Ok(Turn::Replay(answer)),
            refused => Err(refusal(&refused)),
        }
    }

    fn failed(&self, error: Error) -> Refused {
        let problem = Problem::from(error);
        let errors = vec![problem::outside(&problem, self.request_id)];
        Refused { status: problem.status, errors, header: None, retry_after: None }
    }

    async fn begin(&self, app: &App, user: &SignedIn, key: &str) -> Result<Begun> {
        let fingerprint = self.fingerprint(app, user)?;
        keys::begin(app, user.user, key, &fingerprint).await
    }

    /// Of what was asked for, in which role, and by which kind of token: the same key with another of these is another
    /// request, so that nobody is told again what they no longer may see. Nobody guesses from it what stood in the variables.
    fn fingerprint(&self, app: &App, user: &SignedIn) -> Result<String> {
        let scopes = user.token.as_ref().map(|token| token.scopes.to_words());
        let asked = (self.source, &self.asked.operation_name, &self.asked.variables);
        let parts = (asked, scopes, user.role, user.city);
        let parts = serde_json::to_vec(&parts).expect("names are strings and numbers are finite");
        Ok(URL_SAFE_NO_PAD.encode(app.keyring()?.secret.mac("idempotency", &parts)))
    }
}

/// To run `other` again with whoever tries again would be what a key is to prevent.
fn mixed(attempt: &str, other: &str) -> String {
    format!(
        "`{attempt}` is never answered from an `Idempotency-Key`, and `{other}` beside it would run again: send the two by \
         themselves, the key with `{other}`."
    )
}

/// A run that has its key.
pub struct Running {
    app: Arc<App>,
    attempt: Attempt,
    is_secret: bool,
    is_over: bool,
}

impl Running {
    /// Keeps the answer. One that did nothing and could not say why for good is forgotten instead: repeating it is safe.
    pub async fn finish(mut self, body: &[u8], is_whole: bool) {
        let may_keep = !self.is_secret && body.len() <= keys::ANSWER_BYTES;
        let outcome = if !(is_whole && may_keep) && self.released().await {
            Ok(())
        } else {
            let answer = may_keep.then(|| String::from_utf8_lossy(body).into_owned());
            keys::finish(&self.app, &self.attempt, answer).await
        };
        self.is_over = true;
        if let Err(error) = outcome {
            tracing::warn!(%error, "what a mutation with a key answered was not kept");
        }
    }

    async fn released(&self) -> bool {
        keys::release(&self.app, &self.attempt).await.unwrap_or(false)
    }
}

/// The caller hung up, or time was up: whoever comes next need not wait for the lease to end.
impl Drop for Running {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let (app, attempt) = (self.app.clone(), self.attempt.clone());
        tokio::spawn(async move { keys::release(&app, &attempt).await });
    }
}

/// The answer of the first time.
pub fn replay(body: Bytes, media_type: MediaType) -> Response {
    let mut response = answer::executed(body, media_type);
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

fn refusal(begun: &Begun) -> Refused {
    let (status, code, message, retry_after) = match begun {
        Begun::Running(seconds) => (
            StatusCode::CONFLICT,
            "IDEMPOTENCY_KEY_IN_USE",
            "The request with this `Idempotency-Key` is still running. Send it again in a moment.".to_owned(),
            Some((*seconds).clamp(1, 5)),
        ),
        Begun::Other => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "IDEMPOTENCY_KEY_REUSED",
            "This `Idempotency-Key` was used for another request. Use a new one for each request.".to_owned(),
            None,
        ),
        Begun::TooMany => (
            StatusCode::TOO_MANY_REQUESTS,
            "RATE_LIMITED",
            format!("{} keys were used in the last 24 hours. Send this one later, or without a key.", keys::MOST),
            Some(3600),
        ),
        Begun::Run(_) | Begun::Done(_) | Begun::Unanswered => (
            StatusCode::CONFLICT,
            "IDEMPOTENCY_ANSWER_NOT_KEPT",
            "The request with this `Idempotency-Key` was carried out, at least in part, but its answer was not kept. \
             Look at what it changed before you ask for anything again, with a new key."
                .to_owned(),
            None,
        ),
    };
    Refused { retry_after, ..Refused::new(status, code, message) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use async_graphql_parser::types::OperationType;

    use super::super::document::{TypeMap, named};
    use super::*;

    /// Whether something beneath is named like a secret.
    fn tells_secrets(types: &TypeMap, name: &str, seen: &mut HashSet<String>) -> bool {
        let Some(found) = types.get(name).filter(|_| seen.insert(name.to_owned())) else { return false };
        found.fields.iter().any(|(field, def)| {
            let field = field.to_lowercase();
            let is_text = matches!(named(&def.ty).as_str(), "String" | "ID" | "Url");
            (is_text && ["token", "secret", "password"].iter().any(|word| field.ends_with(word)))
                || tells_secrets(types, named(&def.ty), seen)
        })
    }

    #[test]
    fn no_mutation_that_tells_a_secret_is_forgotten_here() {
        let types = TypeMap::parse(include_str!("../../../../../schema.graphql")).unwrap();
        for (name, def) in &types.root(OperationType::Mutation).unwrap().fields {
            // Attempts have no key at all.
            if ATTEMPTS.contains(&name.as_str()) {
                continue;
            }
            let tells = tells_secrets(&types, named(&def.ty), &mut HashSet::new());
            assert_eq!(tells, SECRET.contains(&name.as_str()), "{name}: what it answers must not be kept");
        }
    }
}

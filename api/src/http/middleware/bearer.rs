//! Who a request says it comes from: a token that is there must be good, on every door.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::Error;
use crate::http::problem::Problem;
use crate::platform::keyring::Refused;
use crate::service::session::{self, Bearer};

/// Why there is no token that can be looked at.
enum NoToken {
    /// Nobody can tell what was meant.
    Malformed(&'static str),
    /// Of another scheme than ours.
    Foreign,
}

pub async fn layer(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let token = match token(request.headers()) {
        Ok(None) => return next.run(request).await,
        Ok(Some(token)) => token,
        Err(NoToken::Malformed(why)) => return malformed(why),
        Err(NoToken::Foreign) => {
            return refused(FOREIGN, "the Authorization header must be `Bearer` and a token");
        }
    };
    match session::bearer(&app, token).await {
        Ok(Ok(bearer)) => {
            // What it says goes along; it is not there for who is anonymous.
            let is_private = matches!(bearer, Bearer::Preview(_) | Bearer::Sender(_));
            request.extensions_mut().insert(bearer);
            let response = next.run(request).await;
            if is_private { kept_to_oneself(response) } else { response }
        }
        Ok(Err(Refused::Unreachable(seconds))) => {
            Problem::from(Error::Unavailable("whether the identity provider signed the token", seconds))
                .into_response()
        }
        Ok(Err(why)) => refused(INVALID_TOKEN, &format!("the token {why}")),
        Err(error) => Problem::from(error).into_response(),
    }
}

/// What is not public yet is kept by no cache and found by no search engine.
fn kept_to_oneself(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// RFC 6750, 2.1. Other ways to send a token are not taken.
fn token(headers: &HeaderMap) -> Result<Option<&str>, NoToken> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = all.next() else { return Ok(None) };
    if all.next().is_some() {
        return Err(NoToken::Malformed("there is more than one Authorization header: send one"));
    }
    let plain = NoToken::Malformed("the Authorization header is not plain text: send `Bearer` and a token");
    let text = value.to_str().map_err(|_| plain)?.trim();
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    let token = token.trim_start();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(NoToken::Foreign);
    }
    // The letters of `b64token`.
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if token.is_empty() || !token.bytes().all(is_letter) {
        let why =
            "what follows `Bearer` in the Authorization header is no token: send the access token alone";
        return Err(NoToken::Malformed(why));
    }
    Ok(Some(token))
}

/// The challenge to a token that is not good (RFC 6750, 3.1).
pub const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";
/// To whoever came without one: there is no more to say.
const FOREIGN: &str = "Bearer";

/// Of a token that was good when it was made.
pub const ENDED: &str =
    "the session has ended, its user was disabled, or who made the preview token may show no drafts any more";

/// What a person does who is refused.
pub fn advice(why: &str) -> String {
    format!("{why}; sign in again, or leave the Authorization header out to read anonymously")
}

fn refused(challenge: &'static str, why: &str) -> Response {
    challenged(Problem::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", advice(why)), challenge)
}

/// What a door answers that must know who asks, to whoever is nobody to it.
pub fn unauthenticated(has_token: bool) -> Response {
    if has_token {
        return refused(INVALID_TOKEN, ENDED);
    }
    challenged(Problem::from(Error::Unauthenticated), FOREIGN)
}

fn malformed(why: &'static str) -> Response {
    let problem = Problem::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", why);
    challenged(problem, "Bearer error=\"invalid_request\"")
}

fn challenged(problem: Problem, challenge: &'static str) -> Response {
    let mut response = problem.into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

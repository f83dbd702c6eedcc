//! Who a request says it comes from: a token that is there must be good, on every door.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::http::problem::Problem;
use crate::service::session;

pub async fn layer(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let token = match token(request.headers()) {
        Ok(None) => return next.run(request).await,
        Ok(Some(token)) => token,
        Err(why) => return refused("invalid_request", why),
    };
    match session::bearer(&app, token).await {
        Ok(Ok(bearer)) => {
            // What it says goes along; it is not there for who is anonymous.
            request.extensions_mut().insert(bearer);
            next.run(request).await
        }
        Ok(Err(why)) => refused("invalid_token", &format!("the token {why}")),
        Err(error) => Problem::from(error).into_response(),
    }
}

/// RFC 6750, 2.1. Other ways to send a token are not taken.
fn token(headers: &HeaderMap) -> Result<Option<&str>, &'static str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = all.next() else { return Ok(None) };
    if all.next().is_some() {
        return Err("there is more than one Authorization header: send one");
    }
    let text = value.to_str().map_err(|_| "the Authorization header is not plain text")?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err("the Authorization header must be `Bearer` and a token"),
    }
}

/// 401 with what RFC 6750, 3 asks for.
fn refused(error: &str, why: &str) -> Response {
    let detail = format!("{why}; sign in again, or leave the Authorization header out to read anonymously");
    let mut response = Problem::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", detail).into_response();
    let challenge = HeaderValue::from_str(&format!("Bearer error=\"{error}\"")).expect("plain words");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

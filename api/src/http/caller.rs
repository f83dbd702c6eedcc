//! Whom a request is answered for: whoever shows a token may have written, and reads from where it was written.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::platform::database::Caller;
use crate::service::session::Bearer;

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::who(parts.extensions.get::<Bearer>().is_some()))
    }
}

//! Codings, as a client names those that it takes.

use axum::extract::Request;
use axum::http::{HeaderValue, header};

/// Who takes no encoding we have, and not even none, gets none (RFC 9110, 12.5.3): an answer is better than 406.
pub async fn accept(mut request: Request) -> Request {
    let headers = request.headers_mut();
    let wanted: Vec<(&str, bool)> = wanted(headers.get_all(header::ACCEPT_ENCODING)).collect();
    let refused = |coding: &str| wanted.contains(&(coding, false));
    let takes_ours = wanted.iter().copied().any(is_ours);
    if (refused("identity") || refused("*")) && !takes_ours {
        headers.remove(header::ACCEPT_ENCODING);
    }
    request
}

/// Codings, and whether each is wanted at all.
pub fn wanted<'h>(given: impl IntoIterator<Item = &'h HeaderValue>) -> impl Iterator<Item = (&'h str, bool)> {
    let given = given.into_iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).map(weighed)
}

/// Whether it is wanted, and one that we have.
pub fn is_ours((coding, is_wanted): (&str, bool)) -> bool {
    is_wanted && ["br", "zstd", "gzip"].contains(&coding)
}

fn weighed(one: &str) -> (&str, bool) {
    let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
    let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
    (coding.trim(), weight.trim().parse() != Ok(0.0))
}

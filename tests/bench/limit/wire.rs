//! The limit of the wire: the same bytes, and no thought about them.

use std::path::Path;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use harness::{Answer, Value, json};

use crate::Done;

/// What hyper writes itself.
const OF_THE_WIRE: [&str; 4] = ["connection", "content-length", "date", "transfer-encoding"];

/// An answer as a file holds it.
pub fn kept(answer: &Answer) -> Value {
    let headers: Vec<_> =
        answer.headers.iter().filter(|(name, _)| !OF_THE_WIRE.contains(&name.as_str())).collect();
    json!({ "headers": headers, "body": answer.text() })
}

/// Gives the answer in this file to everybody.
pub async fn serve(file: &Path) -> Done {
    let kept: Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let mut headers = HeaderMap::new();
    for header in kept["headers"].as_array().into_iter().flatten() {
        let text = |at: usize| header[at].as_str().unwrap_or_default();
        headers.append(HeaderName::try_from(text(0))?, HeaderValue::try_from(text(1))?);
    }
    let body = Bytes::from(kept["body"].as_str().unwrap_or_default().to_owned());
    super::serve(Router::new().fallback(answer).with_state((headers, body))).await
}

/// Reads what is asked to its end, as every door must.
async fn answer(State(kept): State<(HeaderMap, Bytes)>, _asked: Bytes) -> (HeaderMap, Bytes) {
    kept
}

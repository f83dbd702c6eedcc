//! GraphQL over HTTP as others judge it: the server audits of the npm package `graphql-http`.

use std::net::SocketAddr;
use std::path::Path;

use serde_json::Value;

use crate::node::{node, npm};

/// `{ id, name, status, reason }` of each audit; `None` where Node is missing, which is said aloud.
pub async fn audits(address: SocketAddr) -> Option<Vec<Value>> {
    let folder = npm(&["graphql-http@1.23.1", "graphql@17.1.0"])?;
    let url = format!("http://{address}/graphql");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/audits.mjs");
    let run = move || node(&script, &[folder.to_str().expect("a plain path"), &url]);
    let outcome = tokio::task::spawn_blocking(run).await.expect("node does not panic");
    let audits: Vec<Value> = serde_json::from_str(&outcome.succeeded()).expect("the script prints JSON");
    assert!(audits.len() > 50, "the package has over fifty audits, not {}", audits.len());
    Some(audits)
}

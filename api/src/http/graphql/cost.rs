//! What a document was found to cost, told beside its answer to whoever wants to know.

use axum::http::{HeaderMap, HeaderName};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::answer::Refused;
use super::document::Limits;

/// `GraphQL-Cost: 1` asks for it.
pub const HEADER: HeaderName = HeaderName::from_static("graphql-cost");

pub fn is_wanted(headers: &HeaderMap) -> Result<bool, Refused> {
    match headers.get(HEADER) {
        None => Ok(false),
        Some(value) if value == "1" => Ok(true),
        Some(_) => Err(Refused::bad("`GraphQL-Cost` must be `1`, or be left out.")),
    }
}

/// The body of an answer with `extensions.cost`: what was found beside what is allowed.
pub fn told(body: &[u8], found: &Limits, allowed: &Limits) -> Vec<u8> {
    let cost = serde_json::to_vec(&Extensions { cost: Cost { found, allowed } });
    let cost = cost.expect("names and numbers");
    // An answer is an object that holds something.
    let open = body.strip_suffix(b"}").unwrap_or(body);
    [open, b",\"extensions\":", &cost, b"}"].concat()
}

#[derive(Serialize)]
struct Extensions<'a> {
    cost: Cost<'a>,
}

struct Cost<'a> {
    found: &'a Limits,
    allowed: &'a Limits,
}

#[derive(Serialize)]
struct Figure {
    found: u64,
    allowed: u64,
}

impl Serialize for Cost<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for ((name, found), (_, allowed)) in self.found.figures().into_iter().zip(self.allowed.figures()) {
            map.serialize_entry(name, &Figure { found, allowed })?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_stands_beside_the_data() {
        let limits = Limits::default();
        let found = Limits { complexity: 7, ..limits.clone() };
        let told = told(b"{\"data\":{\"a\":1}}", &found, &limits);
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        assert_eq!(told["data"]["a"], 1);
        let complexity = &told["extensions"]["cost"]["complexity"];
        assert_eq!((&complexity["found"], &complexity["allowed"]), (&7.into(), &200_000.into()));
    }
}

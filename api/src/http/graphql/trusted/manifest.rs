//! The manifests that front ends' tools write: Apollo's, and the map from name to document of Relay and of GraphQL Code
//! Generator.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// What Apollo's manifests say they are.
const APOLLO: &str = "apollo-persisted-query-manifest";

/// Names and documents, or all that is wrong.
pub(super) fn documents(text: &str) -> Result<Vec<(String, String)>, Vec<String>> {
    let Members(mut members) = serde_json::from_str(text).map_err(|error| vec![worded(&error)])?;
    let mut take = |wanted: &str| {
        let place = members.iter().position(|(name, value)| name == wanted && !value.is_string())?;
        Some(members.swap_remove(place).1)
    };
    if let Some(operations) = take("operations") {
        let version = take("version");
        let is_known = members.iter().any(|(name, value)| name == "format" && value == APOLLO);
        return apollo(operations, is_known && version.is_some_and(|version| version == 1));
    }
    all(members.into_iter().map(|(name, document)| match document {
        Value::String(document) => Ok((name, document)),
        _ => Err(format!("{name}: must be a document in a string")),
    }))
}

fn worded(error: &serde_json::Error) -> String {
    if error.is_data() {
        return format!("must be an object: names and their documents, or a manifest of format {APOLLO}");
    }
    format!("is not JSON (line {}, column {})", error.line(), error.column())
}

fn apollo(operations: Value, is_known: bool) -> Result<Vec<(String, String)>, Vec<String>> {
    if !is_known {
        return Err(vec![format!("must be of format {APOLLO}, version 1")]);
    }
    let Value::Array(operations) = operations else {
        return Err(vec!["`operations` must be a list".to_owned()]);
    };
    all(operations.into_iter().enumerate().map(|(place, mut operation)| {
        match ["id", "body"].map(|name| operation.get_mut(name).map(Value::take)) {
            [Some(Value::String(id)), Some(Value::String(body))] => Ok((id, body)),
            _ => Err(format!("operations, number {}: `id` and `body` must be strings", place + 1)),
        }
    }))
}

/// All members of an object, those of the same name, too: which of two documents a name means is not ours to say.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Each)
    }
}

struct Each;

impl<'de> Visitor<'de> for Each {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members, M::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

fn all<T>(each: impl Iterator<Item = Result<T, String>>) -> Result<Vec<T>, Vec<String>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for one in each {
        match one {
            Ok(one) => good.push(one),
            Err(fault) => bad.push(fault),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tools_manifest_is_read_and_all_that_is_wrong_told() {
        let one = vec![("1a".to_owned(), "{ a }".to_owned())];
        for good in [
            r#"{"1a":"{ a }"}"#,
            r#"{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"1a","name":"A","type":"query","body":"{ a }"}]}"#,
        ] {
            assert_eq!(documents(good), Ok(one.clone()), "{good}");
        }
        let twice = documents(r#"{"1a":"{ a }","1a":"{ b }"}"#).unwrap();
        assert_eq!(twice.len(), 2, "whoever reads on is told of both");
        for (wrong, faults) in [
            ("{", 1),
            ("[]", 1),
            (r#"{"a":1,"b":[],"c":"{ a }"}"#, 2),
            (r#"{"format":"other","version":1,"operations":[]}"#, 1),
            (r#"{"version":1,"operations":[]}"#, 1),
            (r#"{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}"#, 1),
            (r#"{"format":"apollo-persisted-query-manifest","version":1}"#, 1),
            (r#"{"format":"apollo-persisted-query-manifest","version":1,"operations":{}}"#, 1),
            (r#"{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a"},1]}"#, 2),
        ] {
            assert_eq!(documents(wrong).map_err(|faults| faults.len()), Err(faults), "{wrong}");
        }
    }
}

//! What the provider's word for a role means here.

use std::collections::BTreeMap;

use entity::role::Role;
use serde_json::Value;

/// The highest role that the claim at this path names; dots lead into objects, a list names several.
pub fn of(claims: &Value, path: &str, roles: &BTreeMap<String, Role>) -> Option<Role> {
    let found =
        claims.get(path).or_else(|| path.split('.').try_fold(claims, |value, name| value.get(name)))?;
    let named = match found {
        Value::String(word) => vec![word.as_str()],
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    named.into_iter().filter_map(|word| roles.get(word).copied()).max_by_key(|role| *role as u8)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_highest_role_named_counts_and_what_is_not_mapped_is_none() {
        let roles = [("editor", Role::Editor), ("boss", Role::Admin), ("reader", Role::Reviewer)];
        let roles = roles.map(|(word, role)| (word.to_owned(), role)).into();
        for (claims, path, wanted) in [
            (json!({ "role": "editor" }), "role", Some(Role::Editor)),
            (json!({ "role": ["reader", "boss", "cook"] }), "role", Some(Role::Admin)),
            (json!({ "realm_access": { "roles": ["reader"] } }), "realm_access.roles", Some(Role::Reviewer)),
            (json!({ "https://x.example/role": "editor" }), "https://x.example/role", Some(Role::Editor)),
            (json!({ "role": "ADMIN" }), "role", None),
            (json!({ "role": { "editor": true } }), "role", None),
            (json!({ "role": [7, null] }), "role", None),
            (json!({}), "role", None),
        ] {
            assert_eq!(of(&claims, path, &roles), wanted, "{claims}");
        }
    }
}

//! The keywords a form may use, and where schemas stand beneath them.
//!
//! Any other word is refused: a `maxlength` would be ignored without a word, and so would what a bound must see.

use serde_json::Value;

/// What stands beneath a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value, checked against the meta-schema alone.
    Value,
    /// One schema.
    Schema,
    /// A list of schemas.
    List,
    /// Schemas by name.
    Map,
}

/// `None`: not a word for a form.
pub fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "items"
        | "contains"
        | "additionalProperties"
        | "propertyNames"
        | "if"
        | "then"
        | "else"
        | "not"
        | "unevaluatedProperties"
        | "unevaluatedItems" => Kind::Schema,
        "prefixItems" | "allOf" | "anyOf" | "oneOf" => Kind::List,
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" => Kind::Map,
        "$schema" | "$ref" | "$anchor" | "$comment" | "title" | "description" | "default" | "examples"
        | "deprecated" | "readOnly" | "writeOnly" | "type" | "enum" | "const" | "multipleOf" | "maximum"
        | "exclusiveMaximum" | "minimum" | "exclusiveMinimum" | "maxLength" | "minLength" | "pattern"
        | "maxItems" | "minItems" | "uniqueItems" | "maxContains" | "minContains" | "maxProperties"
        | "minProperties" | "required" | "dependentRequired" | "format" => Kind::Value,
        _ if word.starts_with("x-") => Kind::Value,
        _ => return None,
    })
}

/// The schemas right beneath this one, each with the way to it.
pub fn children(schema: &Value) -> Vec<(Vec<String>, &Value)> {
    let mut found = Vec::new();
    for (word, value) in schema.as_object().into_iter().flatten() {
        match (kind(word), value) {
            (Some(Kind::Schema), schema) => found.push((vec![word.clone()], schema)),
            (Some(Kind::List), Value::Array(schemas)) => {
                let schemas = schemas.iter().enumerate();
                found.extend(schemas.map(|(at, schema)| (vec![word.clone(), at.to_string()], schema)));
            }
            (Some(Kind::Map), Value::Object(schemas)) => {
                found.extend(schemas.iter().map(|(key, schema)| (vec![word.clone(), key.clone()], schema)));
            }
            _ => {}
        }
    }
    found
}

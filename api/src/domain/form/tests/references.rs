//! A form refers to its own parts, and to nothing else.

use serde_json::{Value, json};

use super::{asking, form, refuses};

fn with_parts(parts: &Value, question: &Value) -> Value {
    let mut schema = asking(question);
    schema["$defs"] = parts.clone();
    schema
}

#[test]
fn nothing_is_fetched_and_no_file_is_read() {
    for reference in [
        "https://example.org/schema.json",
        "http://127.0.0.1:1/x#/$defs/a",
        "file:///etc/passwd",
        "//example.org/x",
        "other.json#/$defs/a",
        "",
        "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
        "https://json-schema.org/draft/2020-12/schema",
    ] {
        refuses(&asking(&json!({ "$ref": reference })), "properties.q.$ref", "leads out of the form");
    }
    for word in ["$id", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$vocabulary"] {
        refuses(&asking(&json!({ word: "#a" })), &format!("properties.q.{word}"), "a form stands alone");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_refused() {
    refuses(&asking(&json!({ "$ref": "#/$defs/lost" })), "properties.q.$ref", "there is no \"$defs\"");
    refuses(&asking(&json!({ "$ref": "#lost" })), "properties.q.$ref", "names no $anchor");
    refuses(&asking(&json!({ "$ref": "#/%24defs" })), "properties.q.$ref", "without %");
    refuses(&asking(&json!({ "$ref": "#/type" })), "type", "must be a schema");
    let twice = json!({ "a": { "$anchor": "same" }, "b": { "$anchor": "same" } });
    refuses(&with_parts(&twice, &json!({ "$ref": "#same" })), "$defs.b.$anchor", "is there twice");
}

#[test]
fn a_form_that_never_ends_is_refused() {
    refuses(&asking(&json!({ "$ref": "#" })), "properties.q.$ref", "leads back to itself");
    refuses(
        &asking(&json!({ "items": { "$ref": "#/properties/q" } })),
        "properties.q.items.$ref",
        "back to itself",
    );
    let ring = json!({ "a": { "$ref": "#/$defs/b" }, "b": { "items": { "$ref": "#/$defs/a" } } });
    refuses(
        &with_parts(&ring, &json!({ "$ref": "#/$defs/a" })),
        "$defs.b.items.$ref",
        "leads back to itself",
    );
    let anchored = json!({ "a": { "$anchor": "a", "items": { "$ref": "#a" } } });
    refuses(&with_parts(&anchored, &json!(true)), "$defs.a.items.$ref", "leads back to itself");
}

#[test]
fn references_that_multiply_are_refused_before_they_are_followed() {
    let mut parts = json!({ "d0": { "type": "string" } });
    for level in 1..7 {
        let below = json!({ "$ref": format!("#/$defs/d{}", level - 1) });
        parts[format!("d{level}")] = json!({ "allOf": [below, below, below, below] });
    }
    let started = std::time::Instant::now();
    refuses(&with_parts(&parts, &json!({ "$ref": "#/$defs/d6" })), "", "more than 500 schemas");
    assert!(started.elapsed().as_secs() < 2);
}

#[test]
fn parts_of_the_form_are_found_by_way_and_by_anchor() {
    let parts = json!({
        "city": { "type": "string", "maxLength": 3 },
        "a/b~c": { "$anchor": "year", "type": "integer" },
    });
    for (reference, good, bad) in [
        ("#/$defs/city", json!("abc"), json!("abcd")),
        ("#/$defs/a~1b~0c", json!(1), json!("1")),
        ("#year", json!(1), json!(1.5)),
    ] {
        let form = form(&with_parts(&parts, &json!({ "$ref": reference })));
        assert_eq!(form.mistakes(&json!({ "q": good })), [], "{reference}");
        assert_eq!(form.mistakes(&json!({ "q": bad })).len(), 1, "{reference}");
    }
}

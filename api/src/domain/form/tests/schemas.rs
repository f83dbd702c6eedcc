//! Forms that are refused when they are saved, and what may stand in them.

use serde_json::json;

use super::{asking, form, refused, refuses, said};
use crate::domain::form::Form;

#[test]
fn refuses_what_is_no_schema_of_an_object() {
    for text in ["", "nothing", "[]", "true", "null", "{\"type\": \"object\""] {
        let said = said(&Form::read(text).expect_err(text));
        assert_eq!(said, [": must be a JSON object: a JSON Schema with \"properties\""], "{text}");
    }
    refuses(&json!({ "type": "array", "properties": { "q": true } }), "type", "must be \"object\"");
    refuses(&json!({ "properties": { "q": true } }), "type", "must be \"object\"");
    refuses(&json!({ "type": "object" }), "properties", "at least one");
    refuses(&json!({ "type": "object", "properties": {} }), "properties", "at least one");
    refuses(&json!({ "type": "object", "properties": { "q": 7 } }), "properties.q", "must be a schema");
}

#[test]
fn refuses_what_the_meta_schema_does_not_allow() {
    refuses(&asking(&json!({ "maxLength": "many" })), "properties.q.maxLength", "must be a whole number");
    refuses(&asking(&json!({ "maxLength": -1 })), "properties.q.maxLength", "must be at least 0");
    refuses(&asking(&json!({ "type": "text" })), "properties.q.type", "must be one of array, boolean");
    refuses(&asking(&json!({ "enum": "a" })), "properties.q.enum", "must be a list");
    refuses(&asking(&json!({ "required": ["a", "a"] })), "properties.q.required", "twice");
    let lost = json!({ "type": "object", "properties": { "q": true }, "required": ["p"] });
    refuses(&lost, "required", "names \"p\", which is no question");
}

#[test]
fn refuses_words_that_would_be_ignored() {
    refuses(&asking(&json!({ "maxlength": 3 })), "properties.q.maxlength", "is no keyword");
    refuses(&asking(&json!({ "nullable": true })), "properties.q.nullable", "is no keyword");
    refuses(
        &asking(&json!({ "contentEncoding": "base64" })),
        "properties.q.contentEncoding",
        "is no keyword",
    );
    form(&asking(
        &json!({ "x-widget": "long", "title": "Q", "$comment": "short", "default": { "maxlength": 3 } }),
    ));
}

#[test]
fn refuses_other_dialects() {
    let mut schema = asking(&json!(true));
    for dialect in ["http://json-schema.org/draft-07/schema#", "https://example.org/mine", ""] {
        schema["$schema"] = json!(dialect);
        refuses(&schema, "$schema", "must be https://json-schema.org/draft/2020-12/schema");
    }
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    form(&schema);
    refuses(
        &asking(&json!({ "$schema": schema["$schema"] })),
        "properties.q.$schema",
        "only stand at the top",
    );
}

#[test]
fn refuses_formats_that_it_could_not_check() {
    for format in ["ipv7", "regex", "hostname", "idn-email", "DATE"] {
        refuses(&asking(&json!({ "format": format })), "properties.q.format", "is not known; one of date");
    }
}

#[test]
fn refuses_patterns_that_could_take_forever() {
    for pattern in ["(?=a)b", "a(?!b)", "(?<=a)b", "(?<!a)b", r"(a)\1", r"(?<n>a)\k<n>"] {
        refuses(
            &asking(&json!({ "pattern": pattern })),
            "properties.q.pattern",
            "look-around or a back-reference",
        );
    }
    for pattern in ["(", "[z-a]", "(a{1000}){1000}", "((a{100}){100}){100}", r"\p{L}{5000}x", "a{999999999}b"]
    {
        refuses(&asking(&json!({ "pattern": pattern })), "properties.q.pattern", "is no regular expression");
    }
    refuses(&asking(&json!({ "pattern": "a".repeat(501) })), "properties.q.pattern", "501 characters");
    let named = json!({ "patternProperties": { "(?=a)b": true } });
    refuses(&asking(&named), "properties.q.patternProperties.(?=a)b", "look-around");
}

#[test]
fn takes_the_patterns_that_people_write() {
    for pattern in [
        "^(a+)+$",
        r"^\+?[0-9 ()-]{6,20}$",
        r"^[A-Z]{2}-\d{4}$",
        r"^https?://",
        r"^\p{L}[\p{L} '-]*$",
        r"\\1 is no reference",
        "^[a-z]{1,100}$",
    ] {
        form(&asking(&json!({ "pattern": pattern })));
    }
}

#[test]
fn refuses_names_that_are_no_keys() {
    for key in ["", "a b", "ключ", "a.b", "a/b", &"k".repeat(65)] {
        let schema = json!({ "type": "object", "properties": { key: true } });
        refuses(&schema, &format!("properties.{key}"), "must be named with letters");
    }
}

#[test]
fn tells_every_mistake_at_once() {
    let schema = json!({
        "type": "array",
        "properties": { "a": { "pattern": "(" }, "b": { "$ref": "https://example.org/" }, "c": { "format": "x" } },
        "anyOf": [{ "$id": "file:///etc/passwd" }],
    });
    let paths: Vec<_> = refused(&schema).iter().map(|mistake| mistake.path.join(".")).collect();
    assert_eq!(
        paths,
        ["anyOf.0.$id", "properties.a.pattern", "properties.b.$ref", "properties.c.format", "type"]
    );
}

#[test]
fn knows_its_questions_and_what_can_be_chosen() {
    let schema = json!({ "type": "object", "properties": {
        "title": { "type": "string" },
        "theme": { "enum": ["climate", "waste"] },
        "years": { "type": "array", "items": { "enum": [2020, 2021] } },
    } });
    let form = form(&schema);
    let told: Vec<_> = form.questions().iter().map(|q| (q.key.as_str(), q.options.join(" "))).collect();
    let expected = [("title", ""), ("theme", "climate waste"), ("years", "2020 2021")];
    assert_eq!(told, expected.map(|(key, options)| (key, options.to_owned())));
}

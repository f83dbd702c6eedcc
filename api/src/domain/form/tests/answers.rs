//! What is said of answers: every mistake, each at its field, with what to do.

use serde_json::json;

use super::{asking, form, said};

#[test]
fn every_mistake_is_told_at_its_field() {
    let form = form(&json!({
        "type": "object",
        "properties": {
            "title": { "type": "string", "minLength": 1, "maxLength": 5 },
            "theme": { "enum": ["climate", "waste"] },
            "years": { "type": "array", "items": { "type": "integer", "minimum": 1990 }, "maxItems": 2 },
            "mail": { "type": "string", "format": "email" },
            "code": { "pattern": "^[A-Z]{3}$" },
            "lead": { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
        },
        "required": ["title", "theme", "code"],
        "additionalProperties": false,
    }));
    let answer = json!({
        "title": "éééééé", "years": [1980, "x", 2000], "mail": "ana", "lead": {}, "extra": 1, "a/b": 2,
    });
    assert_eq!(
        said(&form.mistakes(&answer)),
        [
            "a/b: is not asked for: leave it out",
            "code: is required: answer it",
            "extra: is not asked for: leave it out",
            "lead.name: is required: answer it",
            "mail: must be an e-mail address such as ana@example.org",
            "theme: is required: answer it",
            "title: is 6 characters long; at most 5, blanks counted: shorten it",
            "years: has too many entries: at most 2",
            "years.0: must be at least 1990",
            "years.1: must be a whole number",
        ]
    );
    assert_eq!(said(&form.mistakes(&json!([]))), [": must be an object"]);
    let good = json!({ "title": "Trams", "theme": "waste", "code": "TRN", "years": [2000], "lead": { "name": "Ana" } });
    assert_eq!(form.mistakes(&good), []);
}

#[test]
fn length_counts_unicode_scalars() {
    let form = form(&asking(&json!({ "maxLength": 2 })));
    for text in ["", "ab", "城市", "👍👍", "é"] {
        assert_eq!(form.mistakes(&json!({ "q": text })), [], "{text}");
    }
    // A letter with a combining mark is two; a family of four joined emojis is seven.
    for text in ["abc", "e\u{301}x", "👨‍👩‍👧‍👦"] {
        assert_eq!(form.mistakes(&json!({ "q": text })).len(), 1, "{text}");
    }
}

#[test]
fn formats_are_checked() {
    for (format, good, bad) in [
        ("date", "2024-02-29", "2023-02-29"),
        ("date-time", "2021-06-20T23:59:59+08:00", "2021-06-20 23:59"),
        ("time", "23:59:59Z", "25:00:00Z"),
        ("duration", "P1Y2M", "a year"),
        ("email", "ana@example.org", "Ana <ana@example.org>"),
        ("uri", "https://example.org/a", "javascript:alert(1)"),
        ("uri", "http://example.org", "example.org"),
        ("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"),
    ] {
        let form = form(&asking(&json!({ "type": "string", "format": format })));
        assert_eq!(form.mistakes(&json!({ "q": good })), [], "{format} {good}");
        let said = said(&form.mistakes(&json!({ "q": bad })));
        assert!(said.len() == 1 && said[0].contains("such as"), "{format} {bad}: {said:?}");
    }
}

#[test]
fn questions_may_depend_on_answers() {
    let form = form(&json!({
        "type": "object",
        "properties": { "kind": { "enum": ["a", "b"] } },
        "if": { "properties": { "kind": { "const": "b" } }, "required": ["kind"] },
        "then": { "properties": { "why": { "type": "string" } }, "required": ["why"] },
        "unevaluatedProperties": false,
    }));
    assert_eq!(form.mistakes(&json!({ "kind": "a" })), []);
    assert_eq!(form.mistakes(&json!({ "kind": "b", "why": "so" })), []);
    assert!(
        said(&form.mistakes(&json!({ "kind": "b" }))).contains(&"why: is required: answer it".to_owned())
    );
    let stray = said(&form.mistakes(&json!({ "kind": "a", "why": "so" })));
    assert_eq!(stray, ["why: is not asked for: leave it out"]);
}

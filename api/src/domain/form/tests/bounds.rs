//! Neither a form nor an answer can be so large that checking takes long.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{asking, form, refuses, said};
use crate::domain::form::{Form, limits, oversize};

fn nested(levels: usize, inner: &Value, wrap: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(inner.clone(), |value, _| wrap(value))
}

#[test]
fn forms_are_bounded_in_every_direction() {
    refuses(&asking(&json!({ "title": "t".repeat(limits::FORM_BYTES) })), "", "bytes long; at most 65536");
    let many: Value =
        (0..201).map(|n| (format!("q{n}"), json!(true))).collect::<serde_json::Map<_, _>>().into();
    refuses(&json!({ "type": "object", "properties": many }), "", "more than 200 properties");
    let options: Vec<_> = (0..501).collect();
    refuses(&asking(&json!({ "enum": options })), "properties.q.enum", "has 501 entries; at most 500");
    let patterns: Vec<_> = (0..51).map(|n| json!({ "pattern": format!("^{n}") })).collect();
    refuses(&asking(&json!({ "anyOf": patterns })), "", "more than 50 patterns");
    let many: Vec<_> = (0..201).map(|n| json!({ "const": n })).collect();
    refuses(&asking(&json!({ "oneOf": many })), "", "more than 200 alternatives");
    let deep = nested(20, &json!(true), |inner| json!({ "items": inner }));
    let at = format!("properties.q{}", ".items".repeat(16));
    refuses(&asking(&deep), &at, "nested more than 16 deep");
    // Deeper than the reader of JSON goes.
    let text = format!("{}{}", "{\"not\":".repeat(5_000), "}".repeat(5_000));
    assert!(Form::read(&text).is_err());
}

#[test]
fn answers_are_bounded_whatever_the_form_asks() {
    let form = form(&asking(&json!(true)));
    let told = |answer: &Value| said(&form.mistakes(answer));
    let deep = nested(17, &json!(1), |inner| json!([inner]));
    assert!(told(&json!({ "q": deep }))[0].ends_with("is nested more than 16 deep: flatten it"));
    assert_eq!(told(&json!({ "q": vec![0; 2_001] })), [": has more than 2000 values: leave some out"]);
    let long = "x".repeat(limits::ANSWER_BYTES);
    assert_eq!(told(&json!({ "q": long })), [": is 262145 bytes of text; at most 262144: shorten it"]);
    assert_eq!(told(&json!({ "q": "a\0b" })), ["q: holds the character U+0000: remove it"]);
    assert_eq!(told(&json!({ "q": { "a\0": 1 } })), ["q.a: holds the character U+0000: remove it"]);
    assert_eq!(oversize(&json!({ "q": 1 })), []);
}

#[test]
fn a_hundred_mistakes_are_enough() {
    let form = form(&asking(&json!({ "items": { "type": "string" } })));
    let mistakes = form.mistakes(&json!({ "q": vec![0; 1_900] }));
    assert_eq!(mistakes.len(), limits::MISTAKES_FOUND);
}

#[test]
fn the_worst_form_and_the_worst_answer_take_bounded_time() {
    let started = Instant::now();
    let patterns: Vec<_> = (0..40).map(|n| json!({ "pattern": format!("^(a|a?)+{n}$|(x+x+)+y") })).collect();
    let hungry = form(&asking(&json!({ "items": { "allOf": patterns } })));
    let text = "a".repeat(2_000);
    assert!(!hungry.mistakes(&json!({ "q": vec![text; 8] })).is_empty());

    let wide: Vec<_> = (0..190).map(|n| json!({ "const": n })).collect();
    let wide = form(&asking(&json!({ "items": { "oneOf": wide }, "uniqueItems": true })));
    assert!(!wide.mistakes(&json!({ "q": (1_000..2_900).collect::<Vec<_>>() })).is_empty());

    let deep = nested(
        12,
        &json!({ "const": 1 }),
        |inner| json!({ "anyOf": [inner, false], "not": { "not": true } }),
    );
    assert!(!form(&asking(&deep)).mistakes(&json!({ "q": 2 })).is_empty());
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

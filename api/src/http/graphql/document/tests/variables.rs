//! What may be sent for a variable, what it becomes, and how a mistake in it is named.

use serde_json::json;

use super::{refusal, run, shown_variables};

#[test]
fn values_take_the_form_of_their_type() {
    for (ty, sent, wanted) in [
        ("Int", json!(2.0), "2"),
        ("Float", json!(2), "2"),
        ("ID", json!(7), "\"7\""),
        ("ID", json!("x"), "\"x\""),
        ("Letter", json!("B"), "B"),
        ("[Int!]", json!(1), "[1]"),
        ("[[Int]]", json!([1, [2, null], null]), "[[1], [2, null], null]"),
        ("Filter", json!({ "letters": ["A"] }), "{letters: [A], flag: true}"),
        ("Filter", json!({ "inner": { "text": "a" } }), "{inner: {text: \"a\", n: 7}, flag: true}"),
        ("Pick", json!({ "id": 3 }), "{id: \"3\"}"),
        ("Text", json!({ "any": [1] }), "{any: [1]}"),
        ("Int", json!(null), "null"),
    ] {
        let sent = json!({ "v": sent, "unknown": 1 });
        let source = format!("query($v: {ty}) {{ city {{ id @custom(v: $v) }} }}");
        let types = super::TypeMap::parse(&format!(
            "{} directive @custom(v: {ty}) on FIELD",
            include_str!("sample.graphql")
        ));
        let variables = super::Variables::from_json(sent);
        let prepared =
            super::prepare(&types.unwrap(), &super::Limits::default(), &source, super::plainly(&variables));
        assert_eq!(shown_variables(&prepared.unwrap()), format!("{{v: {wanted}}}"), "{ty}");
    }
}

#[test]
fn defaults_stand_in_for_what_was_not_sent() {
    let source =
        "query($a: Int = 4, $b: [Letter!] = B, $c: Int) { echo(n: $a, filter: { letters: $b, min: $c }) }";
    for (sent, wanted) in [
        (json!({}), "{a: 4, b: [B]}"),
        (json!({ "a": null }), "{a: null, b: [B]}"),
        (json!({ "a": 1, "c": null }), "{a: 1, b: [B], c: null}"),
    ] {
        assert_eq!(shown_variables(&run(source, sent).unwrap()), wanted);
    }
}

#[test]
fn a_mistake_names_variable_path_and_reason() {
    let filter = "query($v: Filter) { echo(filter: $v) }";
    let int = "query($v: Int!) { city(n: $v) { id } }";
    let pick = "query($v: Pick!) { pick(by: $v) }";
    for (source, sent, wanted) in [
        (int, json!({}), "Variable \"$v\" of required type \"Int!\" was not provided."),
        (int, json!({ "v": null }), "Variable \"$v\" of non-null type \"Int!\" must not be null."),
        (
            int,
            json!({ "v": "1" }),
            "Variable \"$v\" got invalid value \"1\"; Int cannot represent non-integer value: \"1\"",
        ),
        (
            int,
            json!({ "v": 1.5 }),
            "Variable \"$v\" got invalid value 1.5; Int cannot represent non-integer value: 1.5",
        ),
        (
            int,
            json!({ "v": 2_147_483_648_u64 }),
            "Variable \"$v\" got invalid value 2147483648; Int cannot represent non 32-bit signed integer value: 2147483648",
        ),
        (
            filter,
            json!({ "v": { "letters": ["A", "Q"] } }),
            "Variable \"$v\" got invalid value \"Q\" at \"v.letters[1]\"; Value \"Q\" does not exist in \"Letter\" enum.",
        ),
        (
            filter,
            json!({ "v": { "nope": 1 } }),
            "Variable \"$v\" got invalid value an object; Field \"nope\" is not defined by type \"Filter\".",
        ),
        (
            filter,
            json!({ "v": { "inner": {} } }),
            "Variable \"$v\" got invalid value an object at \"v.inner\"; Field \"text\" of required type \"String!\" was not provided.",
        ),
        (
            filter,
            json!({ "v": { "flag": null } }),
            "Variable \"$v\" got invalid value null at \"v.flag\"; Expected non-nullable type \"Boolean!\" not to be null.",
        ),
        (
            filter,
            json!({ "v": [1] }),
            "Variable \"$v\" got invalid value a list; Expected type \"Filter\" to be an object.",
        ),
        (
            pick,
            json!({ "v": { "slug": "a", "id": "b" } }),
            "Variable \"$v\" got invalid value an object; Exactly one key must be specified for OneOf type \"Pick\".",
        ),
        (
            pick,
            json!({ "v": { "slug": null } }),
            "Variable \"$v\" got invalid value an object; The one key given for OneOf type \"Pick\" must be non-null.",
        ),
    ] {
        assert_eq!(refusal(source, sent), format!("BAD_REQUEST {wanted}"));
    }
}

#[test]
fn hostile_variables_cost_bounded_steps() {
    let source = "query($v: [Int!]) { echo(list: $v) }";
    assert!(refusal(source, json!({ "v": vec![1; 300_000] })).contains("steps may be at most 100000"));
    let errors = run(source, json!({ "v": vec!["x"; 10_000] })).unwrap_err().into_errors();
    assert_eq!(errors.len(), 50);
}

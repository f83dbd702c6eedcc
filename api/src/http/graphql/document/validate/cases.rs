//! Every verdict below is that of graphql-js 16 on the same schema, and so is most of the wording.
//!
//! async-graphql 7.0.19 alone never compares a variable's type with its place, misses overlaps across fragments and
//! levels, takes a string for an enum and an input field twice, and refuses `$n: Int` for an argument with a default.

use serde_json::json;

use super::super::tests::refusal;

#[track_caller]
fn refused(cases: &[(&str, &str)]) {
    for (source, wanted) in cases {
        let found = refusal(source, json!({}));
        let told =
            found.strip_prefix("GRAPHQL_VALIDATION_FAILED ").unwrap_or_else(|| panic!("{source}: {found}"));
        assert!(told.contains(wanted), "{source}: {told}");
    }
}

#[track_caller]
fn valid(cases: &[&str]) {
    for source in cases {
        assert_eq!(refusal(source, json!({})), "", "{source}");
    }
}

#[test]
fn fields_exist_and_leaves_are_leaves() {
    refused(&[
        ("{ nope }", "Cannot query field \"nope\" on type \"Query\"."),
        ("{ nodes { name } }", "Cannot query field \"name\" on type \"Node\"."),
        ("{ things { id } }", "Cannot query field \"id\" on type \"Thing\"."),
        ("{ city }", "Field \"city\" of type \"City\" must have a selection of subfields."),
        ("{ __schema }", "must have a selection"),
        ("{ city { name { x } } }", "must not have a selection since type \"String!\" has no subfields."),
        ("{ city { __schema { types { name } } } }", "Cannot query field \"__schema\" on type \"City\"."),
        ("{ __type { name } }", "Field \"__type\" argument \"name\" of type \"String!\" is required"),
    ]);
    valid(&["{ __typename things { __typename } }", "{ __schema { types { name } } }"]);
}

#[test]
fn fragments_fit() {
    refused(&[
        ("{ ...F }", "Unknown fragment \"F\"."),
        ("{ city { id } } fragment F on City { id }", "Fragment \"F\" is never used."),
        ("{ ...F } fragment F on Nope { id }", "Unknown type \"Nope\"."),
        ("{ city { ... on Letter { id } } }", "Fragment cannot condition on non composite type \"Letter\"."),
        ("{ city { ... on Cluster { id } } }", "objects of type \"City\" can never be of type \"Cluster\"."),
        ("{ named { ...F } } fragment F on Person { id }", "Fragment \"F\" cannot be spread here"),
        (
            "{ ...F } fragment F on Query { city { id } } fragment F on Query { reset }",
            "only one fragment named \"F\"",
        ),
        ("query A { city { id } } query A { city { id } }", "only one operation named \"A\""),
        ("{ city { id } } query A { city { id } }", "must be the only defined operation"),
    ]);
    valid(&[
        "{ nodes { ... on Thing { ... on Named { name } } } }",
        "{ ... on Query { ... { city { id } } } }",
    ]);
}

#[test]
fn arguments_fit() {
    refused(&[
        ("{ city(x: 1) { id } }", "Unknown argument \"x\" on field \"Query.city\"."),
        ("{ cluster { id } }", "Field \"cluster\" argument \"n\" of type \"Int!\" is required"),
        ("{ city(n: 1, n: 2) { id } }", "There can be only one argument named \"n\"."),
        ("{ city(n: \"a\") { id } }", "Int cannot represent non-integer value: \"a\""),
        ("{ city(n: 1.0) { id } }", "Int cannot represent non-integer value: 1.0"),
        (
            "{ city(n: 9999999999) { id } }",
            "Int cannot represent non 32-bit signed integer value: 9999999999",
        ),
        ("{ city(n: null) { id } }", "Expected value of type \"Int!\", found null."),
        ("{ city(n: [1]) { id } }", "Int cannot represent non-integer value: a list"),
        ("{ node(id: true) { id } }", "ID cannot represent a non-string and non-integer value: true"),
        ("{ echo(letter: \"A\") }", "Enum \"Letter\" cannot represent non-enum value: \"A\"."),
        ("{ echo(letter: D) }", "Value \"D\" does not exist in \"Letter\" enum."),
        ("{ echo(filter: 3) }", "Expected value of type \"Filter\", found 3."),
        ("{ echo(filter: { nope: 1 }) }", "Field \"nope\" is not defined by type \"Filter\"."),
        (
            "{ echo(filter: { inner: {} }) }",
            "Field \"Inner.text\" of required type \"String!\" was not provided.",
        ),
        ("{ echo(filter: { min: 1, min: 2 }) }", "There can be only one input field named \"min\"."),
        ("{ echo(filter: { flag: null }) }", "Expected value of type \"Boolean!\", found null."),
        ("{ echo(list: [1, null]) }", "Expected value of type \"Int!\", found null."),
        ("{ echo(filter: { matrix: [[1, \"a\"]] }) }", "Int cannot represent non-integer value: \"a\""),
        ("{ pick(by: {}) }", "OneOf Input Object \"Pick\" must specify exactly one key."),
        ("{ pick(by: { slug: \"a\", id: 1 }) }", "must specify exactly one key."),
        ("{ pick(by: { slug: null }) }", "Field \"Pick.slug\" must be non-null."),
    ]);
    valid(&[
        "{ echo(list: 3, filter: { letters: A, matrix: 3, ids: [1, \"a\"], ratio: 1 }) }",
        "{ echo(text: { any: [A, 1.5, null] }) }",
        "{ pick(by: { inner: { text: \"a\" } }) }",
    ]);
}

#[test]
fn directives_fit() {
    refused(&[
        ("{ city @nope { id } }", "Unknown directive \"@nope\"."),
        ("{ city { id @skip } }", "Directive \"@skip\" argument \"if\" of type \"Boolean!\" is required"),
        ("{ city { id @skip(if: 1) } }", "Boolean cannot represent a non boolean value: 1"),
        (
            "{ city { id @skip(if: true) @skip(if: false) } }",
            "\"@skip\" can only be used once at this location.",
        ),
        ("{ city { id @skip(unless: true) } }", "Unknown argument \"unless\" on directive \"@skip\"."),
        ("query @include(if: true) { city { id } }", "Directive \"@include\" may not be used here."),
        ("query($n: Int @skip(if: true)) { echo(n: $n) }", "may not be used here."),
        ("{ ...F } fragment F on Query @skip(if: true) { city { id } }", "may not be used here."),
    ]);
}

#[test]
fn variables_fit() {
    refused(&[
        ("query($a: Int, $a: Int) { echo(n: $a) }", "There can be only one variable named \"$a\"."),
        ("query($a: City) { echo(n: $a) }", "Variable \"$a\" cannot be non-input type \"City\"."),
        ("query($a: Nope) { echo(n: $a) }", "Unknown type \"Nope\"."),
        ("query($a: Int) { city { id } }", "Variable \"$a\" is never used."),
        ("{ echo(n: $a) }", "Variable \"$a\" is not defined."),
        (
            "query A($a: Int) { ...F } query B { ...F } fragment F on Query { echo(n: $a) }",
            "\"$a\" is not defined.",
        ),
        (
            "query($a: String) { echo(n: $a) }",
            "Variable \"$a\" of type \"String\" used in position expecting type \"Int\".",
        ),
        ("query($a: Int) { echo(list: $a) }", "type \"Int\" used in position expecting type \"[Int!]\"."),
        ("query($a: [Int]) { echo(list: $a) }", "type \"[Int]\" used in position expecting type \"[Int!]\"."),
        ("query($a: Int) { echo(list: [$a]) }", "expecting type \"Int!\"."),
        ("query($a: Int) { city { strict(n: $a) } }", "expecting type \"Int!\"."),
        ("query($a: Int = null) { city { strict(n: $a) } }", "expecting type \"Int!\"."),
        ("query($a: Boolean) { city { id @skip(if: $a) } }", "expecting type \"Boolean!\"."),
        ("query($a: Int = \"x\") { echo(n: $a) }", "Int cannot represent non-integer value: \"x\""),
        ("query($a: Int! = null) { echo(n: $a) }", "Expected value of type \"Int!\", found null."),
        ("query($a: Letter = \"A\") { echo(letter: $a) }", "cannot represent non-enum value: \"A\""),
        (
            "query($a: String) { pick(by: { slug: $a }) }",
            "must be non-nullable to be used for OneOf Input Object \"Pick\".",
        ),
    ]);
    valid(&[
        "query($a: Int) { city(n: $a) { id } }",
        "query($a: Int = 1) { city { strict(n: $a) } }",
        "query($a: Boolean) { echo(filter: { flag: $a }) }",
        "query($a: [Int!] = 1) { echo(list: $a) }",
        "query($a: String = \"x\") { pick(by: { slug: $a }) }",
    ]);
}

#[test]
fn overlapping_fields_can_be_merged() {
    let differs = "are different fields. Use different aliases";
    let arguments = "because they have differing arguments.";
    let types = "because they return conflicting types";
    refused(&[
        ("{ a: city { id } a: cluster(n: 1) { id } }", differs),
        ("{ city { x: id x: name } }", differs),
        ("{ city(n: 1) { id } city(n: 2) { id } }", arguments),
        ("{ city { tags tags(limit: 2) } }", arguments),
        ("query($a: Int, $b: Int) { x: echo(n: $a) x: echo(n: $b) }", arguments),
        ("{ city { mayor { x: id } mayor { x: age } } }", differs),
        ("{ city { twin { x: id } twin { x: name } } }", differs),
        ("{ city { x: mayor { id } ...F } } fragment F on City { x: sibling { id } }", differs),
        ("{ city { x: sibling { id } ... on Named { x: twin { id } } } }", "Cannot query field \"twin\""),
        ("{ nodes { x: id ... on City { x: name } } }", differs),
        (
            "{ things { ... on City { x: population } ... on Cluster { x: population } } }",
            "\"Int\" and \"String\"",
        ),
        ("{ things { ... on City { x: name } ... on Cluster { x: title } } }", "\"String!\" and \"String\""),
        ("{ things { ... on City { x: twin { y: name } } ... on Cluster { x: twin { y: title } } } }", types),
        ("{ things { ... on City { x: mayor { id } } ... on Cluster { x: twin { id } } } }", types),
        ("{ things { ... on City { x: clusters { id } } ... on Cluster { x: twin { id } } } }", types),
        (
            "{ things { ... on City { twin { x: id } } ... on Named { ... on City { twin { x: name } } } } }",
            differs,
        ),
        ("{ named { ... on City { x: sibling { id } } ... { x: name } } }", differs),
    ]);
    valid(&[
        "{ things { ... on City { x: name } ... on Cluster { x: name } } }",
        "{ things { ... on City { x: id } ... on Person { ... { x: id } } } }",
        "{ things { ... on City { x: twin { y: name } } ... on Cluster { x: twin { y: name } } } }",
        "{ city { tags(limit: 1, prefix: \"b\") tags(prefix: \"b\", limit: 1) } }",
        "{ x: echo(filter: { min: 1, flag: true }) x: echo(filter: { flag: true, min: 1 }) }",
    ]);
}

#[test]
fn a_subscription_has_one_root_field() {
    refused(&[
        ("subscription { ticks tocks }", "Anonymous Subscription must select only one top level field."),
        ("subscription X { a: ticks b: ticks }", "Subscription \"X\" must select only one"),
        ("subscription { ...S } fragment S on Subscription { ticks tocks }", "must select only one"),
        ("subscription { __typename }", "must not select an introspection top level field."),
    ]);
    valid(&["subscription { ticks ticks }"]);
}

#[test]
fn a_schema_without_mutations_has_none() {
    let types = super::TypeMap::parse("type Query { a: Int }").unwrap();
    let limits = super::super::Limits::default();
    let variables = async_graphql::Variables::default();
    let found = super::super::tests::prepare(
        &types,
        &limits,
        "mutation { a }",
        super::super::tests::plainly(&variables),
    );
    assert_eq!(found.unwrap_err().into_errors()[0].message, "The schema has no mutation type.");
}

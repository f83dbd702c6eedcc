//! The same document, merged: what graphql-js answers on the same schema has these keys in this order.

use serde_json::json;

use super::{run, shown};

#[track_caller]
fn becomes(source: &str, variables: serde_json::Value, wanted: &str) {
    let prepared = run(source, variables).unwrap_or_else(|refusal| panic!("{source}: {refusal:?}"));
    assert_eq!(shown(prepared.root()), wanted, "{source}");
}

#[test]
fn equal_response_keys_are_merged_where_the_first_stood() {
    for (source, wanted) in [
        ("{ city { name id name } }", "{city{name id}}"),
        ("{ a: city { name } city { id } a: city { id } }", "{a:city{name id} city{id}}"),
        ("{ city { mayor { age } name mayor { id age } } }", "{city{mayor{age id} name}}"),
        ("{ city: city { name: name } }", "{city{name}}"),
        (
            "{ city { tags(limit: 1) t: tags(limit: 1) tags(limit: 1) } }",
            "{city{tags(limit:1) t:tags(limit:1)}}",
        ),
        ("mutation { bump { value } bump { double } }", "{bump{value double}}"),
        (
            "mutation { ...M bump { double } ...M } fragment M on Mutation { bump { value } }",
            "{bump{value double}}",
        ),
        ("mutation { bump { value } b: bump { value } bump { value } }", "{bump{value} b:bump{value}}"),
        ("subscription { ticks ticks }", "{ticks}"),
    ] {
        becomes(source, json!({}), wanted);
    }
}

#[test]
fn fragments_are_expanded_in_place() {
    for (source, wanted) in [
        ("{ city { ...F id } } fragment F on City { name id population }", "{city{name id population}}"),
        ("{ city { id ... { name ... on Named { sibling { id } } } } }", "{city{id name sibling{id}}}"),
        ("{ city { ... on Named { name } ... on Thing { ... on Cluster { title } } } }", "{city{name}}"),
        ("{ ...A ...B } fragment A on Query { ...B } fragment B on Query { city { id } }", "{city{id}}"),
        (
            "{ city { ...F } } fragment F on City { mayor { home { ...G } } } fragment G on City { id }",
            "{city{mayor{home{id}}}}",
        ),
        ("{ __typename ... { t: __typename } }", "{__typename t:__typename}"),
        (
            "{ __schema { ...S } } fragment S on __Schema { queryType { name } }",
            "{__schema{queryType{name}}}",
        ),
    ] {
        becomes(source, json!({}), wanted);
    }
}

#[test]
fn conditions_are_obeyed_and_gone() {
    let (yes, no) = (json!({ "a": true }), json!({ "a": false }));
    for (variables, source, wanted) in [
        (&yes, "query($a: Boolean!) { city { name @skip(if: $a) id } }", "{city{id}}"),
        (&no, "query($a: Boolean!) { city { name @skip(if: $a) id } }", "{city{name id}}"),
        (&yes, "query($a: Boolean!) { city { name @skip(if: $a) @include(if: $a) id } }", "{city{id}}"),
        (
            &yes,
            "query($a: Boolean! $b: Boolean = false) { city { id @include(if: $b) name @skip(if: $b) } ... @skip(if: $a) { node(id: 1) { id } } }",
            "{city{name}}",
        ),
        (
            &no,
            "query($a: Boolean!) { city { ...F @include(if: $a) ...F } } fragment F on City { id }",
            "{city{id}}",
        ),
        (&no, "query($a: Boolean!) { city { id name @include(if: $a) name } }", "{city{id name}}"),
        (&yes, "query($a: Boolean!) { city @skip(if: $a) { id } }", "{}"),
        (&yes, "query($a: Boolean!) { city { mayor { id @skip(if: $a) } } }", "{city{mayor}}"),
    ] {
        becomes(source, variables.clone(), wanted);
    }
}

#[test]
fn abstract_types_are_planned_per_concrete_type_where_it_matters() {
    for (source, wanted) in [
        ("{ nodes { id __typename } }", "{nodes{id __typename}}"),
        ("{ nodes { ... on Node { id } } }", "{nodes{id}}"),
        ("{ things { __typename } }", "{things{__typename}}"),
        (
            "{ node(id: 1) { id ... on City { name id } __typename } }",
            "{node(id:1){..City{id name __typename} ..Cluster{id __typename} ..Person{id __typename}}}",
        ),
        ("{ things { ... on City { id } } }", "{things{..City{id}}}"),
        ("{ things { ... on Node { id } } }", "{things{..City{id} ..Cluster{id} ..Person{id}}}"),
        (
            "{ named { ... on Thing { ... on Cluster { title } } name } }",
            "{named{..City{name} ..Cluster{title name}}}",
        ),
        (
            "{ nodes { ... on City { name } id ... on Named { name } } }",
            "{nodes{..City{name id} ..Cluster{id name} ..Person{id}}}",
        ),
        (
            "{ named { sibling { id } ... on City { sibling { ... on Cluster { title } } } } }",
            "{named{..City{sibling{..City{id} ..Cluster{id title} ..Person{id}}} ..Cluster{sibling{id}}}}",
        ),
        (
            "{ things { ... on City { x: name } ... on Cluster { x: name } } }",
            "{things{..City{x:name} ..Cluster{x:name}}}",
        ),
    ] {
        becomes(source, json!({}), wanted);
    }
}

#[test]
fn variables_are_filled_in() {
    let sent = json!({ "n": 3, "f": { "letters": "A" }, "no": null });
    for (source, wanted) in [
        ("query($n: Int!) { city(n: $n) { id } }", "{city(n:3){id}}"),
        ("query($x: Int) { city(n: $x) { id } }", "{city{id}}"),
        ("query($x: Int = 4) { city(n: $x) { id } }", "{city(n:4){id}}"),
        ("query($no: Int) { echo(n: $no) }", "{echo(n:null)}"),
        (
            "query($n: Int!, $x: Int) { echo(list: [1, $n], filter: { min: $x }) }",
            "{echo(list:[1, 3],filter:{})}",
        ),
        ("query($f: Filter) { echo(filter: $f) }", "{echo(filter:{letters: [A], flag: true})}"),
    ] {
        becomes(source, sent.clone(), wanted);
    }
}

//! Which operation runs, and what the parser is told before it guesses.

use async_graphql::Variables;
use serde_json::json;

use super::{Limits, Refusal, Run, plainly, prepare, refusal, run, sample, shown};

#[test]
fn where_only_queries_run_another_operation_is_refused_for_that_and_nothing_else() {
    let variables = Variables::default();
    let run = |source, operation_name| {
        let run = Run { operation_name, variables: &variables, queries_only: true };
        prepare(&sample(), &Limits::default(), source, run)
    };
    for (source, name) in [
        ("mutation { reset }", None),
        ("mutation { nonsense(of: $nobody) }", None),
        ("query A { city { id } } mutation B { reset }", Some("B")),
        ("subscription { ticks }", None),
    ] {
        assert!(matches!(run(source, name), Err(Refusal::NoQuery)), "{source}");
    }
    assert!(run("query A { city { id } } mutation B { reset }", Some("A")).is_ok());
}

#[test]
fn the_name_chooses_the_operation() {
    let two = "query A { city { id } } mutation B { reset }";
    for (source, name, wanted) in [
        (two, Some("A"), Ok("{city{id}}")),
        (two, Some("B"), Ok("{reset}")),
        (two, Some("C"), Err("Unknown operation named \"C\".")),
        (two, None, Err("Must provide operation name if query contains multiple operations.")),
        ("query A { city { id } }", None, Ok("{city{id}}")),
        ("{ city { id } }", Some("A"), Err("Unknown operation named \"A\".")),
    ] {
        let found = prepare(
            &sample(),
            &Limits::default(),
            source,
            Run { operation_name: name, ..plainly(&Variables::default()) },
        )
        .map(|prepared| shown(prepared.root()))
        .map_err(|refusal| {
            assert_eq!(refusal.code(), "BAD_REQUEST");
            refusal.into_errors().remove(0).message
        });
        assert_eq!(found, wanted.map(str::to_owned).map_err(str::to_owned), "{source}");
    }
    let prepared = run("mutation B { reset }", json!({})).unwrap();
    assert_eq!(prepared.operation_name.as_deref(), Some("B"));
}

#[test]
fn what_is_not_a_document_is_a_parse_error() {
    for source in [
        "",
        "# only this",
        "{",
        "{}",
        "{ city { } }",
        "{ city( { id } }",
        "{ city() { id } }",
        "query() { city { id } }",
        "queryA { city { id } }",
        "fragmentF on Query { city { id } } { ...F }",
        "{ city { id } } }",
        "{ echo(n: 01) }",
        "{ echo(n: 1.) }",
        "{ echo(n: 1e) }",
        "{ echo(n: 0x1) }",
        "{ echo(n: -) }",
        "{ echo(list: [1 2) }",
        "{ echo(text: \"a\nb\") }",
        "{ echo(text: \"open) }",
        "{ echo(text: \"\"\"open\"\") }",
        "{ echo(text: \"\\q\") }",
        "{ echo(text: \"\"\"a\\\"\"\"b\"\"\") }",
        "type X { a: Int }",
        "query($a: Int = $b) { echo(n: $a) }",
        "{ ...on }",
        "{ city { id } } ?",
    ] {
        let found = refusal(source, json!({}));
        let misread = source == "{ ...on }" && found.starts_with("GRAPHQL_VALIDATION_FAILED");
        assert!(found.starts_with("GRAPHQL_PARSE_FAILED Syntax Error: ") || misread, "{source}: {found}");
        assert!(!found.contains('\n'), "{found}");
    }
}

#[test]
fn what_is_a_document_parses() {
    for source in [
        "\u{feff}{city,{id,}}#end",
        "query query { city { id } }",
        "fragment fragment on Query { city { id } } { ...fragment }",
        "{ echo(list: [1-2 -3]) }",
        "{ echo(filter: { ratio: -1.5E+3 }) }",
        "{ echo(text: \"\"\"\n  two\n  \"lines\"\n\"\"\") }",
        "{ echo(text: \"# no comment { ( [\") } # ) } ]",
        "{ echo(text: \"\\u00e9 \\\" \\n é\") }",
    ] {
        assert_eq!(refusal(source, json!({})), "", "{source}");
    }
}

#[test]
fn errors_say_where() {
    let errors = run("{\n  city { nope }\n  x: nope\n}", json!({})).unwrap_err().into_errors();
    let at: Vec<_> =
        errors.iter().map(|error| (error.locations[0].line, error.locations[0].column)).collect();
    assert_eq!(at, [(2, 10), (3, 3)]);
    let code = errors[0].extensions.as_ref().unwrap().get("code").unwrap().to_string();
    assert_eq!(code, "\"GRAPHQL_VALIDATION_FAILED\"");
}

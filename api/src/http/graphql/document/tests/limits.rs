//! What a hostile document costs: counted in steps, so that the test is the same on every machine.

use std::fmt::Write;

use async_graphql::Variables;
use serde_json::json;

use super::super::refusal::Found;
use super::{Limits, Refusal, Steps, plainly, prepare, refusal, run, sample};

#[track_caller]
fn limited(source: &str, wanted: &str, figure: Found) {
    match run(source, json!({})) {
        Err(Refusal::Limit { name, found, .. }) => assert_eq!((name, found), (wanted, figure)),
        other => panic!("{wanted}: {:?}", other.map(|prepared| prepared.found.steps)),
    }
}

fn nested(levels: usize) -> String {
    format!("{{ city {{ {}id{} }} }}", "twin { ".repeat(levels), " }".repeat(levels))
}

/// Each fragment asks for the next one twice.
fn doubling(levels: u32) -> String {
    let mut source = "{ city { ...F0 } }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        write!(source, " fragment F{level} on City {{ a: twin {{ ...F{next} }} b: twin {{ ...F{next} }} }}")
            .unwrap();
    }
    write!(source, " fragment F{levels} on City {{ id }}").unwrap();
    source
}

#[test]
fn every_limit_names_itself_and_its_figure() {
    limited(&" ".repeat(1024 * 1024), "bytes", Found::Exactly(1024 * 1024));
    limited(&format!("{{ {} }}", "id ".repeat(5_001)), "tokens", Found::MoreThan(5_000));
    limited(&"{a".repeat(100), "nesting", Found::MoreThan(64));
    limited(&format!("{{ echo(list: {}", "[".repeat(100)), "nesting", Found::MoreThan(64));
    limited(&nested(20), "depth", Found::Exactly(22));
    let aliases: String = (0..101).fold(String::new(), |all, n| all + &format!("a{n}: id "));
    limited(&format!("{{ city {{ {aliases} }} }}"), "aliases", Found::Exactly(101));
    let fields: String = (0..21).fold(String::new(), |all, n| all + &format!("a{n}: city {{ id }} "));
    limited(&format!("{{ {fields} }}"), "rootFields", Found::Exactly(21));
    limited(
        &format!("{{ city {{ {} }} }}", "id @skip(if: true) ".repeat(101)),
        "directives",
        Found::Exactly(101),
    );
    limited(&format!("{{ city {{ {} }} }}", "id ".repeat(2_001)), "selections", Found::Exactly(2_002));
    let fragments: String =
        (0..201).fold(String::new(), |all, n| all + &format!(" fragment F{n} on City {{ id }}"));
    limited(&format!("{{ city {{ id }} }}{fragments}"), "fragments", Found::Exactly(201));
}

#[test]
fn a_long_text_has_few_names_and_what_is_short_has_many() {
    let names = |many, field: &str| (0..many).fold(String::new(), |all, n| all + &format!("a{n}: {field} "));
    let asked = |within: &str| format!("{{ city {{ {within} }} }}");
    for fine in [names(100, "name"), names(50, "twin { name }"), format!("body {{ {} }}", names(4, "html"))] {
        assert!(run(&asked(&fine), json!({})).is_ok(), "{fine}");
    }
    let html = format!("body {{ {} }}", names(5, "html"));
    limited(&asked(&html), "repeats", Found::Exactly(5));
    limited(&asked(&names(5, "body { html }")), "repeats", Found::Exactly(5));
    let spread = format!("{} ... on City {{ body {{ z: html }} }}", names(2, "body { b: html c: html }"));
    limited(&asked(&spread), "repeats", Found::Exactly(5));
    limited(&asked(&format!("twin {{ {html} }}")), "repeats", Found::Exactly(5));
    let roots = names(20, "city { body { html } }");
    assert!(run(&format!("{{ {roots} }}"), json!({})).is_ok(), "each is read, and bounded, by itself");
}

#[test]
fn a_hostile_mebibyte_costs_no_step_and_few_where_that_much_is_allowed() {
    let mebibyte = |piece: &str| piece.repeat((1 << 20) / piece.len());
    for source in ["a ", "{a", "{ a(b: [", "\"\"\"x\"\"\" ", "#x\n", "fragment F on F{a}", "...F ", "$a:A=1 "]
        .map(mebibyte)
    {
        let none = Limits { steps: 0, ..Limits::default() };
        let refused = prepare(&sample(), &none, &source, plainly(&Variables::default()));
        assert!(matches!(refused, Err(Refusal::Limit { name: "bytes", .. })), "{refused:?}");
        let generous = Limits { bytes: u64::MAX, steps: 6_000, ..Limits::default() };
        let refused = prepare(&sample(), &generous, &source, plainly(&Variables::default()));
        assert!(matches!(refused, Err(Refusal::Limit { .. })), "{refused:?}");
    }
}

#[test]
fn a_refusal_tells_limit_and_figure() {
    let found = refusal(&nested(20), json!({}));
    assert_eq!(
        found,
        "LIMIT_EXCEEDED The document is refused: depth may be at most 16, found 22. Ask for less at once."
    );
}

#[test]
fn doubling_fragments_cost_few_steps() {
    limited(&doubling(30), "selections", Found::Exactly(3 * (1 << 30) - 1));
    for levels in [10, 30, 150] {
        let limits = Limits { depth: 1_000, nesting: 1_000, aliases: u64::MAX, ..Limits::default() };
        let source = doubling(levels);
        let Err(Refusal::Limit { name: "selections", found: Found::Exactly(found), .. }) =
            prepare(&sample(), &limits, &source, plainly(&Variables::default()))
        else {
            panic!("{levels} levels were let pass");
        };
        let wanted = 1_u64.checked_shl(levels).map_or(u64::MAX, |doubled| 3 * doubled - 1);
        assert_eq!(found, wanted);
        // Counting is linear in the length of the chain.
        let limits = Limits { steps: 60 * u64::from(levels + 10), ..limits };
        let again = prepare(&sample(), &limits, &source, plainly(&Variables::default()));
        assert!(matches!(again, Err(Refusal::Limit { name: "selections", .. })), "{levels}");
    }
}

#[test]
fn merging_and_planning_stop_at_their_bound() {
    // What a level shares is planned for each of its two types: 2 fields written become 2, 4, 8...
    let level = |inner: &str| format!("... on City {{ id }} ... on Named {{ sibling {{ {inner} }} }}");
    let source =
        |levels| format!("{{ named {{ {} }} }}", (0..levels).fold("id".to_owned(), |inner, _| level(&inner)));
    assert!(run(&source(7), json!({})).is_ok_and(|prepared| prepared.found.steps < 20_000));
    limited(&source(14), "selections", Found::MoreThan(2_000));
}

#[test]
fn many_equal_fields_are_compared_once_each() {
    let source = format!("{{ {} }}", "city { id } ".repeat(900));
    let prepared = run(&source, json!({})).unwrap();
    assert!(prepared.found.steps < 25_000, "{}", prepared.found.steps);
}

#[test]
fn fragment_cycles_are_refused_without_recursion() {
    let chain = (0..150).fold("{ ...F0 }".to_owned(), |all, n| {
        all + &format!(" fragment F{n} on Query {{ ...F{} }}", (n + 1) % 150)
    });
    assert!(
        refusal(&chain, json!({})).starts_with(
            "GRAPHQL_VALIDATION_FAILED Cannot spread fragment \"F0\" within itself via \"F1\", "
        )
    );
    let own = "{ city { ...F } } fragment F on City { twin { ...F } }";
    assert_eq!(
        refusal(own, json!({})),
        "GRAPHQL_VALIDATION_FAILED Cannot spread fragment \"F\" within itself."
    );
    let unused = "{ city { id } } fragment A on City { ...B } fragment B on City { ...A }";
    assert!(refusal(unused, json!({})).contains("within itself"));
}

#[test]
fn the_deepest_document_fits_a_small_stack() {
    let list = format!("{{ echo(text: {}1{}) }}", "[".repeat(62), "]".repeat(62));
    let object = format!("{{ echo(text: {}1{}) }}", "{a:".repeat(62), "}".repeat(62));
    let broken = format!("{{ echo(text: {}", "[{a:".repeat(31));
    let fields = format!("{}id{}", "{ twin ".repeat(64), "}".repeat(64));
    let inline = format!("{}id{}", "{ ... ".repeat(63) + "{", "}".repeat(64));
    let chain = (0..62).fold("{ ...F0 }".to_owned(), |all, n| {
        let inner = if n == 61 { "city { id }".to_owned() } else { format!("...F{}", n + 1) };
        all + &format!(" fragment F{n} on Query {{ {inner} }}")
    });
    for source in [list, object, broken, fields, inline, chain] {
        let work = move || {
            let types = sample();
            let limits = Limits { depth: 64, ..Limits::default() };
            prepare(&types, &limits, &source, plainly(&Variables::default())).is_ok()
        };
        std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(work).unwrap().join().unwrap();
    }
}

#[test]
fn lists_and_pages_multiply() {
    for (source, wanted) in [
        ("{ city { id } }", 2),
        ("{ city { clusters { id name } } }", 1 + 1 + 10 * 2),
        ("{ clusters { nodes { id } totalCount } }", 1 + 20 * (2 + 1) + 100),
        ("{ clusters(first: 3) { nodes { id } } }", 1 + 3 * 2),
        ("{ clusters(last: 7) { nodes { id } } }", 1 + 7 * 2),
        ("{ clusters(first: 1000000) { totalCount } }", 1 + 100 + 100),
        ("{ cluster(n: 1) { cities { edges { node { id } } } } }", 1 + 1 + 5 * 3),
        ("{ things { ... on City { id name } ... on Person { age } } }", 1 + 10 * 2),
    ] {
        assert_eq!(run(source, json!({})).unwrap().found.complexity, wanted, "{source}");
    }
    let sized = run("query($n: Int = 2) { clusters(first: $n) { totalCount } }", json!({ "n": 9 }));
    assert_eq!(sized.unwrap().found.complexity, 1 + 9 + 100);
    let deep = "{ clusters(first: 100) { nodes { cities(first: 100) { nodes { clusters { twin { id name } } } } } } }";
    assert!(refusal(deep, json!({})).contains("complexity may be at most 200000, found "));
}

#[test]
fn the_introspection_of_the_usual_tools_passes() {
    let prepared = run(include_str!("introspection_query.graphql"), json!({})).unwrap();
    assert!(
        prepared.found.complexity < 60_000 && prepared.found.steps < 10_000,
        "{} {}",
        prepared.found.complexity,
        prepared.found.steps
    );
    let deep = |levels| {
        format!(
            "{{ __type(name: \"City\") {{ {}name{} }} }}",
            "ofType { ".repeat(levels),
            " }".repeat(levels)
        )
    };
    assert_eq!(refusal(&deep(22), json!({})), "");
    limited(&deep(23), "introspectionDepth", Found::Exactly(25));
}

#[test]
fn comparing_stops_at_its_bound() {
    // What one level shares is compared once with each of its two types: 2, 4, 8... comparisons of few fields.
    let level = |inner: &str| {
        format!(
            "... on Named {{ sibling {{ {inner} }} }} ... on City {{ sibling {{ id }} }} ... on Cluster {{ sibling {{ id }} }}"
        )
    };
    let source =
        |levels| format!("{{ named {{ {} }} }}", (0..levels).fold("id".to_owned(), |inner, _| level(&inner)));
    assert!(run(&source(4), json!({})).is_ok_and(|prepared| prepared.found.steps < 20_000));
    limited(&source(14), "steps", Found::MoreThan(100_000));
}

#[test]
fn documents_that_come_together_share_their_steps() {
    let (types, steps) = (sample(), Steps::new(40));
    let take = || {
        let limits = Limits::default();
        super::super::prepare(&types, &limits, "{ city { id } }", plainly(&Variables::default()), &steps)
    };
    let found = take().unwrap().found.steps;
    assert!((14..=40).contains(&found), "{found}");
    let refused = std::iter::repeat_with(take).find_map(Result::err);
    assert!(matches!(refused, Some(Refusal::Limit { name: "steps", limit: 40, .. })), "{refused:?}");
}

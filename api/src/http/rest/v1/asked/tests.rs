//! The tables against the declarations they are about.

use super::*;

#[test]
fn every_name_of_the_tables_leads_somewhere() {
    for thing in told::THINGS {
        for told in thing.fields() {
            let field =
                thing.noun.field(told.name).unwrap_or_else(|| panic!("{}.{}", thing.noun.name, told.name));
            for inner in told.kind.inner().iter().filter(|_| !field.parts.is_empty()) {
                assert!(field.parts.iter().any(|part| part.name == inner.name), "{}", inner.name);
            }
        }
        for related in thing.parts.iter().chain(thing.includes) {
            let relation = thing.noun.relation(related.name).expect(related.name);
            told::of(relation.link.to());
            let (_, all, _) = page_of(relation, thing.noun);
            assert!(all.is_none() || thing.noun.field("slug").is_some());
        }
    }
}

/// What a thing of GraphQL has and this door does not tell, each for its reason.
const UNTOLD: &[&str] = &["status", "hasDraft", "secondsRemaining"];

#[test]
fn nothing_else_of_a_noun_is_left_out() {
    for thing in told::THINGS {
        let fields = thing.noun.fields.iter().copied().flatten().map(|field| field.name);
        let relations = thing.noun.relations.iter().map(|relation| relation.name);
        for name in fields.chain(relations).filter(|name| !UNTOLD.contains(name)) {
            let is_there = thing.names().contains(&name) || thing.include(name).is_some();
            assert!(is_there, "{}.{name}", thing.noun.name);
        }
    }
}

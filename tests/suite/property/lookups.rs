//! Single things by slug, by id and by the id of another system, visible and not, with all beneath them.

use std::collections::BTreeSet;

use harness::{TestApp, Value, json};

use super::content::Content;
use super::document::Document;
use super::expected::{Judge, Thing};
use super::random::Random;
use super::tree::{Branch, Grower, NOUNS};

const LOOKUPS: usize = 60;
/// Lists and relations beneath.
const DEPTH: usize = 3;

/// One root field that looks things up.
#[derive(Debug, Default)]
struct Lookup<'a> {
    field: &'static str,
    arguments: Vec<(&'static str, &'static str, Value)>,
    /// What the keys name, whether or not it may be seen.
    named: Vec<Option<Thing<'a>>>,
    /// By noun.
    below: Vec<(&'static str, Vec<Branch>)>,
    nouns: BTreeSet<&'static str>,
}

#[tokio::test]
async fn things_are_found_by_slug_by_id_and_by_foreign_id_if_they_may_be_seen() {
    let app = TestApp::with(&["--graphql-max-complexity", "10000000"]).await;
    let mut random = Random(404);
    let content = Content::random(&mut random, app.now());
    let bundle = app.folder().join("bundle");
    content.write(&bundle);
    app.import(&bundle);
    let (mut shown, mut hidden) = (0, 0);
    for number in 0..LOOKUPS {
        let mut grower = Grower::new(&mut random, &content, app.now());
        let languages = grower.languages.clone();
        let lookup = match number % 4 {
            0 => by_slug(&mut grower),
            1 => by_id(&mut grower, false),
            2 => by_id(&mut grower, true),
            _ => by_foreign_id(&mut grower),
        };
        let mut judge = Judge::new(&content, app.now(), languages);
        let nulls = ask(&app, &mut judge, &lookup).await;
        shown += lookup.named.len() - nulls;
        hidden += lookup.named.iter().flatten().count().min(nulls);
    }
    assert!(shown > 50 && hidden > 20, "only {shown} shown and {hidden} hidden");
}

/// One statement for each type asked for; how many were null.
async fn ask<'a>(app: &TestApp, judge: &mut Judge<'a>, lookup: &Lookup<'a>) -> usize {
    let mut document = Document::new(&judge.asked.locales, judge.asked.or_original);
    let mut arguments = String::new();
    for (name, kind, value) in &lookup.arguments {
        document.give(name, kind, value.clone());
        arguments += &format!("{name}: ${name} ");
    }
    let root = document.things(lookup.field, &arguments, &lookup.below);
    let (query, variables) = document.around(&root);
    judge.about = format!("{query} with {variables}");
    app.statements();
    let answer = app.graphql(&query, variables).await;
    assert!(answer.get("errors").is_none(), "{answer} to {}", judge.about);
    assert_eq!(app.statements().len(), lookup.nouns.len(), "{}", judge.about);
    let found = &answer["data"]["found"];
    let one = [found.clone()];
    let found = if lookup.field == "nodes" { found.as_array().unwrap() } else { one.as_slice() };
    assert_eq!(found.len(), lookup.named.len(), "{}", judge.about);
    for (found, named) in found.iter().zip(&lookup.named) {
        let noun = named.map_or("", |thing| thing.noun);
        let below = lookup.below.iter().find(|(known, _)| *known == noun);
        let expected = judge.thing(*named, below.map_or(&[], |below| &below.1), found);
        assert_eq!(found, &expected, "{}", judge.about);
    }
    found.iter().filter(|found| found.is_null()).count()
}

fn by_slug<'a>(grower: &mut Grower<'a>) -> Lookup<'a> {
    // All but assets, the last, have slugs.
    let (noun, _, field, _) = grower.random.pick(&NOUNS[..NOUNS.len() - 1]);
    let thing = thing(grower, noun);
    let old = thing.item.old_slug.as_ref().filter(|_| grower.random.chance(50));
    let mut slug = old.unwrap_or(&thing.item.slug).as_str();
    let mut named = Some(thing).filter(|thing| noun != "events" || thing.item.event.is_some());
    if grower.random.chance(10) {
        (slug, named) = ("nowhere", None);
    }
    Lookup {
        field,
        arguments: vec![("slug", "String!", json!(slug))],
        named: vec![named],
        below: vec![(noun, grower.beneath(noun, DEPTH))],
        nouns: [noun].into(),
    }
}

/// By one id, or by several, some of them twice.
fn by_id<'a>(grower: &mut Grower<'a>, several: bool) -> Lookup<'a> {
    let mut lookup = Lookup { field: if several { "nodes" } else { "node" }, ..Lookup::default() };
    let mut ids = Vec::new();
    for _ in 0..if several { grower.random.index(12) } else { 1 } {
        let noun = grower.random.pick(NOUNS).0;
        let thing = thing(grower, noun);
        let known = (noun != "events" || thing.item.event.is_some()) && grower.random.chance(90);
        let id = if known { thing.id().to_owned() } else { grower.random.id("news") };
        let times = if several && grower.random.chance(20) { 2 } else { 1 };
        for _ in 0..times {
            ids.push(json!(id));
            lookup.named.push(known.then_some(thing));
        }
        lookup.nouns.insert(if known { noun } else { "news" });
    }
    let given = if several { json!(ids) } else { ids.remove(0) };
    lookup.arguments = vec![if several { ("ids", "[ID!]!", given) } else { ("id", "ID!", given) }];
    lookup.below = fragments(grower, lookup.nouns.iter().copied().collect());
    lookup
}

fn by_foreign_id<'a>(grower: &mut Grower<'a>) -> Lookup<'a> {
    let (noun, _, _, word) = grower.random.pick(NOUNS);
    if word.is_empty() {
        return by_foreign_id(grower);
    }
    let thing = thing(grower, noun);
    let reference = thing.item.external_ref.as_deref();
    let kind = ("type", "ExternalRefType!", json!(word));
    Lookup {
        field: "byExternalRef",
        arguments: vec![kind, ("ref", "String!", json!(reference.unwrap_or("nobody")))],
        named: vec![reference.map(|_| thing)],
        below: fragments(grower, vec![noun]),
        nouns: [noun].into(),
    }
}

/// Anything of a noun; of events, perhaps news without one.
fn thing<'a>(grower: &mut Grower<'a>, noun: &'static str) -> Thing<'a> {
    let items: Vec<_> = grower.content.of(if noun == "events" { "news" } else { noun }).collect();
    Thing { noun, item: grower.random.pick(&items) }
}

/// What is asked of these nouns, and of one more.
fn fragments(grower: &mut Grower<'_>, mut nouns: Vec<&'static str>) -> Vec<(&'static str, Vec<Branch>)> {
    let more = grower.random.pick(NOUNS).0;
    nouns.extend((!nouns.contains(&more)).then_some(more));
    nouns.into_iter().map(|noun| (noun, grower.beneath(noun, DEPTH))).collect()
}

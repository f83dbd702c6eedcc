//! What a tree must answer, level by level, by the plain reference.

use std::cmp::Ordering;
use std::collections::HashMap;

use harness::{Value, json};

use super::content::Content;
use super::fields::name_of;
use super::item::Item;
use super::reference::{self, Asked, Page, Reference, Window};
use super::tree::{Branch, Known, Lead, Paged, Rows, kind, single};

/// A thing as one of its nouns: news that announces an event is an event, too.
#[derive(Clone, Copy, Debug)]
pub struct Thing<'a> {
    pub noun: &'static str,
    pub item: &'a Item,
}

/// Compares answers with the reference, the innermost lists first, and keeps the cursors it meets.
#[derive(Debug)]
pub struct Judge<'a> {
    pub reference: Reference<'a>,
    /// The languages asked for.
    pub asked: Asked,
    pub about: String,
    /// By the number of the list.
    pub known: HashMap<usize, Vec<Known>>,
    /// How many lists were compared that were not empty, by the lists above them.
    pub filled: Vec<usize>,
    depth: usize,
}

impl<'a> Judge<'a> {
    pub fn new(content: &'a Content, now: i64, asked: Asked) -> Self {
        let reference = Reference { content, now };
        Self { reference, asked, about: String::new(), known: HashMap::new(), filled: vec![0; 8], depth: 0 }
    }

    /// A root list must answer this, where the answer says `found`.
    pub fn root(&mut self, branch: &Branch, found: &Value) {
        let Lead::Page(paged) = &branch.lead else { panic!("a root list is a list") };
        self.list(branch, paged, None, found);
    }

    /// A thing with all beneath it, or null where it may not be seen.
    pub fn thing(&mut self, thing: Option<Thing<'a>>, below: &[Branch], found: &Value) -> Value {
        let seen = thing.filter(|thing| self.reference.is_live(thing.item));
        let text = seen.and_then(|thing| reference::served(thing.item, &self.asked));
        let (Some(thing), Some(text)) = (seen, text) else { return Value::Null };
        let wanted = self.asked.locales.first();
        let mut locales: Vec<&str> =
            thing.item.texts.iter().filter(|text| text.published).map(|text| text.locale).collect();
        locales.sort_unstable();
        let mut expected = json!({
            "__typename": kind(thing.noun), "id": thing.id(), "localeServed": text.locale, "availableLocales": locales,
            "isFallback": wanted.is_some_and(|wanted| *wanted != text.locale),
        });
        if thing.noun != "assets" {
            expected["slug"] = json!(thing.item.slug);
        }
        if thing.noun != "events" {
            expected[name_of(thing.noun)] = json!(text.name);
        }
        for branch in below {
            let alias = branch.alias();
            expected[&alias] = self.branch(branch, thing, &found[&alias]);
        }
        expected
    }

    fn branch(&mut self, branch: &Branch, parent: Thing<'a>, found: &Value) -> Value {
        let related = match &branch.lead {
            Lead::Page(paged) => return self.list(branch, paged, Some(parent.item), found),
            _ => self.related(parent.item, branch),
        };
        let mut told = Vec::new();
        for thing in related {
            let found = if matches!(branch.lead, Lead::One) { found } else { &found[told.len()] };
            let thing = self.thing(Some(thing), &branch.below, found);
            told.extend(Some(thing).filter(|thing| !thing.is_null()));
        }
        match branch.lead {
            Lead::One => told.pop().unwrap_or_default(),
            _ => told.into(),
        }
    }

    /// What a field other than a list leads to, in the order it was written in.
    fn related(&self, item: &'a Item, branch: &Branch) -> Vec<Thing<'a>> {
        let noun = branch.noun;
        let slugs: Vec<&String> = match branch.field {
            "newsItem" => return vec![Thing { noun, item }],
            "event" => return item.event.iter().map(|_| Thing { noun, item }).collect(),
            "clusters" => item.clusters.iter().collect(),
            "topics" => item.topics.iter().collect(),
            "cities" | "city" => item.cities.iter().collect(),
            "media" => item.media.iter().collect(),
            "call" => item.call.iter().collect(),
            "hero" | "photo" | "thumbnail" | "logo" => item.picture.iter().collect(),
            other => panic!("no relation {other}"),
        };
        let find = |slug: &String| self.reference.content.find(noun, slug);
        slugs.into_iter().filter_map(find).map(|item| Thing { noun, item }).collect()
    }

    fn list(&mut self, branch: &Branch, paged: &Paged, parent: Option<&'a Item>, found: &Value) -> Value {
        let above = parent.map(|item| (single(item.folder), item.slug.clone()));
        let asked = Asked { parent: above, ..paged.asked.clone() };
        let list = self.reference.list(&asked).unwrap();
        let place = window(paged, &asked, &list, parent).of(list.len());
        let page = &list[place.from..place.to];
        let cursors: Vec<Value> = (0..page.len()).map(|n| cursor(&found["edges"][n]["cursor"])).collect();
        let mut expected = json!({});
        if paged.rows != Rows::None {
            let edges = page.iter().zip(&cursors).map(|(item, cursor)| edge(paged, item, parent, cursor));
            expected["edges"] = edges.collect();
            self.keep(branch.number, page, &asked, parent, &cursors);
        }
        if paged.rows == Rows::Nodes {
            expected["nodes"] = json!([]);
        }
        self.depth += 1;
        self.rows(branch, paged, page, found, &mut expected);
        self.depth -= 1;
        if paged.info {
            expected["pageInfo"] = info(paged, &place, &cursors, &found["pageInfo"]);
        }
        if paged.total {
            expected["totalCount"] = json!(list.len());
        }
        self.filled[self.depth] += usize::from(!page.is_empty());
        assert_eq!(
            found,
            &expected,
            "{} of {above:?} in {}",
            branch.alias(),
            self.about,
            above = asked.parent
        );
        expected
    }

    fn rows(&mut self, branch: &Branch, paged: &Paged, page: &[&'a Item], found: &Value, told: &mut Value) {
        for (n, item) in page.iter().enumerate() {
            let thing = Some(Thing { noun: branch.noun, item });
            match paged.rows {
                Rows::None => {}
                Rows::Edges => {
                    told["edges"][n]["node"] = self.thing(thing, &branch.below, &found["edges"][n]["node"]);
                }
                Rows::Nodes => {
                    let node = self.thing(thing, &branch.below, &found["nodes"][n]);
                    told["nodes"].as_array_mut().unwrap().push(node);
                }
            }
        }
    }

    fn keep(
        &mut self,
        number: usize,
        page: &[&Item],
        asked: &Asked,
        parent: Option<&Item>,
        cursors: &[Value],
    ) {
        let known = page.iter().zip(cursors).map(|(item, cursor)| Known {
            cursor: cursor.as_str().unwrap().to_owned(),
            place: reference::place(item, asked, parent),
        });
        self.known.entry(number).or_default().extend(known);
    }
}

impl Thing<'_> {
    pub fn id(&self) -> &str {
        match &self.item.event {
            Some((id, _)) if self.noun == "events" => id,
            _ => &self.item.id,
        }
    }
}

/// A cursor may stand for a thing that another parent's list does not hold: its place there counts.
fn window(paged: &Paged, asked: &Asked, list: &[&Item], parent: Option<&Item>) -> Window {
    let count = |known: &Known, counted: &[Ordering]| {
        let order =
            |item: &&&Item| reference::order(asked, &reference::place(item, asked, parent), &known.place);
        list.iter().filter(|item| counted.contains(&order(item))).count()
    };
    let passed = paged.after.as_ref().map(|known| count(known, &[Ordering::Less, Ordering::Equal]));
    Window {
        size: paged.size,
        backward: paged.backward,
        after: passed.and_then(|passed| passed.checked_sub(1)),
        before: paged.before.as_ref().map(|known| count(known, &[Ordering::Less])),
    }
}

fn cursor(found: &Value) -> Value {
    if found.as_str().is_some_and(|text| !text.is_empty()) { found.clone() } else { json!("a cursor") }
}

fn edge(paged: &Paged, item: &Item, parent: Option<&Item>, cursor: &Value) -> Value {
    let mut edge = json!({ "cursor": cursor });
    if let Some(parent) = parent.filter(|_| paged.member) {
        let (cluster, city) = if parent.folder == "clusters" { (parent, item) } else { (item, parent) };
        let member = cluster.members.iter().find(|member| member.city == city.slug).unwrap();
        edge["featured"] = json!(member.featured);
        edge["position"] = json!(member.position);
        edge["joinedOn"] = json!(member.joined_on);
    }
    edge
}

fn info(paged: &Paged, place: &Page, cursors: &[Value], found: &Value) -> Value {
    let end = |name: &str, there: Option<&Value>| match (paged.rows, there) {
        (_, None) => Value::Null,
        (Rows::None, Some(_)) => cursor(&found[name]),
        (_, Some(cursor)) => cursor.clone(),
    };
    json!({
        "hasNextPage": place.has_next, "hasPreviousPage": place.has_previous,
        "startCursor": end("startCursor", cursors.first()),
        "endCursor": end("endCursor", cursors.last()),
    })
}

//! Makes the plan of an answer: the normalised document laid beside what is told of each noun.
//!
//! `None` wherever a field has more to it than a value that was read: the executor answers those.

use async_graphql::parser::types::{Field, OperationType, Selection as Item, SelectionSet};

use super::super::document::{Prepared, TypeDef, TypeMap};
use super::super::schema::arguments;
use super::super::schema::context::key_of;
use super::super::schema::selection::{self, Walk};
use super::plan::{Asked, Edge, Info, Object, Page, Part, Plan, Root, Value};
use crate::domain::view::View;
use crate::http::told::{self, Kind, TYPE_NAME, Telling};
use crate::query::declare::{Link, List, Noun};
use crate::query::read::One;
use crate::query::selection::{Parts, Selection, Shape};
use crate::query::{Again, Key};
use crate::query::{call, city, cluster, event, media_item, news_item, partner, practice, topic};

/// Root fields that find one thing by its slug.
static SINGLES: [(&str, &Noun); 9] = [
    ("cluster", &cluster::NOUN),
    ("city", &city::NOUN),
    ("newsItem", &news_item::NOUN),
    ("event", &event::NOUN),
    ("call", &call::NOUN),
    ("practice", &practice::NOUN),
    ("mediaItem", &media_item::NOUN),
    ("partner", &partner::NOUN),
    ("topic", &topic::NOUN),
];
/// Root fields that are lists.
static LISTS: [&List; 9] = [
    &cluster::LIST,
    &city::LIST,
    &news_item::LIST,
    &event::LIST,
    &call::LIST,
    &practice::LIST,
    &media_item::LIST,
    &partner::LIST,
    &topic::LIST,
];

impl Plan {
    pub fn of(types: &TypeMap, prepared: &Prepared) -> Option<Self> {
        let (fields, query) = (fields(prepared.root())?, types.root(OperationType::Query)?);
        let planner = Planner { types };
        let roots: Option<Vec<Root>> = fields.map(|field| planner.root(field, query)).collect();
        Some(Self { roots: roots.filter(|roots| !roots.is_empty())? })
    }
}

struct Planner<'a> {
    types: &'a TypeMap,
}

/// The fields of a set that is nothing but fields, without directives.
fn fields(set: &SelectionSet) -> Option<impl Iterator<Item = &Field>> {
    let is_plain = set.items.iter().all(|item| match &item.node {
        Item::Field(field) => field.node.directives.is_empty(),
        _ => false,
    });
    is_plain.then(|| {
        set.items.iter().filter_map(|item| match &item.node {
            Item::Field(field) => Some(&field.node),
            _ => None,
        })
    })
}

impl<'a> Planner<'a> {
    fn root(&self, field: &Field, query: &'a TypeDef) -> Option<Root> {
        let name = field.name.node.as_str();
        let given = selection::arguments(field);
        let locales = arguments::locales(&given).ok()?;
        if arguments::view(&given) != View::Live || !field.directives.is_empty() {
            return None;
        }
        let (key, set) = (key_of(field).to_owned(), &field.selection_set.node);
        let mut walk = Walk::at(vec![key.clone()], false);
        if let Some((_, noun)) = SINGLES.iter().find(|(single, _)| *single == name) {
            let slug = given.iter().find(|(name, _)| name == "slug").map(|(_, value)| value.clone());
            let Some(async_graphql::Value::String(slug)) = slug else { return None };
            let mut selection = Selection::new(noun);
            let shape = walk.node(&mut selection, set).ok()?;
            selection.seal();
            let asked = Asked::One(One::new(Key::Slug(slug), &selection), self.object(noun, set, &shape)?);
            return Some(Root { key, locales, asked, again: Again::default() });
        }
        let list = LISTS.iter().find(|list| list.name == name)?;
        let ask = arguments::root(list, given).ok()?;
        let (mut selection, mut parts) = (Selection::new(list.noun), Parts::default());
        let shape = walk.connection(&mut selection, &mut parts, set).ok()?;
        selection.seal();
        let page = self.page((list, self.target(query, field)?), set, &shape)?;
        let asked = Asked::Page(ask.into(), (parts, selection.into()), page);
        Some(Root { key, locales, asked, again: Again::default() })
    }

    /// The type of what a field leads to.
    fn target(&self, from: &TypeDef, field: &Field) -> Option<&'a TypeDef> {
        self.types.target(from.fields.get(field.name.node.as_str())?)
    }

    fn object(&self, noun: &'static Noun, set: &SelectionSet, shape: &Shape) -> Option<Object> {
        let (thing, def) = (told::known(noun)?, self.types.get(noun.name)?);
        let mut told = Vec::with_capacity(set.items.len());
        for field in fields(set)? {
            let (name, key, beneath) = (field.name.node.as_str(), key_of(field), &field.selection_set.node);
            let value = if name == TYPE_NAME {
                Value::TypeName(noun.name)
            } else if let Some(known) = thing.field(name) {
                Value::Told(Telling { told: known, inner: inner(known.kind, beneath)? })
            } else {
                let (step, relation) = (shape.step(key)?, noun.relation(name)?);
                match &relation.link {
                    Link::Connection { list } => {
                        let of = (*list, self.target(def, field)?);
                        Value::Page(step.relation?, self.page(of, beneath, &step.shape)?)
                    }
                    link => Value::Led(step.relation?, self.object(link.to(), beneath, &step.shape)?),
                }
            };
            told.push((key.to_owned(), value));
        }
        Some(Object { fields: told })
    }

    fn page(&self, of: (&'static List, &'a TypeDef), set: &SelectionSet, shape: &Shape) -> Option<Page> {
        let (list, def) = of;
        let part = |field: &Field| {
            let beneath = &field.selection_set.node;
            let step = || shape.step(key_of(field));
            let part = match field.name.node.as_str() {
                TYPE_NAME => Part::TypeName(def.name.to_string()),
                "nodes" => Part::Nodes(self.object(list.noun, beneath, &step()?.shape)?),
                "edges" => {
                    Part::Edges(self.edges((list, self.target(def, field)?), beneath, &step()?.shape)?)
                }
                "pageInfo" => Part::Info(fields(beneath)?.map(info).collect::<Option<_>>()?),
                "totalCount" => Part::Total,
                _ => return None,
            };
            Some((key_of(field).to_owned(), part))
        };
        Some(Page { fields: fields(set)?.map(part).collect::<Option<_>>()? })
    }

    fn edges(
        &self,
        (list, def): (&'static List, &'a TypeDef),
        set: &SelectionSet,
        shape: &Shape,
    ) -> Option<Vec<(String, Edge)>> {
        let edge = |field: &Field| {
            let edge = match field.name.node.as_str() {
                TYPE_NAME => Edge::TypeName(def.name.to_string()),
                "cursor" => Edge::Cursor,
                "node" => {
                    let step = shape.step(key_of(field))?;
                    Edge::Node(self.object(list.noun, &field.selection_set.node, &step.shape)?)
                }
                "featured" => Edge::Truth(0),
                "position" => Edge::Number(1),
                "joinedOn" => Edge::Text(2),
                _ => return None,
            };
            Some((key_of(field).to_owned(), edge))
        };
        fields(set)?.map(edge).collect()
    }
}

/// The names within a field, under the keys of the caller.
fn inner(kind: Kind, set: &SelectionSet) -> Option<Vec<(String, &'static str)>> {
    let known = kind.inner();
    let named = |field: &Field| {
        if field.name.node.as_str() == TYPE_NAME {
            return Some((key_of(field).to_owned(), TYPE_NAME));
        }
        let inner = known.iter().find(|inner| inner.name == field.name.node.as_str())?;
        let is_plain = field.selection_set.node.items.is_empty();
        is_plain.then(|| (key_of(field).to_owned(), inner.name))
    };
    fields(set)?.map(named).collect()
}

fn info(field: &Field) -> Option<(String, Info)> {
    let info = match field.name.node.as_str() {
        TYPE_NAME => Info::TypeName,
        "hasNextPage" => Info::HasNext,
        "hasPreviousPage" => Info::HasPrevious,
        "startCursor" => Info::Start,
        "endCursor" => Info::End,
        _ => return None,
    };
    Some((key_of(field).to_owned(), info))
}

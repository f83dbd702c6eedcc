//! What a request asks of a thing: `include` and `fields` become a selection to read and a plan to write by.

use super::facts;
use super::names::{Names, unknown};
use crate::http::parameters::Parameters;
use crate::http::told::{self, Inner, Related, Telling, Thing, Told};
use crate::query::declare::{Link, List, Noun, Relation};
use crate::query::page::{Ask, Condition, DEFAULT_SIZE, MAX_SIZE, Ordering, Page};
use crate::query::selection::Selection;

/// Relations that one request may add.
pub const MAX_INCLUDES: usize = 10;
/// Names in `fields`.
pub const MAX_FIELDS: usize = 60;
/// How deep relations go.
pub const MAX_DEPTH: usize = 2;
/// Things with addresses of their own that one answer may hold, as far as the request tells.
pub const MAX_THINGS: usize = 50_000;
/// A short list is taken to be this long, as in GraphQL.
const SHORT_LIST: usize = 10;

/// How one thing is written.
#[derive(Debug)]
pub struct Plan {
    pub fields: Vec<Telling>,
    pub relations: Vec<Beneath>,
}

#[derive(Debug)]
pub struct Beneath {
    pub name: &'static str,
    /// Which of the selection's relations.
    pub at: usize,
    /// Of a list with pages: the collection and its filter that lead to all of it.
    pub all: Option<(&'static str, &'static str)>,
    pub plan: Plan,
}

/// What is asked at one place.
#[derive(Clone, Copy)]
struct Place<'a> {
    thing: &'static Thing,
    include: &'a Names,
    fields: &'a Names,
    /// The noun this belongs to or is included in, which it does not lead back to.
    owner: Option<&'static Noun>,
    depth: usize,
    /// The long fields, too.
    whole: bool,
}

/// The plan in the making.
pub struct Asked<'a> {
    parameters: &'a mut Parameters,
    things: usize,
}

/// Reads `include` and `fields`; `rows` is how many things the answer has at the top.
pub fn read(parameters: &mut Parameters, thing: &'static Thing, rows: Option<usize>) -> (Plan, Selection) {
    let include = Names::read(&parameters.names("include", MAX_INCLUDES).unwrap_or_default());
    let fields = Names::read(&parameters.names("fields", MAX_FIELDS).unwrap_or_default());
    let place =
        Place { thing, include: &include, fields: &fields, owner: None, depth: 0, whole: rows.is_none() };
    let mut asked = Asked { parameters, things: 0 };
    let mut selection = Selection::new(thing.noun);
    let plan = asked.plan(place, "", rows.unwrap_or(1), &mut selection);
    if asked.things > MAX_THINGS {
        let detail = format!(
            "may bring {} things, at most {MAX_THINGS} may be: include less, or give a smaller `first`",
            asked.things
        );
        asked.parameters.wrong("include", detail);
    }
    selection.seal();
    (plan, selection)
}

impl Asked<'_> {
    fn plan(&mut self, place: Place<'_>, path: &str, rows: usize, selection: &mut Selection) -> Plan {
        if place.owner.is_none() {
            self.things = self.things.saturating_add(rows);
        }
        self.judge(place, path);
        let thing = place.thing;
        let named = |name: &str| place.fields.get(name);
        let chosen = thing.names().into_iter().any(|name| name != "id" && place.fields.has(name));
        let mut fields = Vec::new();
        for told in thing.fields() {
            let wanted = if chosen { named(told.name).is_some() } else { place.whole || !told.is_long };
            if wanted || told.name == "id" {
                select(selection, told);
                let inner = told.kind.inner();
                fields.push(Telling {
                    told,
                    inner: self.inner(inner, named(told.name), &join(path, told.name)),
                });
            }
        }
        facts::select(selection);
        let mut relations = Vec::new();
        for part in thing.parts {
            let leads_back = place.owner.is_some_and(|owner| {
                thing.noun.relation(part.name).is_some_and(|relation| std::ptr::eq(relation.link.to(), owner))
            });
            if !leads_back && (!chosen || place.fields.has(part.name)) {
                relations.push(self.beneath(place, (path, part), rows, selection));
            }
        }
        for include in thing.includes.iter().filter(|include| place.include.has(include.name)) {
            if place.depth < MAX_DEPTH {
                relations.push(self.beneath(place, (path, include), rows, selection));
            }
        }
        Plan { fields, relations }
    }

    fn beneath(
        &mut self,
        place: Place<'_>,
        (path, related): (&str, &'static Related),
        rows: usize,
        selection: &mut Selection,
    ) -> Beneath {
        static NONE: std::sync::LazyLock<Names> = std::sync::LazyLock::new(Names::default);
        let noun = place.thing.noun;
        let relation = noun.relation(related.name).expect("a test follows every relation of the table");
        let is_part = place.thing.part(related.name).is_some();
        let (ask, all, length) = page_of(relation, noun);
        if all.is_some() {
            selection.column(noun.field("slug").expect("what has lists has a slug").columns[0]);
        }
        let at = selection.relation(relation, ask);
        let (selected, parts) = selection.beneath(at);
        (parts.rows, parts.edge, parts.more) = (true, true, true);
        let place = Place {
            thing: told::of(relation.link.to()),
            include: place.include.get(related.name).unwrap_or(&NONE),
            fields: place.fields.get(related.name).unwrap_or(&NONE),
            owner: Some(noun).filter(|_| is_part),
            depth: place.depth + usize::from(!is_part),
            whole: false,
        };
        let rows = rows.saturating_mul(length);
        let plan = self.plan(place, &join(path, related.name), rows, selected);
        Beneath { name: related.name, at, all, plan }
    }

    /// Names every name that leads nowhere.
    fn judge(&mut self, place: Place<'_>, path: &str) {
        let thing = place.thing;
        for (name, beneath) in place.include.iter() {
            let path = join(path, name);
            let known: Vec<&str> = thing.includes.iter().map(|include| include.name).collect();
            if place.depth >= MAX_DEPTH {
                let detail = format!(
                    "goes {MAX_DEPTH} levels deep, and `{path}` is deeper: ask for it by its own address"
                );
                self.parameters.wrong("include", detail);
            } else if thing.part(name).is_some() && beneath.is_empty() {
                self.parameters.wrong("include", format!("need not name `{path}`: it is always there"));
            } else if thing.include(name).is_none() && thing.part(name).is_none() {
                self.parameters.wrong("include", unknown(&path, name, &known));
            }
        }
        for (name, beneath) in place.fields.iter() {
            let path = join(path, name);
            let is_included = place.include.has(name);
            if thing.include(name).is_some() && !is_included {
                self.parameters
                    .wrong("fields", format!("names `{path}`, which is not in `include`: add it there"));
            } else if thing.include(name).is_some() && beneath.is_empty() {
                self.parameters.wrong(
                    "fields",
                    format!("names `{path}`: name fields of it, such as `{path}.slug`, or leave it out"),
                );
            } else if thing.field(name).is_none() && thing.part(name).is_none() && !is_included {
                self.parameters.wrong("fields", unknown(&path, name, &thing.names()));
            }
        }
    }

    /// What is chosen within a field.
    fn inner(
        &mut self,
        known: &'static [Inner],
        chosen: Option<&Names>,
        path: &str,
    ) -> Vec<(String, &'static str)> {
        let own = |inner: &Inner| (inner.name.to_owned(), inner.name);
        let usual = || known.iter().filter(|inner| inner.is_usual).map(own).collect();
        let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) else { return usual() };
        let names: Vec<&str> = known.iter().map(|inner| inner.name).collect();
        for (name, beneath) in chosen.iter() {
            if !names.contains(&name) || !beneath.is_empty() {
                self.parameters.wrong("fields", unknown(&join(path, name), name, &names));
            }
        }
        known.iter().filter(|inner| chosen.has(inner.name)).map(own).collect()
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Asks for what a field is made of.
fn select(selection: &mut Selection, told: &Told) {
    let field = selection.noun.field(told.name).expect("a test looks every field up");
    let columns = field.columns.iter().chain(field.parts.iter().flat_map(|part| part.columns));
    columns.for_each(|column| selection.column(column));
}

/// The first page of a list beneath a thing, where all of it is found, and how many it brings at most.
fn page_of(
    relation: &'static Relation,
    noun: &'static Noun,
) -> (Option<Ask>, Option<(&'static str, &'static str)>, usize) {
    match &relation.link {
        Link::Connection { list } => {
            let all = address_of_all(list, noun);
            let size = if all.is_some() { DEFAULT_SIZE } else { MAX_SIZE };
            let page = Page { size, ..Page::default() };
            let filter: Vec<Condition> = Vec::new();
            let ask = Ask { list, beneath: Some(noun), order: Ordering::default_of(list), filter, page };
            (Some(ask), all, size)
        }
        Link::Children { .. } | Link::Through { .. } => (None, None, SHORT_LIST),
        Link::One { .. } | Link::Owned { .. } => (None, None, 1),
    }
}

/// The collection that has them all, by the filter that names their owner; none where there is no such filter.
fn address_of_all(list: &List, noun: &Noun) -> Option<(&'static str, &'static str)> {
    let filters = crate::http::parameters::of_list(list);
    let name = match noun.word {
        "cluster" => "clusters",
        "city" => "cities",
        "topic" => "topics",
        word => word,
    };
    filters.iter().find(|known| known.name == name).map(|known| (list.name, known.name))
}

#[cfg(test)]
mod tests;

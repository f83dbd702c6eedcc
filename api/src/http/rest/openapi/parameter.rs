//! Parameters: a schema for each of what `http/parameters` knows.

use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Required, Schema};

use super::super::v1::asked::{MAX_DEPTH, MAX_FIELDS, MAX_INCLUDES};
use super::schema::{Shape, formatted, goal, named, plain, words};
use crate::domain::slug::MAX_LENGTH;
use crate::domain::view::MAX_FALLBACKS;
use crate::http::parameters::{Known, Takes};
use crate::http::told::{self, Thing};
use crate::query::page::MAX_VALUES;

const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// The tags of most texts; longer ones are taken, too.
const TAG: &str = "^(?!und)[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";

/// A parameter of the query string of an address that answers this thing.
pub fn of_query(known: &Known, thing: &'static Thing) -> Parameter {
    let schema = schema(known, thing);
    let mut parameter = ParameterBuilder::new()
        .name(known.name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(described(known)))
        .example(example(known, thing));
    if known.takes.is_several() {
        parameter = parameter.style(Some(ParameterStyle::Form)).explode(Some(false));
    }
    parameter.schema(Some(schema)).build()
}

/// A part of the path.
pub fn of_path(name: &str, says: &str, example: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(says))
        .schema(Some(slug()))
        .example(Some(json!(example)))
        .build()
}

fn described(known: &Known) -> String {
    if known.takes.is_several() {
        format!("{} Separated by commas.", known.says)
    } else {
        known.says.to_owned()
    }
}

pub fn slug() -> Shape {
    let slug = plain(Type::String, "A slug, as the answers tell it.");
    slug.pattern(Some(SLUG)).max_length(Some(MAX_LENGTH)).into()
}

fn tag() -> Shape {
    plain(Type::String, "A BCP 47 tag.").pattern(Some(TAG)).into()
}

fn several(items: Shape, most: usize) -> RefOr<Schema> {
    ArrayBuilder::new().items(items).min_items(Some(1)).max_items(Some(most)).into()
}

fn schema(known: &Known, thing: &'static Thing) -> RefOr<Schema> {
    let in_capitals = |all: &[&str]| {
        words(all.iter().map(|word| word.to_ascii_uppercase()).collect::<Vec<_>>().into_iter(), "")
    };
    match known.takes {
        Takes::Slugs => several(slug(), MAX_VALUES),
        Takes::Slug => slug(),
        Takes::Countries => several(named("CountryCode"), MAX_VALUES),
        Takes::Regions => several(named("RegionCode"), MAX_VALUES),
        Takes::Goals => several(goal(), MAX_VALUES),
        Takes::Words(all) => several(in_capitals(all), MAX_VALUES),
        Takes::Word(all) => in_capitals(all),
        Takes::Instant => formatted(plain(Type::String, "RFC 3339."), "date-time"),
        Takes::Flag => plain(Type::Boolean, "").into(),
        Takes::Number { most } => plain(Type::Integer, "").minimum(Some(1)).maximum(Some(most)).into(),
        Takes::Locale => tag(),
        Takes::Locales => several(tag(), MAX_FALLBACKS),
        Takes::Cursor | Takes::Text => plain(Type::String, "").min_length(Some(1)).into(),
        Takes::Names if known.name == "include" => {
            several(words(includes(thing, 1).into_iter(), ""), MAX_INCLUDES)
        }
        Takes::Names => several(fields(thing), MAX_FIELDS),
    }
}

/// Every path that `include` takes.
pub fn includes(thing: &'static Thing, depth: usize) -> Vec<String> {
    let mut paths = Vec::new();
    for related in thing.includes.iter().chain(thing.parts) {
        let is_part = thing.part(related.name).is_some();
        let relation = thing.noun.relation(related.name).expect("a test follows every relation of the table");
        let beneath = told::of(relation.link.to());
        if !is_part {
            paths.push(related.name.to_owned());
        }
        let deeper = depth + usize::from(!is_part);
        if deeper <= MAX_DEPTH && !leads_back(thing, beneath, is_part) {
            paths.extend(includes(beneath, deeper).iter().map(|path| format!("{}.{path}", related.name)));
        }
    }
    paths
}

/// What belongs to a thing is not asked for the thing again.
fn leads_back(thing: &Thing, beneath: &Thing, is_part: bool) -> bool {
    is_part
        && beneath.parts.iter().any(|part| {
            beneath.noun.relation(part.name).is_some_and(|back| std::ptr::eq(back.link.to(), thing.noun))
        })
        && beneath.includes.is_empty()
}

/// The names of fields, those within them, and after a dot those of what is included.
fn fields(thing: &'static Thing) -> Shape {
    let inner = thing
        .fields()
        .flat_map(|told| told.kind.inner().iter().map(move |inner| format!("{}.{}", told.name, inner.name)));
    let own = thing.names().into_iter().map(str::to_owned).chain(inner).collect::<Vec<_>>();
    let beneath: Vec<&str> = thing.includes.iter().chain(thing.parts).map(|related| related.name).collect();
    let own = words(own.into_iter(), "A field, or one within a field.");
    if beneath.is_empty() {
        return own;
    }
    let pattern = format!("^({})(\\.[A-Za-z0-9]+)+$", beneath.join("|"));
    let beneath = plain(Type::String, "A field of what `include` adds, or of what belongs to it.");
    OneOfBuilder::new().item(own).item(beneath.pattern(Some(pattern))).into()
}

fn example(known: &Known, thing: &Thing) -> Option<Value> {
    let first = |related: &'static [told::Related]| related.first().map(|one| json!([one.name]));
    match known.name {
        "include" => first(thing.includes),
        "fields" => Some(json!(["slug"])),
        "first" => Some(json!(10)),
        "lang" => Some(json!("en")),
        _ => None,
    }
}

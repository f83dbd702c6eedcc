//! What is answered: a schema for each thing, from its table.

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr, Schema};

use crate::domain::country::{Country, Region};
use crate::http::told::{self, Inner, Kind, Related, THINGS, Thing};
use crate::query::declare::{Link, Noun};

pub type Shape = RefOr<Schema>;

/// Every schema that others name.
pub fn all() -> Vec<(&'static str, Shape)> {
    let mut all: Vec<_> = THINGS.iter().map(|thing| (thing.noun.name, of(thing))).collect();
    all.extend([
        ("RichText", inner(Kind::Body)),
        ("Country", country()),
        ("Criterion", inner(Kind::Criteria)),
        ("Membership", membership()),
        ("PageInfo", page_info()),
        ("Links", links()),
        (
            "CountryCode",
            words(Country::all().iter().map(|country| country.code.to_owned()), "ISO 3166-1 alpha-2."),
        ),
        ("RegionCode", words(Region::all().iter().map(|region| region.code.to_owned()), "UN M49.")),
    ]);
    all
}

pub fn named(name: &str) -> Shape {
    RefOr::Ref(Ref::from_schema_name(name))
}

/// An object of which nothing else may be expected.
pub fn object(description: &str) -> ObjectBuilder {
    let closed: AdditionalProperties<Schema> = AdditionalProperties::FreeForm(false);
    ObjectBuilder::new().description(Some(description)).additional_properties(Some(closed))
}

pub fn plain(kind: Type, description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(kind)).description(Some(description))
}

pub fn nullable(kind: Type, description: &str) -> ObjectBuilder {
    let kinds: SchemaType = [kind, Type::Null].into_iter().collect();
    ObjectBuilder::new().schema_type(kinds).description(Some(description))
}

pub fn words(words: impl Iterator<Item = String>, description: &str) -> Shape {
    plain(Type::String, description).enum_values(Some(words)).into()
}

pub fn formatted(object: ObjectBuilder, format: &str) -> Shape {
    object.format(Some(SchemaFormat::Custom(format.to_owned()))).into()
}

fn many(items: Shape, description: &str) -> Shape {
    ArrayBuilder::new().items(items).description(Some(description)).into()
}

fn or_null(shape: Shape, description: &str) -> Shape {
    let null = ObjectBuilder::new().schema_type(SchemaType::new(Type::Null));
    OneOfBuilder::new().item(shape).item(null).description(Some(description)).into()
}

fn of(thing: &'static Thing) -> Shape {
    let mut object = object(&format!("A {}; `fields` may leave anything out but `id`.", thing.noun.name));
    for told in thing.fields() {
        object = object.property(told.name, field(thing.noun, told.kind, told.says));
        if told.name == "id" {
            object = object.required("id");
        }
    }
    if ["City", "Cluster"].contains(&thing.noun.name) {
        let says = "Its membership; there where a city is listed in a cluster, or a cluster in a city.";
        object = object.property("membership", described(named("Membership"), says));
    }
    for related in thing.parts.iter().chain(thing.includes) {
        object = object.property(related.name, relation(thing, related));
    }
    object.into()
}

fn field(noun: &Noun, kind: Kind, says: &str) -> Shape {
    match kind {
        Kind::Id => {
            let pattern = format!("^{}_[0-9a-z]{{26}}$", noun.prefix);
            plain(Type::String, says).pattern(Some(pattern)).into()
        }
        Kind::LocaleServed | Kind::Text(_) | Kind::Tag(_) | Kind::Zone(_) | Kind::Local(..) => {
            plain(Type::String, says).into()
        }
        Kind::Url(_) | Kind::Address => formatted(plain(Type::String, says), "uri"),
        Kind::MaybeUrl(_) => formatted(nullable(Type::String, says), "uri"),
        Kind::MaybeText(_) | Kind::MaybeLocal(..) => nullable(Type::String, says).into(),
        Kind::IsFallback | Kind::IsOpen | Kind::Accepts | Kind::Flag(_) => plain(Type::Boolean, says).into(),
        Kind::Dir => words(["LTR", "RTL"].into_iter().map(str::to_owned), says),
        Kind::Locales => many(plain(Type::String, "A BCP 47 tag.").into(), says),
        Kind::Int(_) => plain(Type::Integer, says).into(),
        Kind::MaybeInt(_) => nullable(Type::Integer, says).into(),
        Kind::MaybeFloat(_) => nullable(Type::Number, says).into(),
        Kind::Instant(_) => formatted(plain(Type::String, says), "date-time"),
        Kind::MaybeInstant(_) => formatted(nullable(Type::String, says), "date-time"),
        Kind::Word(_, known) => words(known.iter().map(|word| word.to_ascii_uppercase()), says),
        Kind::Goals(_) => many(goal(), says),
        Kind::Json(_) => nullable(Type::Object, says).into(),
        Kind::Body => described(named("RichText"), says),
        Kind::CountryOf(_) => described(named("Country"), says),
        Kind::Criteria => many(named("Criterion"), says),
    }
}

pub fn goal() -> Shape {
    plain(Type::Integer, "A Sustainable Development Goal.").minimum(Some(1)).maximum(Some(17)).into()
}

fn described(shape: Shape, says: &str) -> Shape {
    match shape {
        RefOr::Ref(mut reference) => {
            says.clone_into(&mut reference.description);
            RefOr::Ref(reference)
        }
        shape @ RefOr::T(_) => shape,
    }
}

fn relation(thing: &Thing, related: &Related) -> Shape {
    let relation = thing.noun.relation(related.name).expect("a test follows every relation of the table");
    let to = named(told::of(relation.link.to()).noun.name);
    let is_part = thing.part(related.name).is_some();
    let says = if is_part {
        related.says.to_owned()
    } else {
        format!("{} There if `include` names it.", related.says)
    };
    match relation.link {
        Link::One { .. } | Link::Owned { .. } => or_null(to, &says),
        Link::Children { .. } | Link::Through { .. } => many(to, &says),
        Link::Connection { .. } => first_page(to, &says),
    }
}

fn first_page(to: Shape, says: &str) -> Shape {
    let all =
        nullable(Type::String, "Where all of it is, page by page; null where these are all that can be had.");
    object(says)
        .property("data", many(to, "The first of it, in its order: 20, or 100 where `all` is null."))
        .property("hasMore", plain(Type::Boolean, "There is more than these."))
        .property("all", formatted(all, "uri"))
        .required("data")
        .required("hasMore")
        .required("all")
        .into()
}

fn inner(kind: Kind) -> Shape {
    let is_criterion = matches!(kind, Kind::Criteria);
    let about = if is_criterion { "One thing that submissions are scored by." } else { "Rich text." };
    let add = |object: ObjectBuilder, inner: &Inner| {
        let shape = match inner.name {
            "weight" => plain(Type::Integer, inner.says),
            "help" | "markdown" => nullable(Type::String, inner.says),
            _ => plain(Type::String, inner.says),
        };
        object.property(inner.name, shape)
    };
    kind.inner().iter().fold(object(about), add).into()
}

fn country() -> Shape {
    let region = || {
        object("A region of UN M49.")
            .property("code", plain(Type::String, "Its three digits; what the filter `regions` takes."))
            .property("name", plain(Type::String, "Its name."))
            .required("code")
            .required("name")
    };
    let add = |object: ObjectBuilder, inner: &Inner| {
        let shape: Shape = match inner.name {
            "regions" => many(region().into(), inner.says),
            name if name.ends_with("eveloped") || name.ends_with("eveloping") => {
                plain(Type::Boolean, inner.says).into()
            }
            _ => plain(Type::String, inner.says).into(),
        };
        object.property(inner.name, shape)
    };
    let column = &crate::query::city::COUNTRY_CODE;
    Kind::CountryOf(column).inner().iter().fold(object("A country, and facts of it."), add).into()
}

fn membership() -> Shape {
    let day = nullable(Type::String, "The day it joined; null when nobody wrote it down.");
    object("The membership of a city in a cluster.")
        .property("featured", plain(Type::Boolean, "Is the city shown among the cluster's featured members?"))
        .property("position", plain(Type::Integer, "Its place among the cluster's members, from 0 up."))
        .property("joinedOn", formatted(day, "date"))
        .required("featured")
        .required("position")
        .required("joinedOn")
        .into()
}

fn page_info() -> Shape {
    object("Where this page stands in the list.")
        .property("hasNextPage", plain(Type::Boolean, "There is more after this page."))
        .property("endCursor", nullable(Type::String, "What `after` takes to go on; null on an empty page."))
        .required("hasNextPage")
        .required("endCursor")
        .into()
}

fn links() -> Shape {
    let next = nullable(Type::String, "The next page of the same request; null on the last.");
    object("Where to go on; the `Link` header says the same.")
        .property("next", formatted(next, "uri"))
        .required("next")
        .into()
}

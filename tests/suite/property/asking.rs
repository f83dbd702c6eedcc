//! Random questions, and a list put into GraphQL.

use harness::{TestApp, Value, json};

use super::content::{COUNTRIES, Content, DAY, KINDS, LOCALES, MEDIA_KINDS, PROVIDERS};
use super::random::{Random, instant};
use super::reference::{Asked, folder_of};

/// Parent, list, its filter's and order's type, its filters, its orders.
type List = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const NEWS: &[&str] =
    &["clusters", "topics", "cities", "countries", "kinds", "sdgs", "publishedAfter", "publishedBefore"];
const EVENTS: &[&str] = &[
    "clusters",
    "topics",
    "cities",
    "countries",
    "kinds",
    "sdgs",
    "publishedAfter",
    "publishedBefore",
    "upcoming",
    "startsAfter",
    "startsBefore",
];
const CITIES: &[&str] = &["clusters", "countries", "regions", "featured"];
const CALLS: &[&str] = &["open", "clusters"];
const PRACTICES: &[&str] = &["clusters", "cities", "countries", "sdgs", "call"];
const MEDIA: &[&str] = &["clusters", "kinds", "providers"];

/// Every list there is.
pub const LISTS: &[List] = &[
    ("", "clusters", "", "ClusterOrder", &[], &["POSITION"]),
    ("", "cities", "CityFilter", "CityOrder", CITIES, &["NAME", "POPULATION"]),
    ("", "news", "NewsFilter", "NewsOrder", NEWS, &["PUBLISHED_AT"]),
    ("", "events", "EventFilter", "EventOrder", EVENTS, &["STARTS_AT"]),
    ("", "calls", "CallFilter", "CallOrder", CALLS, &["CLOSES_AT", "PUBLISHED_AT"]),
    ("", "practices", "PracticeFilter", "PracticeOrder", PRACTICES, &["PUBLISHED_AT"]),
    ("", "media", "MediaFilter", "MediaOrder", MEDIA, &["PUBLISHED_AT"]),
    ("", "partners", "", "PartnerOrder", &[], &["NAME"]),
    ("", "topics", "", "TopicOrder", &[], &["NAME"]),
    ("cluster", "cities", "CityFilter", "ClusterCityOrder", CITIES, &["POSITION", "NAME", "JOINED_ON"]),
    ("cluster", "news", "NewsFilter", "NewsOrder", NEWS, &["PUBLISHED_AT"]),
    ("cluster", "events", "EventFilter", "EventOrder", EVENTS, &["STARTS_AT"]),
    ("cluster", "calls", "CallFilter", "CallOrder", CALLS, &["CLOSES_AT", "PUBLISHED_AT"]),
    ("cluster", "practices", "PracticeFilter", "PracticeOrder", PRACTICES, &["PUBLISHED_AT"]),
    ("cluster", "media", "MediaFilter", "MediaOrder", MEDIA, &["PUBLISHED_AT"]),
    ("cluster", "partners", "", "PartnerOrder", &[], &["NAME"]),
    ("city", "clusters", "", "ClusterOrder", &[], &["POSITION"]),
    ("city", "news", "NewsFilter", "NewsOrder", NEWS, &["PUBLISHED_AT"]),
    ("city", "practices", "PracticeFilter", "PracticeOrder", PRACTICES, &["PUBLISHED_AT"]),
    ("topic", "news", "NewsFilter", "NewsOrder", NEWS, &["PUBLISHED_AT"]),
    ("call", "news", "NewsFilter", "NewsOrder", NEWS, &["PUBLISHED_AT"]),
    ("call", "practices", "PracticeFilter", "PracticeOrder", PRACTICES, &["PUBLISHED_AT"]),
];

/// Any list with any filter, order and language.
pub fn question(random: &mut Random, content: &Content, now: i64) -> Asked {
    let (parent, list, _, _, filters, orders) = random.pick(LISTS);
    let parent = (!parent.is_empty()).then(|| (parent, slug(random, content, folder_of(parent))));
    let mut filter = Vec::new();
    for name in random.some(filters, 3) {
        filter.push((name, value(random, content, now, list, name)));
    }
    let locales = if random.chance(40) { Vec::new() } else { random.some(&LOCALES, 3) };
    let or_original = random.chance(40);
    Asked {
        parent,
        list,
        filter,
        order: random.pick(orders),
        descending: random.chance(50),
        locales,
        or_original,
    }
}

fn slug(random: &mut Random, content: &Content, folder: &'static str) -> String {
    let known = random.pick(&content.of(folder).collect::<Vec<_>>());
    known.old_slug.clone().filter(|_| random.chance(50)).unwrap_or_else(|| known.slug.clone())
}

/// Something that a filter takes.
pub fn value(random: &mut Random, content: &Content, now: i64, list: &str, name: &'static str) -> Value {
    match name {
        "clusters" | "topics" | "cities" => {
            let count = random.index(4);
            let mut slugs: Vec<String> = (0..count).map(|_| slug(random, content, name)).collect();
            slugs.extend(random.chance(10).then(|| "nowhere".to_owned()));
            json!(slugs)
        }
        "call" => json!(slug(random, content, "calls")),
        "countries" => json!(random.some(&COUNTRIES, 3)),
        "regions" => json!(random.some(&["142", "030", "005", "019", "150", "002"], 3)),
        "kinds" if list == "media" => json!(random.some(&MEDIA_KINDS, 3)),
        "kinds" => json!(random.some(&KINDS, 3)),
        "sdgs" => json!(random.some(&[1, 6, 11, 13, 17, 2], 3)),
        "providers" => json!(random.some(&PROVIDERS, 3)),
        "featured" | "open" | "upcoming" => json!(random.chance(50)),
        _ => json!(instant(now + (random.below(7) - 5) * DAY)),
    }
}

/// Asks for several pages of one list, each under an alias of its own; `null` when the parent is.
pub async fn pages(app: &TestApp, asked: &Asked, pages: &[(&str, String)]) -> Value {
    let answer = app.graphql(&query(asked, pages), variables(asked)).await;
    assert!(answer.get("errors").is_none(), "{answer} to {asked:?}");
    if asked.parent.is_some() { answer["data"]["parent"].clone() } else { answer["data"].clone() }
}

pub fn query(asked: &Asked, pages: &[(&str, String)]) -> String {
    let node = node(asked.list);
    let fields = format!(
        "totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} \
         edges {{ cursor node {{ {node} }} }}"
    );
    document(asked, pages, &fields)
}

/// One page with nothing but ids, `nodes { id }`, under the alias `page`, which is its arguments.
pub fn ids(asked: &Asked, page: &str) -> String {
    document(asked, &[("page", page.to_owned())], "nodes { id }")
}

/// Where the first so many end, under the alias `page`.
pub fn end(asked: &Asked, size: u32) -> String {
    document(asked, &[("page", format!("first: {size}"))], "pageInfo { endCursor }")
}

/// How long the list is, under the alias `page`.
pub fn total(asked: &Asked) -> String {
    document(asked, &[("page", "first: 0".to_owned())], "totalCount")
}

fn document(asked: &Asked, pages: &[(&str, String)], fields: &str) -> String {
    let parent = asked.parent.as_ref().map_or("", |(field, _)| field);
    let list = LISTS.iter().find(|list| list.0 == parent && list.1 == asked.list).unwrap();
    let (filter_type, order_type) = (list.2, list.3);
    let filter = if asked.filter.is_empty() { "" } else { "filter: $filter, " };
    let locale = match (asked.locales.is_empty(), asked.or_original) {
        (true, _) => "",
        (false, false) => "locale: $locale, fallback: $fallback",
        (false, true) => "locale: $locale, fallback: $fallback, fallbackToOriginal: true",
    };
    let mut given = vec![format!("$order: {order_type}")];
    given.extend((!filter.is_empty()).then(|| format!("$filter: {filter_type}")));
    given.extend((!locale.is_empty()).then(|| "$locale: Locale, $fallback: [Locale!]".to_owned()));
    given.extend((!parent.is_empty()).then(|| "$slug: String!".to_owned()));
    let root = if parent.is_empty() { locale } else { "" };
    let list = |(alias, arguments): &(&str, String)| {
        format!("{alias}: {}({filter}orderBy: $order, {arguments} {root}) {{ {fields} }}", asked.list)
    };
    let mut lists = pages.iter().map(list).collect::<Vec<_>>().join(" ");
    if !parent.is_empty() {
        lists = format!("parent: {parent}(slug: $slug {locale}) {{ {lists} }}");
    }
    format!("query ({}) {{ {lists} }}", given.join(", "))
}

pub fn variables(asked: &Asked) -> Value {
    let direction = if asked.descending { "DESC" } else { "ASC" };
    let mut variables = json!({ "order": { "field": asked.order, "direction": direction } });
    if !asked.filter.is_empty() {
        variables["filter"] =
            asked.filter.iter().cloned().map(|(name, value)| (name.to_owned(), value)).collect();
    }
    if let [first, rest @ ..] = asked.locales.as_slice() {
        variables["locale"] = json!(first);
        variables["fallback"] = json!(rest);
    }
    if let Some((_, slug)) = &asked.parent {
        variables["slug"] = json!(slug);
    }
    variables
}

/// Related things are asked for, too: they have their own visibility.
fn node(list: &str) -> &'static str {
    match list {
        "news" => "id localeServed clusters { id } topics { id } cities { id } media { id } call { id }",
        "practices" => "id localeServed clusters { id } city { id } call { id }",
        "calls" | "media" | "partners" => "id localeServed clusters { id }",
        _ => "id localeServed",
    }
}

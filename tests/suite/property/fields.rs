//! What each noun writes into its file of a bundle.

use harness::{Value, json};

use super::content::DAY;
use super::item::{Item, Member, Text};
use super::random::instant;

/// The fields of its own.
pub fn of(item: &Item) -> Vec<(&'static str, Value)> {
    let mut fields = of_noun(item);
    fields.extend(item.picture.as_ref().map(|picture| (picture_of(item.folder), json!(picture))));
    fields
}

/// What the picture of a thing is called.
pub fn picture_of(folder: &str) -> &'static str {
    match folder {
        "clusters" | "news" => "hero",
        "cities" => "photo",
        "media" => "thumbnail",
        "partners" => "logo",
        other => panic!("{other} have no pictures"),
    }
}

fn of_noun(item: &Item) -> Vec<(&'static str, Value)> {
    let clusters = ("clusters", json!(item.clusters));
    match item.folder {
        "assets" => vec![
            ("file", json!(format!("{}.gif", item.slug))),
            ("name", json!("picture.gif")),
            ("mediaType", json!("image/gif")),
        ],
        "clusters" => vec![("position", json!(item.position)), ("members", members(item))],
        "cities" => {
            let population = item.population.map(|population| ("population", json!(population)));
            [Some(("countryCode", json!(item.country))), population].into_iter().flatten().collect()
        }
        "partners" => vec![("kind", json!(item.kind)), clusters],
        "calls" => {
            let opens = item.opens_at.map(|at| ("opensAt", json!(instant(at))));
            let closes = ("closesAt", json!(instant(item.closes_at)));
            let fields = [opens, Some(closes), Some(("timeZone", json!("Asia/Shanghai"))), Some(clusters)];
            fields.into_iter().flatten().collect()
        }
        "media" => vec![("kind", json!(item.kind)), clusters, ("sources", sources(item))],
        "practices" => {
            let city = item.cities.first().map(|city| ("city", json!(city)));
            let call = item.call.as_ref().map(|call| ("call", json!(call)));
            [city, call, Some(("sdgs", json!(item.sdgs))), Some(clusters)].into_iter().flatten().collect()
        }
        "news" => news(item),
        _ => Vec::new(),
    }
}

fn news(item: &Item) -> Vec<(&'static str, Value)> {
    let event = item.event.as_ref().map(|(id, at)| {
        let (starts, ends) = (instant(*at), instant(at + DAY));
        json!({ "id": id, "startsAt": starts, "endsAt": ends, "timeZone": "America/Santiago" })
    });
    let optional =
        [item.call.as_ref().map(|call| ("call", json!(call))), event.map(|event| ("event", event))];
    let mut fields = vec![
        ("kind", json!(item.kind)),
        ("clusters", json!(item.clusters)),
        ("topics", json!(item.topics)),
        ("cities", json!(item.cities)),
        ("media", json!(item.media)),
        ("sdgs", json!(item.sdgs)),
    ];
    fields.extend(optional.into_iter().flatten());
    fields
}

fn members(item: &Item) -> Value {
    let member = |member: &Member| {
        let mut value =
            json!({ "city": member.city, "featured": member.featured, "position": member.position });
        if let Some(day) = &member.joined_on {
            value["joinedOn"] = json!(day);
        }
        value
    };
    item.members.iter().map(member).collect()
}

fn sources(item: &Item) -> Value {
    let source = |provider: &&str| json!({ "provider": provider, "url": "https://videos.example.org/1" });
    item.providers.iter().map(source).collect()
}

/// What it says in one language.
pub fn text(folder: &str, text: &Text) -> Value {
    let status = if text.published { "PUBLISHED" } else { "DRAFT" };
    let name = name_of(folder);
    if folder == "topics" { json!({ name: text.name }) } else { json!({ "status": status, name: text.name }) }
}

/// What the text of a noun leads with.
pub fn name_of(folder: &str) -> &'static str {
    match folder {
        "topics" => "label",
        "assets" => "altText",
        "cities" | "partners" => "name",
        _ => "title",
    }
}

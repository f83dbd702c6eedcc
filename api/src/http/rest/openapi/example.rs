//! Examples: what the demo holds, a few fields of it.

use serde_json::{Value, json};

use crate::http::told::Thing;

/// The slug of a thing of the demo.
pub fn slug(thing: &Thing) -> &'static str {
    match thing.noun.name {
        "Cluster" => "transport",
        "City" => "xiamen",
        "NewsItem" | "Event" => "webinar-cities-south-south-climate-action",
        "Call" => "innovative-city-experiences",
        "Practice" => "santiago-humano-y-resiliente",
        "MediaItem" => "santiago-people-at-the-centre",
        "Partner" => "unossc",
        _ => "webinars",
    }
}

/// As `fields` may cut it down.
pub fn of(thing: &Thing) -> Value {
    let id = format!("{}_01h455vb4pex5vsknk084sn02q", thing.noun.prefix);
    let mut example = json!({ "id": id, "localeServed": "en", "dir": "LTR", "slug": slug(thing) });
    let (name, value) = match thing.noun.name {
        "City" | "Partner" => ("name", json!("Xiamen")),
        "Event" => ("startsAt", json!("2020-06-30T00:00:00.000Z")),
        "Topic" => ("label", json!("Webinars")),
        _ => ("title", json!("Sustainable Transport & Air Quality")),
    };
    example[name] = value;
    example
}

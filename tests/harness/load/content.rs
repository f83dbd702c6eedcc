//! Much of what a network publishes: news, practices and media under some of 50 clusters, and cities in each of them.
//!
//! The same number of news items always gives the same bundle.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::chance::Chance;

/// News items that go through an import; further ones are copies.
pub const NEWS: u32 = 10_000;

/// Clusters, whatever the number of news items.
pub const CLUSTERS: u32 = 50;
const CITIES: usize = 400;
const MEMBERS: usize = 60;
const COUNTRIES: [&str; 20] = [
    "CN", "CL", "AR", "BR", "IN", "UZ", "KE", "GH", "SN", "MA", "EG", "ZA", "TH", "VN", "ID", "PH", "MX",
    "CO", "PE", "EC",
];
const TOPICS: [&str; 6] = ["news", "events", "webinars", "cities-project", "publications", "calls"];
/// 2010-01-01T00:00:00Z.
const START: i64 = 1_262_304_000;
const NAMED: [(&str, &str); 8] = [
    ("transport", "Sustainable Transport & Air Quality"),
    ("waste", "Waste Management"),
    ("drr", "Disaster Risk Reduction"),
    ("e-commerce", "E-commerce"),
    ("tourism", "Tourism"),
    ("covid-19", "COVID-19 Response"),
    ("housing", "Housing"),
    ("water", "Water & Sanitation"),
];
const WORDS: &str = "city transport air quality cooperation south partner mobility bus rail cycle street emission \
    climate resilience waste tourism market port harbour river flood data plan council mayor region finance green \
    electric charging clean public health water school station walk corridor pilot exchange workshop webinar practice \
    innovation community inclusive growth recovery";

/// The slug of a cluster, counted from nought.
pub fn cluster(number: u32) -> String {
    let named = NAMED.get(number as usize).map(|(slug, _)| (*slug).to_owned());
    named.unwrap_or_else(|| format!("cluster-{number}"))
}

/// Writes a bundle with so many news items.
pub fn write(folder: &Path, news: u32) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("bundle.json"), r#"{"format":"cities-bundle","version":1}"#)?;
    let mut chance = Chance::of(20_210_430);
    for slug in TOPICS {
        let topic =
            json!({ "slug": slug, "locale": "en", "text": { "en": { "label": slug.replace('-', " ") } } });
        save(folder, "topics", slug, &topic)?;
    }
    for number in 0..CITIES {
        put(folder, "cities", &format!("city-{number}"), city(number, &mut chance))?;
    }
    for number in 0..CLUSTERS {
        put(folder, "clusters", &cluster(number), members(number, &mut chance))?;
    }
    for number in 0..news {
        put(folder, "news", &format!("news-{number}"), item(number, news, &mut chance))?;
    }
    for number in 0..500 {
        let text = json!({ "en": { "title": chance.text(60), "summary": chance.text(200) } });
        let practice = json!({ "clusters": [cluster(number % CLUSTERS)], "text": text });
        put(folder, "practices", &format!("practice-{number}"), practice)?;
    }
    for number in 0..200 {
        put(folder, "media", &format!("film-{number}"), film(number, &mut chance))?;
    }
    Ok(())
}

fn city(number: usize, chance: &mut Chance) -> Value {
    let name = format!("{} {number}", chance.word());
    let place = |chance: &mut Chance, from: f64, to: f64| {
        let part = f64::from(chance.below(10_000)) / 10_000.0;
        ((from + part * (to - from)) * 1e5).round() / 1e5
    };
    json!({
        "countryCode": COUNTRIES[chance.index(COUNTRIES.len())],
        "latitude": place(chance, -35.0, 45.0), "longitude": place(chance, -100.0, 140.0),
        "text": { "en": { "name": name, "body": chance.body(900) } },
    })
}

fn members(number: u32, chance: &mut Chance) -> Value {
    let named = NAMED.get(number as usize).map(|(_, title)| (*title).to_owned());
    let title = named.unwrap_or_else(|| format!("Cluster {number}"));
    let members: Vec<Value> = chance
        .some_of(CITIES, MEMBERS)
        .into_iter()
        .enumerate()
        .map(|(position, city)| {
            json!({ "city": format!("city-{city}"), "featured": position < 6, "position": position })
        })
        .collect();
    let text = json!({ "title": title, "summary": chance.text(200), "body": chance.body(2_400) });
    json!({ "position": number, "members": members, "text": { "en": text } })
}

fn item(number: u32, of: u32, chance: &mut Chance) -> Value {
    let count = chance.index(3) + 1;
    let clusters: Vec<String> = chance
        .some_of(CLUSTERS as usize, count)
        .into_iter()
        .map(|number| cluster(u32::try_from(number).unwrap_or_default()))
        .collect();
    let count = chance.index(3) + 1;
    let topics: Vec<&str> =
        chance.some_of(TOPICS.len(), count).into_iter().map(|number| TOPICS[number]).collect();
    let text = json!({
        "title": format!("{} {number}", chance.text(90)), "excerpt": chance.text(200), "body": chance.body(3_000),
    });
    json!({
        "kind": if number.is_multiple_of(9) { "CALL" } else { "ARTICLE" }, "sdgs": [11], "publishedAt": published(number, of),
        "status": if number.is_multiple_of(50) { "DRAFT" } else { "PUBLISHED" },
        "clusters": clusters, "topics": topics, "text": { "en": text },
    })
}

/// Evenly from 2010 on, for some sixteen years.
fn published(number: u32, of: u32) -> String {
    let span = 5_800 * 86_400 / i64::from(of.max(1));
    let at = START + span * i64::from(number);
    jiff::Timestamp::from_second(at).map(|at| format!("{at:.3}")).unwrap_or_default()
}

fn film(number: u32, chance: &mut Chance) -> Value {
    let sources = json!([
        { "provider": "YOUTUBE", "url": format!("https://www.youtube.com/watch?v=v{number}") },
        { "provider": "BILIBILI", "url": format!("https://www.bilibili.com/video/BV{number}") },
    ]);
    let text = json!({ "en": { "title": chance.text(60), "description": "" } });
    json!({
        "kind": "VIDEO", "publishedAt": published(number, 200), "clusters": [cluster(number % CLUSTERS)],
        "sources": sources, "text": text,
    })
}

fn put(folder: &Path, noun: &str, slug: &str, mut item: Value) -> io::Result<()> {
    item["slug"] = json!(slug);
    item["locale"] = json!("en");
    for (field, value) in [("status", "PUBLISHED"), ("publishedAt", "2021-01-01T00:00:00.000Z")] {
        if item.get(field).is_none() {
            item[field] = json!(value);
        }
    }
    save(folder, noun, slug, &item)
}

fn save(folder: &Path, noun: &str, slug: &str, item: &Value) -> io::Result<()> {
    fs::create_dir_all(folder.join(noun))?;
    fs::write(folder.join(noun).join(format!("{slug}.json")), item.to_string())
}

impl Chance {
    /// With a capital.
    fn word(&mut self) -> String {
        let count = WORDS.split(' ').count();
        let word = WORDS.split(' ').nth(self.index(count)).unwrap_or("city");
        format!("{}{}", word[..1].to_uppercase(), &word[1..])
    }

    /// Sentences, of about so many letters.
    fn text(&mut self, length: usize) -> String {
        let mut text = String::new();
        while text.len() < length {
            text += &self.word();
            for _ in 0..self.index(10) + 5 {
                text += " ";
                text += &self.word().to_lowercase();
            }
            text += ". ";
        }
        text.truncate(length);
        text.trim_end().to_owned()
    }

    fn body(&mut self, length: usize) -> Value {
        let paragraphs = [(); 4].map(|()| self.text(length / 4));
        json!({ "markdown": paragraphs.join("\n\n").split('\n').collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_of_items_is_the_same_content() {
        let made = || {
            let mut chance = Chance::of(1);
            (0..50).map(|number| item(number, 50, &mut chance)).collect::<Vec<_>>()
        };
        assert_eq!(made(), made());
        let some = Chance::of(7).some_of(50, 3);
        assert!(
            some.iter().all(|one| *one < 50)
                && some[0] != some[1]
                && some[1] != some[2]
                && some[0] != some[2]
        );
        assert_eq!(published(0, 10_000), "2010-01-01T00:00:00.000Z");
        assert_eq!(published(9_999, 10_000), "2025-11-17T10:04:48.000Z");
    }
}

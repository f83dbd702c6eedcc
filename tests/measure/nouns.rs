//! Things of every noun, in several languages and filed under several others, as those of a network are.

use harness::{Value, json};

/// A noun as mutations call it.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    pub name: &'static str,
    pub field: &'static str,
    /// What its texts call the title, and the words beneath it.
    words: [&'static str; 2],
    has_body: bool,
    pub has_workflow: bool,
}

const fn noun(name: &'static str, field: &'static str, words: [&'static str; 2]) -> Noun {
    Noun { name, field, words, has_body: true, has_workflow: true }
}

pub const CALL: Noun = noun("Call", "call", ["title", "summary"]);
pub const CLUSTER: Noun = noun("Cluster", "cluster", ["title", "summary"]);
pub const NEWS: Noun = noun("NewsItem", "newsItem", ["title", "excerpt"]);
pub const CITY: Noun = noun("City", "city", ["name", "summary"]);
pub const OTHERS: [Noun; 5] = [
    CITY,
    noun("Practice", "practice", ["title", "summary"]),
    Noun { has_body: false, ..noun("MediaItem", "mediaItem", ["title", "description"]) },
    Noun { has_body: false, ..noun("Partner", "partner", ["name", "description"]) },
    Noun { has_body: false, has_workflow: false, ..noun("Topic", "topic", ["label", "label"]) },
];

/// Ids of what others are filed under.
#[derive(Clone, Debug)]
pub struct Places {
    pub clusters: Vec<Value>,
    pub cities: Vec<Value>,
    pub topics: Vec<Value>,
    pub media: Vec<Value>,
}

impl Places {
    pub const QUERY: &str = "{ clusters(first: 3) { nodes { id } } cities(first: 2) { nodes { id } }
        topics(first: 4) { nodes { id } } media(first: 2) { nodes { id } } }";

    pub fn of(data: &Value) -> Self {
        let ids = |list: &str| {
            let nodes = data[list]["nodes"].as_array().into_iter().flatten();
            nodes.map(|node| node["id"].clone()).collect()
        };
        Self { clusters: ids("clusters"), cities: ids("cities"), topics: ids("topics"), media: ids("media") }
    }
}

impl Noun {
    pub fn input(self, number: usize, places: &Places) -> Value {
        let texts: Vec<Value> = ["en", "zh", "ar"].map(|locale| self.text(locale, number)).into();
        let mut input = json!({ "locale": "en", "text": texts });
        let own = match self.name {
            "Call" => {
                json!({ "clusters": places.clusters, "closesAt": "2098-01-01T00:00:00Z", "form": form(),
                "criteria": [{ "key": "impact", "weight": 2 }, { "key": "cost", "weight": 1 }] })
            }
            "City" => json!({ "countryCode": "CL", "population": 5_000_000 + number, "latitude": -33.4,
                "longitude": -70.6, "website": "https://city.example" }),
            "NewsItem" => json!({ "kind": "WEBINAR", "sdgs": [11, 13], "clusters": places.clusters,
                "topics": places.topics[..3], "cities": places.cities, "media": places.media,
                "event": { "startsAt": "2090-06-30T08:00:00Z", "timeZone": "Asia/Shanghai" } }),
            "Practice" => json!({ "clusters": places.clusters, "city": places.cities[0], "sdgs": [11, 13] }),
            "MediaItem" => json!({ "kind": "VIDEO", "clusters": places.clusters, "sources": [
                { "provider": "YOUTUBE", "url": "https://www.youtube.com/watch?v=a" },
                { "provider": "BILIBILI", "url": "https://www.bilibili.com/video/a" }] }),
            "Partner" => json!({ "kind": "GOVERNMENT", "clusters": places.clusters }),
            _ => json!({}),
        };
        for (field, value) in own.as_object().into_iter().flatten() {
            input[field] = value.clone();
        }
        input
    }

    fn text(self, locale: &str, number: usize) -> Value {
        let [title, below] = self.words;
        let mut text = json!({ "locale": locale });
        text[below] = json!("What the city and its partners have done for the air that everybody breathes.");
        text[title] = json!(format!("Air {number} in {locale}"));
        if self.has_body {
            let paragraph = "What the **city** and its partners have done for the air that everybody breathes, and \
                             [how](https://city.example/how) others may do it: the trams, the trees, and what they cost.";
            text["body"] = json!({ "markdown": format!("{paragraph}\n\n").repeat(8) });
        }
        text
    }

    /// Other words in one language.
    pub fn changed(self, mark: &str) -> Value {
        let mut text = json!({ "locale": "en" });
        text[self.words[1]] = json!(format!("What the city has done, {mark}."));
        json!([text])
    }
}

fn form() -> Value {
    json!({ "type": "object", "properties": { "budget": { "type": "integer", "minimum": 0 },
        "people": { "type": "string", "maxLength": 500 } }, "required": ["budget"] })
}

//! Random content, the same for the same seed, written as a bundle.

use std::path::Path;

use super::item::{Item, Member, Text};
use super::random::Random;

pub const LOCALES: [&str; 3] = ["en", "zh", "ar"];
pub const COUNTRIES: [&str; 5] = ["CN", "CL", "FR", "KE", "UZ"];
pub const KINDS: [&str; 4] = ["ARTICLE", "EVENT", "WEBINAR", "CALL"];
pub const MEDIA_KINDS: [&str; 4] = ["VIDEO", "DOCUMENT", "PHOTO", "AUDIO"];
pub const PROVIDERS: [&str; 5] = ["YOUTUBE", "BILIBILI", "VIMEO", "FILE", "OTHER"];
/// Pictures among the content.
const PICTURES: usize = 40;
pub const DAY: i64 = 86_400_000;
/// Names with the keys they are sorted by.
const NAMES: [(&str, &str); 9] = [
    ("Écija", "ecija"),
    ("ecija", "ecija"),
    ("Zürich", "zurich"),
    ("Ålesund", "alesund"),
    ("Nairobi", "nairobi"),
    ("Nairobi West", "nairobi west"),
    ("厦门", "厦门"),
    ("圣地亚哥", "圣地亚哥"),
    ("بيروت", "بيروت"),
];

/// Everything there is.
#[derive(Clone, Debug, Default)]
pub struct Content {
    pub items: Vec<Item>,
}

impl Content {
    /// A small world; `now` is when it is looked at.
    pub fn random(random: &mut Random, now: i64) -> Self {
        let mut content = Self::default();
        let counts = [
            ("topics", 6),
            ("cities", 24),
            ("clusters", 6),
            ("partners", 12),
            ("calls", 14),
            ("media", 20),
            ("news", 70),
            ("practices", 30),
        ];
        for (folder, count) in counts {
            for number in 0..count {
                let item = content.item(random, now, folder, number);
                content.items.push(item);
            }
        }
        // Another sequence than what comes next: no id twice.
        content.illustrate(!random.0);
        content
    }

    /// Gives some things a picture each; nobody shows some of the pictures.
    fn illustrate(&mut self, seed: u64) {
        let mut random = Random(seed);
        for item in &mut self.items {
            let shows = ["clusters", "cities", "news", "media", "partners"].contains(&item.folder);
            item.picture = (shows && random.chance(25)).then(|| format!("asset-{}", random.index(PICTURES)));
        }
        for number in 0..PICTURES {
            let asset = record(&mut random, 0, "assets", number);
            self.items.push(Item { old_slug: None, ..asset });
        }
    }

    pub fn of(&self, folder: &str) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.folder == folder)
    }

    pub fn slugs(&self, folder: &str) -> Vec<String> {
        self.of(folder).map(|item| item.slug.clone()).collect()
    }

    /// By its slug of today or of old.
    pub fn find(&self, folder: &str, slug: &str) -> Option<&Item> {
        self.of(folder).find(|item| item.slug == slug || item.old_slug.as_deref() == Some(slug))
    }

    /// One more thing; it may point at those that are there.
    pub fn item(&self, random: &mut Random, now: i64, folder: &'static str, number: usize) -> Item {
        let mut item = record(random, now, folder, number);
        match folder {
            "clusters" => {
                // Equal positions, so that ids decide.
                item.position = random.below(3);
                item.members = self.members(random);
            }
            "cities" => {
                item.country = random.pick(&COUNTRIES);
                item.population = random.chance(70).then(|| random.below(4) * 100_000);
            }
            "calls" => {
                item.opens_at = random.chance(60).then(|| now + (random.below(6) - 4) * DAY);
                item.closes_at = item.opens_at.unwrap_or(now - 3 * DAY) + (1 + random.below(4)) * DAY;
            }
            "media" => {
                item.kind = random.pick(&MEDIA_KINDS);
                item.providers = random.some(&PROVIDERS, 2);
                if item.providers.is_empty() {
                    item.providers.push("OTHER");
                }
            }
            _ => {}
        }
        if !["topics", "cities", "clusters"].contains(&folder) {
            item.clusters = random.some(&self.slugs("clusters"), 3);
        }
        if ["news", "practices"].contains(&folder) {
            item.cities = random.some(&self.slugs("cities"), if folder == "news" { 3 } else { 1 });
            item.call = random.chance(30).then(|| random.pick(&self.slugs("calls")));
            item.sdgs = random.some(&[1, 6, 11, 13, 17], 2);
        }
        if folder == "news" {
            self.news(random, now, &mut item);
        }
        item
    }

    fn news(&self, random: &mut Random, now: i64, item: &mut Item) {
        item.topics = random.some(&self.slugs("topics"), 2);
        item.media = random.some(&self.slugs("media"), 2);
        item.kind = random.pick(&KINDS);
        if ["EVENT", "WEBINAR"].contains(&item.kind) {
            item.event = Some((random.id("event"), now + (random.below(5) - 2) * DAY));
        }
    }

    fn members(&self, random: &mut Random) -> Vec<Member> {
        let member = |random: &mut Random, city| Member {
            city,
            featured: random.chance(40),
            position: random.below(4),
            joined_on: random.chance(60).then(|| format!("2020-01-0{}", 1 + random.below(4))),
        };
        let cities = random.some(&self.slugs("cities"), 14);
        cities.into_iter().map(|city| member(random, city)).collect()
    }

    pub fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("bundle.json"), r#"{"format":"cities-bundle","version":1}"#).unwrap();
        for item in &self.items {
            let place = folder.join(item.folder);
            std::fs::create_dir_all(&place).unwrap();
            if item.folder == "assets" {
                let picture = [b"GIF89a\x01\0\x01\0", item.id.as_bytes()].concat();
                std::fs::write(place.join(format!("{}.gif", item.slug)), picture).unwrap();
            }
            let file = place.join(format!("{}.json", item.slug));
            std::fs::write(file, item.json().to_string()).unwrap();
        }
    }
}

/// What things of all nouns have.
fn record(random: &mut Random, now: i64, folder: &'static str, number: usize) -> Item {
    let prefix = match folder {
        "clusters" => "cluster",
        "assets" => "asset",
        "cities" => "city",
        "topics" => "topic",
        "calls" => "call",
        "practices" => "practice",
        "partners" => "partner",
        same => same,
    };
    // Few days for many things, so that many stand at the same instant; some are yet to come.
    let published = now + (random.below(8) - 5) * DAY;
    let dull = ["clusters", "cities"].contains(&folder);
    let status = if random.chance(if dull { 92 } else { 80 }) {
        "PUBLISHED"
    } else {
        random.pick(&["DRAFT", "IN_REVIEW", "ARCHIVED"])
    };
    let published = if dull && random.chance(80) { now - 5 * DAY } else { published };
    let locale = random.pick(&["en", "en", "zh", "ar"]);
    let mut texts = Vec::new();
    for known in LOCALES {
        if known == locale || random.chance(50) {
            let (name, sort_key) = random.pick(&NAMES);
            let published = known == locale || folder == "topics" || random.chance(70);
            texts.push(Text { locale: known, published, name, sort_key });
        }
    }
    Item {
        folder,
        id: random.id(prefix),
        slug: format!("{prefix}-{number}"),
        external_ref: (!number.is_multiple_of(3)).then(|| format!("{number}/é")),
        old_slug: random.chance(20).then(|| format!("old-{prefix}-{number}")),
        status: if folder == "topics" { "PUBLISHED" } else { status },
        published_at: Some(if folder == "topics" { i64::MIN } else { published }),
        expires_at: (folder != "topics" && random.chance(if dull { 6 } else { 20 }))
            .then(|| published + (1 + random.below(4)) * DAY),
        locale,
        texts,
        kind: if folder == "partners" { "NETWORK" } else { "" },
        ..Item::default()
    }
}

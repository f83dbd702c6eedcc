//! Random content from a seed: the same seed makes the same edits.

use std::sync::Arc;

use serde_json::{Value, json};

use super::bed::{Bed, empty_folder, put};
use crate::exchange::bundle::{Source, import};

/// Xorshift: small, and the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// Some of `stem-0` to `stem-4`.
    fn some(&mut self, stem: &str) -> Vec<String> {
        let mut found: Vec<String> = (0..5).map(|number| format!("{stem}-{number}")).collect();
        found.retain(|_| self.below(3) == 0);
        found
    }

    fn instant(&mut self) -> String {
        format!("2021-0{}-1{}T00:00:00Z", 1 + self.below(9), self.below(9))
    }

    /// Everything the first time, then some of everything, saved over what was.
    pub async fn save_some(&mut self, bed: &Bed) {
        let folder = empty_folder();
        let is_first = bed.all::<entity::topic::Entity>().await.is_empty();
        let kinds = ["topics", "cities", "clusters", "partners", "calls", "media", "news", "practices"];
        for kind in kinds {
            let stem = kind.trim_end_matches('s');
            for number in 0..5 {
                if is_first || self.below(3) == 0 {
                    let thing = self.thing(kind, &format!("{stem}-{number}"));
                    put(folder.path(), &format!("{kind}/{number}.json"), thing.to_string());
                }
            }
        }
        let source = Source::Folder(folder.path().to_owned());
        import(&bed.app, &source, Arc::new(())).await.unwrap();
    }

    fn thing(&mut self, kind: &str, slug: &str) -> Value {
        let mut thing = json!({ "slug": slug, "locale": self.pick(&["en", "zh"]), "text": self.texts(kind) });
        if kind != "topics" {
            thing["status"] = self.pick(&["PUBLISHED", "PUBLISHED", "PUBLISHED", "DRAFT", "ARCHIVED"]).into();
            let published = self.instant();
            match self.below(6) {
                // Before many another begins.
                0 | 1 => thing["expiresAt"] = format!("{}-28T00:00:00Z", &published[..7]).into(),
                2 => thing["expiresAt"] = "2022-01-01T00:00:00Z".into(),
                _ => {}
            }
            thing["publishedAt"] = published.into();
        }
        if matches!(kind, "partners" | "calls" | "media" | "news" | "practices") {
            thing["clusters"] = self.some("cluster").into();
        }
        self.particulars(kind, &mut thing);
        thing
    }

    /// Both languages, so that either may be the original; the third may be a draft.
    fn texts(&mut self, kind: &str) -> Value {
        let field = match kind {
            "topics" => "label",
            "cities" | "partners" => "name",
            _ => "title",
        };
        let number = self.below(1000);
        let mut texts = json!({});
        for locale in ["en", "zh"] {
            texts[locale] = json!({ field: format!("Number {number} in {locale}") });
        }
        if self.below(2) == 0 {
            texts["ar"] = json!({ "status": self.pick(&["DRAFT", "PUBLISHED"]), field: format!("{number}") });
        }
        texts
    }

    fn particulars(&mut self, kind: &str, thing: &mut Value) {
        match kind {
            "cities" => {
                thing["countryCode"] = self.pick(&["CN", "CL"]).into();
                if self.below(2) == 0 {
                    thing["population"] = self.below(1000).into();
                }
            }
            "clusters" => {
                thing["position"] = self.below(9).into();
                let members = self.some("citie").into_iter().enumerate().map(|(place, city)| {
                    let joined = (self.below(2) == 0).then_some("2021-04-30");
                    let featured = self.below(2) == 0;
                    json!({ "city": city, "featured": featured, "position": place, "joinedOn": joined })
                });
                thing["members"] = members.collect();
            }
            "partners" => thing["kind"] = "OTHER".into(),
            "calls" => {
                thing["closesAt"] = self.instant().into();
                thing["timeZone"] = "Asia/Shanghai".into();
            }
            "media" => {
                thing["kind"] = self.pick(&["VIDEO", "PHOTO"]).into();
                let provider = self.pick(&["YOUTUBE", "BILIBILI"]);
                thing["sources"] = json!([{ "provider": provider, "url": "https://video.example.org/1" }]);
            }
            "practices" => {
                self.place(thing);
                thing["city"] = format!("citie-{}", self.below(5)).into();
            }
            "news" => {
                self.place(thing);
                thing["topics"] = self.some("topic").into();
                thing["cities"] = self.some("citie").into();
                thing["kind"] = self.pick(&["ARTICLE", "EVENT", "WEBINAR", "CALL"]).into();
                if matches!(thing["kind"].as_str(), Some("EVENT" | "WEBINAR")) {
                    thing["event"] = json!({ "startsAt": self.instant(), "timeZone": "UTC" });
                }
            }
            _ => {}
        }
    }

    fn place(&mut self, thing: &mut Value) {
        thing["sdgs"] = json!([1 + self.below(9), 10 + self.below(8)]);
        if self.below(2) == 0 {
            thing["call"] = format!("call-{}", self.below(5)).into();
        }
    }
}

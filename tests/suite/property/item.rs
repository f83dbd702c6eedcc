//! One thing, and its file in a bundle.

use harness::{Value, json};

use super::random::instant;

/// A thing of any noun; what its noun does not have stays empty.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The bundle's folder: `news`, `cities`...
    pub folder: &'static str,
    /// Compares as the UUID in it does.
    pub id: String,
    pub slug: String,
    pub old_slug: Option<String>,
    /// Things of other nouns have the same.
    pub external_ref: Option<String>,
    pub status: &'static str,
    pub published_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub locale: &'static str,
    pub texts: Vec<Text>,
    pub kind: &'static str,
    pub clusters: Vec<String>,
    pub topics: Vec<String>,
    pub cities: Vec<String>,
    pub media: Vec<String>,
    /// The asset it shows.
    pub picture: Option<String>,
    pub call: Option<String>,
    pub sdgs: Vec<i64>,
    pub providers: Vec<&'static str>,
    pub country: &'static str,
    pub population: Option<i64>,
    pub position: i64,
    pub members: Vec<Member>,
    pub opens_at: Option<i64>,
    pub closes_at: i64,
    /// Id and start.
    pub event: Option<(String, i64)>,
}

#[derive(Clone, Debug)]
pub struct Text {
    pub locale: &'static str,
    pub published: bool,
    pub name: &'static str,
    pub sort_key: &'static str,
}

#[derive(Clone, Debug)]
pub struct Member {
    pub city: String,
    pub featured: bool,
    pub position: i64,
    pub joined_on: Option<String>,
}

impl Item {
    /// As the bundle wants it.
    pub fn json(&self) -> Value {
        let mut file = json!({
            "id": self.id, "locale": self.locale, "text": self.text(),
        });
        let mut set = |name: &str, value: Value| file[name] = value;
        if self.folder != "assets" {
            set("slug", json!(self.slug));
            set("oldSlugs", json!(self.old_slug.iter().collect::<Vec<_>>()));
        }
        if !["topics", "assets"].contains(&self.folder) {
            set("status", json!(self.status));
            set("publishedAt", json!(self.published_at.map(instant)));
            if let Some(at) = self.expires_at {
                set("expiresAt", json!(instant(at)));
            }
        }
        if let Some(reference) = &self.external_ref {
            set("externalRef", json!(reference));
        }
        for (name, value) in super::fields::of(self) {
            set(name, value);
        }
        file
    }

    fn text(&self) -> Value {
        let mut texts = json!({});
        for text in &self.texts {
            texts[text.locale] = super::fields::text(self.folder, text);
        }
        texts
    }
}

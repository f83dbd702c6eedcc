//! Things that happen to content at random: by mutations, by imports from the command line, by time that passes.

use harness::{Client, TestApp, Value, json};

use super::content::Content;
use super::fresh::STEP;
use super::random::{Random, instant};
use crate::workflow::try_act;

/// What can be edited: the list at the root, what mutations call one, the field of its name.
const NOUNS: [(&str, &str, &str); 8] = [
    ("news", "NewsItem", "title"),
    ("clusters", "Cluster", "title"),
    ("cities", "City", "name"),
    ("topics", "Topic", "label"),
    ("calls", "Call", "title"),
    ("practices", "Practice", "title"),
    ("media", "MediaItem", "title"),
    ("partners", "Partner", "name"),
];

/// Content with a past.
pub struct Story<'a> {
    app: &'a TestApp,
    admin: Client,
    pub content: Content,
    random: Random,
    words: u32,
}

impl<'a> Story<'a> {
    pub async fn begin(app: &'a TestApp, content: Content, random: Random) -> Self {
        let admin = app.user("admin").await;
        let story = Self { app, admin, content, random, words: 0 };
        story.import();
        story
    }

    fn import(&self) {
        let bundle = self.app.folder().join("bundle");
        let _ = std::fs::remove_dir_all(&bundle);
        self.content.write(&bundle);
        self.app.import(&bundle);
    }

    /// Something happens; says what.
    pub async fn happen(&mut self) -> String {
        match self.random.below(12) {
            0 => {
                self.app.pass(STEP * u32::try_from(1 + self.random.below(5)).unwrap());
                // Tokens end.
                self.words += 1;
                let name = format!("admin-{}", self.words);
                self.admin = self.app.somebody(&name, &["--role", "admin"]).await;
                "time passes".to_owned()
            }
            1 => self.imported(),
            2..=4 => self.edited().await,
            5..=7 => self.moved().await,
            8 => self.created().await,
            9 => self.membership().await,
            10 => self.extended().await,
            _ => self.filed().await,
        }
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("Word {}", self.words)
    }

    /// Some thing of the network, as editors see it.
    async fn some(&mut self, (list, noun, _): (&str, &str, &str)) -> Option<Value> {
        let fields = if noun == "Topic" { "id version slug" } else { "id version slug status" };
        let query = format!("{{ {list}(first: 100, view: DRAFT) {{ nodes {{ {fields} }} }} }}");
        let query = if noun == "Topic" { query.replace(", view: DRAFT", "") } else { query };
        let answer = self.admin.graphql(&query, json!({})).await.json();
        let nodes = answer["data"][list]["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        (!nodes.is_empty()).then(|| self.random.pick(&nodes))
    }

    /// Asks for a change; what cannot be is refused, and nothing happened.
    async fn act(&self, mutation: &str, input: &Value) -> String {
        let answer = try_act(&self.admin, mutation, "", input.clone()).await;
        let errors = &answer["data"][mutation]["userErrors"];
        let outcome = if errors == &json!([]) { "done".to_owned() } else { answer.to_string() };
        format!("{mutation} {input}: {outcome}")
    }

    async fn edited(&mut self) -> String {
        let noun = self.random.pick(&NOUNS);
        let Some(thing) = self.some(noun).await else { return "nothing to edit".to_owned() };
        let locale = self.random.pick(&["en", "zh"]);
        let mut input = json!({
            "id": thing["id"], "expectedVersion": thing["version"],
            "text": [{ "locale": locale, noun.2: self.word() }],
        });
        if self.random.chance(20) {
            input["slug"] = json!(format!("renamed-{}", self.words));
        }
        if noun.1 == "Call" && self.random.chance(60) {
            let opens = self.app.now() + (self.random.below(20) - 10) * 3_600_000;
            input["opensAt"] = json!(instant(opens));
        }
        if noun.1 == "NewsItem" && self.random.chance(40) {
            let starts = instant(self.app.now() + (self.random.below(40) - 10) * 3_600_000);
            input["event"] = if self.random.chance(30) {
                Value::Null
            } else {
                json!({ "startsAt": starts, "timeZone": "UTC" })
            };
        }
        let said = self.act(&format!("update{}", noun.1), &input).await;
        // What is published has a working draft now.
        let draft = json!({ "id": thing["id"] });
        let more = if noun.1 == "Topic" || self.random.chance(15) {
            String::new()
        } else {
            self.act(&format!("publish{}", noun.1), &draft).await
        };
        format!("{said}; {more}")
    }

    /// One step of its life.
    async fn moved(&mut self) -> String {
        let noun = self.random.pick(&NOUNS);
        let Some(thing) = self.some(noun).await.filter(|_| noun.1 != "Topic") else {
            return "nothing".to_owned();
        };
        let verb = self.random.pick(&["publish", "publish", "unpublish", "archive", "restore", "purge"]);
        let mut input = json!({ "id": thing["id"] });
        if verb == "publish" && self.random.chance(50) {
            let hours = |random: &mut Random, most| random.below(most) * 3_600_000;
            let begins = self.app.now() + hours(&mut self.random, 30);
            input["publishAt"] = json!(instant(begins));
            input["expiresAt"] = json!(instant(begins + 1_800_000 + hours(&mut self.random, 50)));
        }
        self.act(&format!("{verb}{}", noun.1), &input).await
    }

    async fn created(&mut self) -> String {
        let clusters = self.some(NOUNS[1]).await.map(|cluster| cluster["id"].clone());
        let topics = self.some(NOUNS[3]).await.map(|topic| topic["id"].clone());
        let cities = self.some(NOUNS[2]).await.map(|city| city["id"].clone());
        let input = json!({
            "locale": "en", "text": [{ "locale": "en", "title": self.word() }],
            "clusters": clusters.into_iter().collect::<Vec<_>>(), "topics": topics.into_iter().collect::<Vec<_>>(),
            "cities": cities.into_iter().collect::<Vec<_>>(),
        });
        let answer = try_act(&self.admin, "createNewsItem", "newsItem { id }", input).await;
        let id = answer["data"]["createNewsItem"]["newsItem"]["id"].clone();
        let more = self.act("publishNewsItem", &json!({ "id": id })).await;
        format!("{answer}; {more}")
    }

    async fn filed(&mut self) -> String {
        let (Some(item), Some(cluster)) = (self.some(NOUNS[0]).await, self.some(NOUNS[1]).await) else {
            return "nothing to file".to_owned();
        };
        let clusters = if self.random.chance(30) { json!([]) } else { json!([cluster["id"]]) };
        let input = json!({ "id": item["id"], "expectedVersion": item["version"], "clusters": clusters });
        let said = self.act("updateNewsItem", &input).await;
        format!("{said}; {}", self.act("publishNewsItem", &json!({ "id": item["id"] })).await)
    }

    async fn membership(&mut self) -> String {
        let (Some(city), Some(cluster)) = (self.some(NOUNS[2]).await, self.some(NOUNS[1]).await) else {
            return "nobody to join".to_owned();
        };
        let (verb, more) = match self.random.below(3) {
            0 => ("add", json!({ "featured": self.random.chance(50), "joinedOn": "2020-01-03" })),
            1 => ("update", json!({ "featured": self.random.chance(50), "joinedOn": "2021-02-01" })),
            _ => ("remove", json!({})),
        };
        let mut input = json!({ "cluster": cluster["id"], "city": city["id"] });
        more.as_object().into_iter().flatten().for_each(|(name, value)| input[name] = value.clone());
        let kind = format!("{}{}MembershipInput", verb[..1].to_uppercase(), &verb[1..]);
        let query = format!(
            "mutation ($input: {kind}!) {{ {verb}Membership(input: $input) {{ userErrors {{ field code message }} }} }}"
        );
        let answer = self.admin.graphql(&query, json!({ "input": input })).await.json();
        format!("{verb}Membership {input}: {answer}")
    }

    async fn extended(&mut self) -> String {
        let Some(call) = self.some(NOUNS[4]).await else { return "no call".to_owned() };
        let closes = instant(self.app.now() + (24 + self.random.below(100)) * 3_600_000);
        let input = json!({ "id": call["id"], "expectedVersion": call["version"], "closesAt": closes, "timeZone": "UTC", "reason": self.word() });
        self.act("extendCall", &input).await
    }

    /// The same things again as a file has them, one of them another.
    fn imported(&mut self) -> String {
        let places: Vec<usize> =
            (0..self.content.items.len()).filter(|n| self.content.items[*n].folder != "assets").collect();
        let at = self.random.pick(&places);
        let item = &mut self.content.items[at];
        if let Some(text) = item.texts.first_mut() {
            (text.name, text.sort_key) = ("Zürich", "zurich");
        }
        (item.published_at, item.expires_at) = (Some(self.app.now() - 3_600_000), None);
        let about = format!("import of {} {}", item.folder, item.slug);
        self.import();
        about
    }
}

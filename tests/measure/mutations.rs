//! What every kind of mutation costs, one after the other on the same things.

use std::error::Error;

use harness::load::Server;
use harness::{Value, json};

use crate::Done;
use crate::log::Log;
use crate::meter::{Cost, Meter};
use crate::nouns::{CALL, CITY, CLUSTER, NEWS, Noun, OTHERS, Places};
use crate::thing::Thing;

/// Things of each noun: the processor's time is told in hundredths of a second.
const THINGS: usize = 100;

type Things = Result<Vec<Thing>, Box<dyn Error>>;

/// On content like that of the demo, by an admin.
pub async fn measure(
    server: &Server,
    log: Option<Log>,
    (token, refresh): (String, String),
) -> Result<Vec<Cost>, Box<dyn Error>> {
    let mut meter = Meter::new(server, log, token).await?;
    let places = Places::of(&meter.ask(Places::QUERY, &json!({})).await?);
    let mut course = Course { meter: &mut meter, places };
    let clusters = course.published(CLUSTER).await?;
    let clusters = course.memberships(clusters).await?;
    course.away(CLUSTER, clusters).await?;
    let calls = course.published(CALL).await?;
    let calls = course.extensions(calls).await?;
    // What something was submitted to stays.
    course.submissions(&calls[0]).await?;
    course.away(CALL, calls[1..].to_vec()).await?;
    let news = course.published(NEWS).await?;
    let news = course.many(news).await?;
    course.away(NEWS, news).await?;
    for noun in OTHERS {
        let things = course.published(noun).await?;
        course.away(noun, things).await?;
    }
    course.tokens(refresh).await?;
    Ok(meter.costs())
}

struct Course<'m, 'a> {
    meter: &'m mut Meter<'a>,
    places: Places,
}

impl Course<'_, '_> {
    /// One step of all things: `publish`, of a noun.
    async fn step(
        &mut self,
        (verb, noun, of): (&str, Noun, &str),
        things: &[Thing],
        input: impl Fn(&Thing) -> Value,
    ) -> Things {
        let inputs = things.iter().map(input).collect();
        self.all((&named(verb, noun), of), noun, inputs).await
    }

    async fn all(&mut self, what: (&str, &str), noun: Noun, inputs: Vec<Value>) -> Things {
        let shown = format!("{} {{ id version }}", noun.field);
        let payloads = self.meter.each(what, &shown, inputs).await?;
        Ok(payloads.iter().map(|payload| Thing::of(&payload[noun.field])).collect())
    }

    /// Made, changed, judged, published and changed again.
    async fn published(&mut self, noun: Noun) -> Things {
        let inputs = (0..THINGS).map(|number| noun.input(number, &self.places)).collect();
        let things = self.all((&named("create", noun), ""), noun, inputs).await?;
        let changed = |mark| move |thing: &Thing| thing.update(&noun.changed(mark));
        if !noun.has_workflow {
            return self.step(("update", noun, ""), &things, changed("once")).await;
        }
        let things = self.step(("update", noun, " of a draft"), &things, changed("once")).await?;
        let things = self.step(("submit", noun, ""), &things, Thing::only).await?;
        let things = self.step(("return", noun, ""), &things, Thing::with_comment).await?;
        let things = self.step(("commentOn", noun, ""), &things, Thing::with_comment).await?;
        let things = self.step(("publish", noun, ""), &things, Thing::only).await?;
        let what = ("update", noun, " of what is published");
        let things = self.step(what, &things, changed("twice")).await?;
        let what = ("update", noun, " of a working draft");
        let things = self.step(what, &things, changed("thrice")).await?;
        let things = self.step(("submit", noun, " of a working draft"), &things, Thing::only).await?;
        self.step(("publish", noun, " of a working draft"), &things, Thing::only).await
    }

    /// Made what it was, and out of sight step by step.
    async fn away(&mut self, noun: Noun, things: Vec<Thing>) -> Done {
        let mut inputs = Vec::new();
        for thing in &things {
            let query = "query ($id: ID!) { revisions(id: $id, first: 100) { nodes { id } } }";
            let data = self.meter.ask(query, &json!({ "id": thing.id })).await?;
            let first = data["revisions"]["nodes"].as_array().and_then(|nodes| nodes.last()).cloned();
            let revision = first.ok_or("a revision")?["id"].clone();
            inputs.push(json!({ "id": thing.id, "expectedVersion": thing.version, "revision": revision }));
        }
        let restore = format!("restore{}Revision", noun.name);
        let mut things = self.all((&restore, ""), noun, inputs).await?;
        if noun.has_workflow {
            let discard = format!("discard{}Draft", noun.name);
            let inputs = things.iter().map(Thing::only).collect();
            things = self.all((&discard, ""), noun, inputs).await?;
            things = self.step(("unpublish", noun, ""), &things, Thing::only).await?;
            things = self.step(("archive", noun, ""), &things, Thing::only).await?;
            things = self.step(("restore", noun, ""), &things, Thing::only).await?;
            for thing in &things {
                self.meter.act(&named("archive", noun), "userErrors { field }", thing.only()).await?;
            }
        }
        let inputs = things.iter().map(Thing::only).collect();
        self.meter.each((&named("purge", noun), ""), "userErrors { field }", inputs).await.map(drop)
    }

    /// Of two cities for each cluster, as no city is in very many.
    async fn memberships(&mut self, clusters: Vec<Thing>) -> Things {
        let (one, other) = (self.cities().await?, self.cities().await?);
        let steps: [(&str, &dyn Fn(usize) -> Value); 5] = [
            ("addMembership", &|n| json!({ "city": one[n].id, "featured": true, "position": 1 })),
            ("addMembership", &|n| json!({ "city": other[n].id, "joinedOn": "2021-04-30" })),
            ("updateMembership", &|n| json!({ "city": other[n].id, "featured": true })),
            ("reorderMemberships", &|n| json!({ "cities": [other[n].id, one[n].id] })),
            ("removeMembership", &|n| json!({ "city": one[n].id })),
        ];
        let mut things = clusters;
        for (mutation, more) in steps {
            let input = |(number, cluster): (usize, &Thing)| {
                let mut input = more(number);
                input["cluster"] = cluster.id.clone();
                input["expectedVersion"] = cluster.version.clone();
                input
            };
            let inputs = things.iter().enumerate().map(input).collect();
            things = self.all((mutation, ""), CLUSTER, inputs).await?;
        }
        Ok(things)
    }

    /// Published ones, not measured.
    async fn cities(&mut self) -> Things {
        let mut cities = Vec::new();
        for number in 0..THINGS {
            let input = CITY.input(number, &self.places);
            let made = self.meter.act("createCity", "city { id version }", input).await?;
            let input = json!({ "id": made["city"]["id"] });
            let published = self.meter.act("publishCity", "city { id version }", input).await?;
            cities.push(Thing::of(&published["city"]));
        }
        Ok(cities)
    }

    async fn extensions(&mut self, calls: Vec<Thing>) -> Things {
        let until = |day: u32| {
            move |call: &Thing| {
                let closes_at = format!("2098-02-{day:02}T00:00:00Z");
                json!({ "id": call.id, "expectedVersion": call.version, "closesAt": closes_at, "reason": "More." })
            }
        };
        let calls = self.step(("extend", CALL, ""), &calls, until(1)).await?;
        let mut drafted = Vec::new();
        for call in &calls {
            let input = call.update(&CALL.changed("beside"));
            let payload = self.meter.act("updateCall", "call { id version }", input).await?;
            drafted.push(Thing::of(&payload["call"]));
        }
        self.step(("extend", CALL, " beside a working draft"), &drafted, until(2)).await
    }

    async fn submissions(&mut self, call: &Thing) -> Done {
        let new = json!({ "call": call.id, "locale": "en", "title": "Trams", "summary": "What was done.",
            "body": { "markdown": "What was *done*. ".repeat(40) }, "cityName": "Graz", "country": "AT",
            "answers": { "budget": 7 }, "contact": { "name": "A", "email": "a@city.example" } });
        let made =
            self.meter.each(("createSubmission", ""), "token submission { version }", vec![new; THINGS]);
        let tokens: Vec<Value> = made.await?.iter().map(|made| made["token"].clone()).collect();
        let shown = "submission { version }";
        let inputs = |more: &Value| {
            let input = |token: &Value| {
                let mut input = more.clone();
                input["token"] = token.clone();
                input
            };
            tokens.iter().map(input).collect::<Vec<_>>()
        };
        let changed = inputs(&json!({ "expectedVersion": 1, "title": "Trams and trees" }));
        self.meter.each(("updateSubmission", ""), shown, changed).await?;
        self.meter.each(("submitSubmission", ""), shown, inputs(&json!({ "expectedVersion": 2 }))).await?;
        self.meter
            .each(("withdrawSubmission", ""), shown, inputs(&json!({ "expectedVersion": 3 })))
            .await
            .map(drop)
    }

    /// All of them at once.
    async fn many(&mut self, news: Vec<Thing>) -> Things {
        let ids: Vec<&Value> = news.iter().map(|thing| &thing.id).collect();
        let topic = &self.places.topics[3].clone();
        self.meter.many(("tagMany", ""), ids.len(), json!({ "ids": ids, "add": [topic] })).await?;
        self.meter.many(("archiveMany", ""), ids.len(), json!({ "ids": ids })).await?;
        let mut things = Vec::new();
        for thing in &news {
            let input = json!({ "id": thing.id });
            let payload = self.meter.act("restoreNewsItem", "newsItem { id version }", input).await?;
            things.push(Thing::of(&payload["newsItem"]));
        }
        self.meter.many(("publishMany", ""), ids.len(), json!({ "ids": ids })).await?;
        let query = "query ($id: ID!) { node(id: $id, view: DRAFT) { ... on NewsItem { id version } } }";
        for thing in &mut things {
            *thing = Thing::of(&self.meter.ask(query, &json!({ "id": thing.id })).await?["node"]);
        }
        Ok(things)
    }

    async fn tokens(&mut self, refresh: String) -> Done {
        let cluster = self.places.clusters[0].clone();
        let input = json!({ "id": cluster, "expiresIn": 600 });
        self.meter.each(("createPreviewToken", ""), "token", vec![input; THINGS]).await?;
        let new =
            |number| json!({ "name": format!("Script {number}"), "scopes": ["READ"], "neverExpires": true });
        let made = (0..THINGS).map(new).collect();
        let made = self.meter.each(("createApiToken", ""), "apiToken { id }", made).await?;
        let inputs = made.iter().map(|made| json!({ "id": made["apiToken"]["id"] })).collect();
        self.meter.each(("revokeApiToken", ""), "apiToken { id }", inputs).await?;
        self.meter.chain("refreshSession", THINGS, refresh).await
    }
}

fn named(verb: &str, noun: Noun) -> String {
    format!("{verb}{}", noun.name)
}

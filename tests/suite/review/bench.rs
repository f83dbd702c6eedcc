//! Three submissions to a call, and those who judge them.

use std::collections::BTreeMap;
use std::time::Duration;

use harness::{Client, TestApp, Value, json};

use super::{ask, call, done, files, own_id, reviewer, score, sent};

const SEEN: &str = "id title cityId cityName country isBlind contact { email organisation } consents feedback attachments { id }
    reviews { reviewer { name } } redaction { title } reviewers { id } history { reason } body { text } answers";

/// Every door at which a reviewer meets submissions.
fn doors() -> String {
    format!(
        "query ($call: ID!, $a: ID!, $b: ID!, $c: ID!) {{
             a: submission(id: $a) {{ {SEEN} }} b: submission(id: $b) {{ {SEEN} }} c: submission(id: $c) {{ {SEEN} }}
             submissions(filter: {{ call: $call }}) {{ totalCount nodes {{ {SEEN} }} }}
             reviewQueue(call: $call) {{ totalCount nodes {{ {SEEN} }} }}
             ranking(call: $call) {{ totalCount nodes {{ rank mean reviewCount submission {{ {SEEN} }} }} }}
             rankingWithoutReviewers(call: $call) {{ reviewer {{ name }} moveCount }} }}"
    )
}

/// The three submissions: one of a city here, one of an organisation, and one of that city by a name it has.
pub struct Bench {
    pub app: TestApp,
    pub call: String,
    pub ids: BTreeMap<&'static str, String>,
    pub people: BTreeMap<&'static str, Client>,
    /// Where the file is that goes with the first of them.
    pub file: String,
}

impl Bench {
    pub async fn new() -> Self {
        let app = TestApp::with_demo().await;
        let people = BTreeMap::from([
            ("editor", app.user("editor").await),
            ("ana", reviewer(&app, "ana", &[]).await),
            ("ben", reviewer(&app, "ben", &["--city", "santiago"]).await),
            ("cem", reviewer(&app, "cem", &["--organisation", "UN Habitat"]).await),
            ("dan", reviewer(&app, "dan", &[]).await),
        ]);
        let call = call(&people["editor"]).await;
        let city =
            app.graphql("{ city(slug: \"santiago\") { id } }", json!({})).await["data"]["city"]["id"].clone();
        let named = |organisation: &str| json!({ "name": "Lu", "email": "lu@city.example", "organisation": organisation });
        let fields = [
            ("a", json!({ "city": city, "contact": named("Metro") })),
            (
                "b",
                json!({ "cityName": "Lund", "country": "SE", "contact": named("UN-Habitat"), "consents": ["NAME"] }),
            ),
            ("c", json!({ "cityName": "圣地亚哥", "country": "CL", "contact": named("Gobierno") })),
        ];
        let (mut ids, mut file) = (BTreeMap::new(), String::new());
        for (name, fields) in fields {
            app.pass(Duration::from_secs(1));
            let (id, token) = sent(&app.client(), &call, &format!("Original {name}"), fields).await;
            if name == "a" {
                file = files::attached(&app, &id, &token).await;
            }
            ids.insert(name, id);
        }
        Self { app, call, ids, people, file }
    }

    pub async fn look(&self, who: &str) -> Value {
        let ids = &self.ids;
        let variables = json!({ "call": self.call, "a": ids["a"], "b": ids["b"], "c": ids["c"] });
        ask(&self.people[who], &doors(), variables).await
    }

    /// Everybody is assigned everything they may judge, and two have judged; of one submission the text is redacted.
    pub async fn begin(&self) {
        let (editor, ids) = (&self.people["editor"], &self.ids);
        done(
            &self.people["dan"],
            "declareConflict",
            json!({ "submission": ids["c"], "reason": "My brother wrote it." }),
        )
        .await;
        let mut reviewers = Vec::new();
        for name in ["ana", "ben", "cem", "dan"] {
            reviewers.push(own_id(&self.people[name]).await);
        }
        let given =
            done(editor, "assignReviewers", json!({ "call": self.call, "reviewers": reviewers })).await;
        assert_eq!((&given["added"], &given["shortCount"]), (&json!(8), &json!(3)), "{given}");
        for (name, impact) in [("a", 80), ("b", 60), ("c", 40)] {
            score(editor, &ids[name], impact, impact).await;
        }
        score(&self.people["ana"], &ids["a"], 60, 60).await;
        let redacted = json!({ "submission": ids["b"], "expectedVersion": 0, "title": "", "body": { "markdown": "Somewhere." } });
        done(editor, "redactSubmission", redacted).await;
    }

    pub async fn plan(&self) {
        let phase = |name, from, to, others, is_blind, allows: &[&str]| {
            let at = |minute| format!("2026-06-01T12:0{minute}:00Z");
            json!({ "name": name, "opensAt": at(from), "closesAt": at(to), "othersReviews": others, "isBlind": is_blind,
                    "allows": allows })
        };
        let both = ["SCORE", "COMMENT"];
        let phases = [
            phase("First", 1, 2, "NEVER", true, &both),
            phase("Second", 3, 4, "AFTER_OWN", true, &both),
            phase("Talk", 5, 6, "ALWAYS", false, &["COMMENT"]),
        ];
        let input = json!({ "call": self.call, "expectedVersion": 0, "phases": phases });
        done(&self.people["editor"], "setReviewPhases", input).await;
    }
}

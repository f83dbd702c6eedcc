use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use harness::{Value, json};

use super::bench::Bench;
use super::{act, text};

/// What is to be seen, told by the rules and by nothing of the program.
pub struct Expected {
    pub is_blind: bool,
    /// `ALWAYS`, `AFTER_OWN` or `NEVER`.
    others: &'static str,
    is_open: bool,
}

/// With whom each has a conflict.
const CONFLICTS: [(&str, &str); 5] =
    [("editor", ""), ("ana", ""), ("ben", "a c"), ("cem", "b"), ("dan", "c")];

impl Expected {
    pub fn reviews(&self, who: &str, of: &str) -> BTreeSet<String> {
        let all: &[&str] = if of == "a" { &["editor", "ana"] } else { &["editor"] };
        let has_own = all.contains(&who);
        let shows = |by: &str| match self.others {
            _ if who == "editor" || by == who => true,
            "ALWAYS" => true,
            "AFTER_OWN" => has_own,
            _ => false,
        };
        all.iter().filter(|by| shows(by)).map(|by| (*by).to_owned()).collect()
    }

    fn check(
        &self,
        (who, conflict): (&str, &str),
        seen: &Value,
        ids: &BTreeMap<&'static str, String>,
        when: &str,
    ) {
        let shown: BTreeMap<&str, &str> = ids
            .iter()
            .filter(|(name, _)| !conflict.contains(**name))
            .map(|(name, id)| (id.as_str(), *name))
            .collect();
        let told = format!("{who}, {when}: {seen}");
        for name in ids.keys() {
            assert_eq!(seen[*name].is_null(), conflict.contains(*name), "{told}");
        }
        let nodes = |door: &str| seen[door]["nodes"].as_array().unwrap().clone();
        let mut met: Vec<Value> =
            ids.keys().filter(|name| !conflict.contains(**name)).map(|name| seen[*name].clone()).collect();
        let rows = nodes("ranking");
        let (listed, queued) = (nodes("submissions"), nodes("reviewQueue"));
        let ranked: Vec<Value> = rows.iter().map(|row| row["submission"].clone()).collect();
        for (door, found) in [("submissions", &listed), ("ranking", &ranked)] {
            let found: BTreeSet<&str> = found.iter().map(|node| node["id"].as_str().unwrap()).collect();
            assert_eq!(found, shown.keys().copied().collect(), "{door} of {told}");
            assert_eq!(seen[door]["totalCount"], json!(shown.len()), "{door} of {told}");
        }
        let due = if !self.is_open || who == "editor" { 0 } else { shown.len() - usize::from(who == "ana") };
        assert_eq!((queued.len(), &seen["reviewQueue"]["totalCount"]), (due, &json!(due)), "{told}");
        for row in &rows {
            let reviews = self.reviews(who, shown[row["submission"]["id"].as_str().unwrap()]);
            assert_eq!(row["reviewCount"], json!(reviews.len()), "{told}");
            assert_eq!(row["mean"].is_null(), reviews.is_empty(), "{told}");
            if row["submission"]["id"] == json!(ids["a"]) && reviews.len() == 2 {
                assert_eq!((&row["rank"], &row["mean"]), (&json!(1), &json!(70.0)), "{told}");
            }
        }
        met.extend([listed, queued, ranked].concat());
        for node in &met {
            self.check_node(who, node, shown[node["id"].as_str().unwrap()], &told);
        }
        let judges: BTreeSet<String> = shown.values().flat_map(|of| self.reviews(who, of)).collect();
        let named = seen["rankingWithoutReviewers"].as_array().unwrap().iter();
        assert_eq!(
            named.map(|one| text(&one["reviewer"]["name"])).collect::<BTreeSet<_>>(),
            judges,
            "{told}"
        );
    }

    fn check_node(&self, who: &str, node: &Value, name: &str, told: &str) {
        let is_blind = self.is_blind && who != "editor";
        assert_eq!(node["isBlind"], is_blind, "{told}");
        let has_city = !node["cityId"].is_null() || !node["cityName"].is_null();
        assert_eq!((has_city, node["contact"].is_null()), (!is_blind, is_blind), "{told}");
        assert!(!is_blind || (node["country"].is_null() && node["consents"] == json!([])), "{told}");
        let is_redacted = is_blind && name == "b";
        let title = if is_redacted { String::new() } else { format!("Original {name}") };
        assert_eq!(node["title"], title, "an emptied title stays empty: {told}");
        assert_eq!(
            node["body"]["text"],
            if is_redacted { "Somewhere." } else { "In three years." },
            "{told}"
        );
        assert_eq!(node["redaction"].is_null(), who != "editor" || name != "b", "{told}");
        assert_eq!(node["reviewers"].as_array().unwrap().is_empty(), who != "editor", "{told}");
        let reviews = node["reviews"].as_array().unwrap().iter();
        let reviews: BTreeSet<String> = reviews.map(|review| text(&review["reviewer"]["name"])).collect();
        assert_eq!(reviews, self.reviews(who, name), "{name} of {told}");
        assert_eq!(node["feedback"], json!([]), "{told}");
        let files = usize::from(name == "a" && !is_blind);
        assert_eq!(node["attachments"].as_array().unwrap().len(), files, "{name} of {told}");
    }
}

#[tokio::test]
async fn at_every_door_and_in_every_phase_a_reviewer_sees_what_the_rules_say_and_nothing_else() {
    let bench = Bench::new().await;
    bench.begin().await;
    let open = |others| Expected { is_blind: false, others, is_open: true };
    let blind = |others, is_open| Expected { is_blind: true, others, is_open };
    let phases = [
        ("before there is a plan", 0, open("ALWAYS")),
        ("in the first phase", 75, blind("NEVER", true)),
        ("between two phases", 60, blind("NEVER", false)),
        ("in the second phase", 60, blind("AFTER_OWN", true)),
        ("in the last phase", 120, open("ALWAYS")),
        ("after all", 60, blind("NEVER", false)),
    ];
    for (when, seconds, expected) in phases {
        if seconds == 75 {
            bench.plan().await;
        }
        bench.app.pass(Duration::from_secs(seconds));
        for (who, conflict) in CONFLICTS {
            let seen = bench.look(who).await;
            expected.check((who, conflict), &seen, &bench.ids, when);
            bench.check_doors_of_identity((who, conflict), &expected, when).await;
            bench.check_exports((who, conflict), &expected, when).await;
            let is_shown = !conflict.contains('a') && (who == "editor" || !expected.is_blind);
            bench.check_files(who, is_shown, when).await;
        }
    }
    bench.check_lost_role().await;
}

impl Bench {
    /// The document that names the city, and the filter that asks for it.
    async fn check_doors_of_identity(&self, (who, conflict): (&str, &str), expected: &Expected, when: &str) {
        let client = &self.people[who];
        let is_blind = expected.is_blind && who != "editor";
        let query = "query ($id: ID!) { submissionDocument(id: $id, number: 1) }";
        let answer = client.graphql(query, json!({ "id": self.ids["a"] })).await.json();
        let code = answer["errors"][0]["extensions"]["code"].as_str();
        assert_eq!(
            code,
            (is_blind && !conflict.contains('a')).then_some("FORBIDDEN"),
            "{who} {when}: {answer}"
        );
        let is_there = !is_blind && !conflict.contains('a');
        assert_eq!(answer["data"]["submissionDocument"].is_string(), is_there, "{who} {when}: {answer}");
        let query = "query ($call: ID, $city: ID) { submissions(filter: { call: $call, city: $city }) { totalCount } }";
        let city =
            self.app.graphql("{ city(slug: \"santiago\") { id } }", json!({})).await["data"]["city"]["id"]
                .clone();
        let answer = client.graphql(query, json!({ "call": self.call, "city": city })).await.json();
        let refused = answer["errors"][0]["extensions"]["code"].as_str();
        assert_eq!(refused, is_blind.then_some("BAD_REQUEST"), "{who} {when}: {answer}");
        if !is_blind {
            let count = u32::from(!conflict.contains('a'));
            assert_eq!(answer["data"]["submissions"]["totalCount"], count, "{who} {when}: {answer}");
        }
        let anywhere = client.graphql(query, json!({ "city": city })).await.json();
        assert_eq!(anywhere.get("errors").is_some(), who != "editor", "{who} {when}: {anywhere}");
    }

    /// Whoever is no reviewer any more sees nothing on the next request; what they gave stays and counts.
    async fn check_lost_role(&self) {
        self.app.cities(&["user", "set-role", "ana@example.org", "city", "--city", "xiamen"]).succeeded();
        let ana = &self.people["ana"];
        for query in ["{ submissions { totalCount } }", "{ reviewQueue { totalCount } }"] {
            let answer = ana.graphql(query, json!({})).await.json();
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
        }
        self.check_no_exports("ana").await;
        self.check_no_files("ana").await;
        let input = json!({ "input": { "submission": self.ids["b"], "expectedVersion": 0 } });
        let query =
            "mutation ($input: SaveReviewInput!) { saveReview(input: $input) { userErrors { message } } }";
        let answer = ana.graphql(query, input).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer}");
        let first = async || self.look("editor").await["ranking"]["nodes"][0]["mean"].clone();
        assert_eq!(first().await, 70.0, "what she gave counts");
        // What is known of her now decides: this city is the one whose submission she judged.
        self.app.cities(&["user", "set-role", "ana@example.org", "city", "--city", "santiago"]).succeeded();
        assert_eq!(first().await, 80.0);
        self.app.cities(&["user", "set-role", "ana@example.org", "editor"]).succeeded();
        let refused =
            act(ana, "saveReview", json!({ "submission": self.ids["a"], "expectedVersion": 1 })).await;
        assert_eq!(super::blamed(&refused), ["submission INVALID_STATE"], "after the last phase: {refused}");
    }
}

use std::collections::{BTreeMap, BTreeSet};

use harness::{Client, Sheet, Value, json};

use super::bench::Bench;
use super::sight::Expected;
use super::text;

/// What nobody may find in a file who is not told whose things are.
const IDENTITY: [&str; 6] = ["lu@city.example", "Metro", "Gobierno", "UN-Habitat", "圣地亚哥", "Lund"];

impl Bench {
    /// Each kind of file has what the rules say, and nothing else.
    pub async fn check_exports(&self, who: (&str, &str), expected: &Expected, when: &str) {
        let (client, (who, conflict)) = (&self.people[who.0], who);
        let told = format!("{who}, {when}");
        let lines = lines(client, &self.slug().await).await;
        let shown: BTreeMap<&str, &str> = (self.ids.iter())
            .filter(|(name, _)| !conflict.contains(**name))
            .map(|(name, id)| (id.as_str(), *name))
            .collect();
        let found: BTreeSet<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
        assert_eq!(found, shown.keys().copied().collect(), "{told}");
        for line in &lines {
            check_line(expected, who, line, shown[line["id"].as_str().unwrap()], &told);
        }
        let is_blind = expected.is_blind && who != "editor";
        // Both kinds are made of the same rows: of one person they are compared.
        let formats: &[&str] = if who == "cem" { &["csv", "xlsx"] } else { &["csv"] };
        for format in formats {
            let sheet = sheet(client, &self.slug().await, format).await;
            assert_eq!(
                sheet.head.contains(&"contact.email".to_owned()),
                !is_blind,
                "{told}: {:?}",
                sheet.head
            );
            assert_eq!(sheet.head.contains(&"decision.state".to_owned()), who == "editor", "{told}");
            assert_eq!(sheet.rows.len(), lines.len(), "{told}");
            for (row, line) in sheet.rows.iter().zip(&lines) {
                check_row(row, line, &format!("{format}, {told}"));
            }
            let written = format!("{:?}", sheet.rows);
            assert!(!is_blind || IDENTITY.iter().all(|word| !written.contains(word)), "{told}: {written}");
        }
        let written = json!(lines).to_string();
        assert!(!is_blind || IDENTITY.iter().all(|word| !written.contains(word)), "{told}: {written}");
    }

    async fn slug(&self) -> String {
        let query = "query ($id: ID!) { node(id: $id) { ... on Call { slug } } }";
        text(&self.app.graphql(query, json!({ "id": self.call })).await["data"]["node"]["slug"])
    }

    /// Whoever lost the role is refused whatever they ask for.
    pub async fn check_no_exports(&self, who: &str) {
        for format in ["csv", "xlsx", "ndjson"] {
            let path = format!("/v1/calls/{}/submissions.{format}", self.slug().await);
            let answer = self.people[who].get(&path).await;
            assert_eq!((answer.status, &answer.json()["code"]), (403, &json!("FORBIDDEN")));
        }
    }
}

fn check_line(expected: &Expected, who: &str, line: &Value, name: &str, told: &str) {
    let is_blind = expected.is_blind && who != "editor";
    let told = format!("{name} of {told}: {line}");
    assert_eq!(line["isBlind"], is_blind, "{told}");
    for field in ["cityName", "country", "contact"] {
        assert_eq!(line[field].is_null(), is_blind, "{told}");
    }
    assert_eq!(line["cityId"].is_null(), is_blind || name != "a", "{told}");
    assert!(!is_blind || line["consents"] == json!([]), "{told}");
    let files = usize::from(name == "a" && !is_blind);
    assert_eq!(line["attachments"].as_array().unwrap().len(), files, "{told}");
    let is_redacted = is_blind && name == "b";
    assert_eq!(line["title"], if is_redacted { String::new() } else { format!("Original {name}") }, "{told}");
    assert_eq!(line["body"]["text"], if is_redacted { "Somewhere." } else { "In three years." }, "{told}");
    let reviews = expected.reviews(who, name);
    assert_eq!(line["reviewCount"], json!(reviews.len()), "{told}");
    let scores: Vec<f64> = reviews
        .iter()
        .map(|by| match (name, by.as_str()) {
            ("a", "ana") | ("b", _) => 60.0,
            ("a", _) => 80.0,
            _ => 40.0,
        })
        .collect();
    let count = f64::from(u32::try_from(scores.len()).unwrap());
    let mean = (count > 0.0).then(|| scores.iter().sum::<f64>() / count);
    assert_eq!(line["mean"], json!(mean), "{told}");
    let of_each = mean.map_or(json!({}), |mean| json!({ "impact": mean, "reach": mean }));
    assert_eq!(line["scores"], of_each, "{told}");
    assert_eq!(line["rank"].is_null(), reviews.is_empty(), "{told}");
}

/// A sheet says what the lines say.
fn check_row(row: &BTreeMap<String, String>, line: &Value, told: &str) {
    let plain = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().unwrap().to_string(),
        // Of a file its name.
        Value::Array(list) => {
            let words = list.iter().map(|one| one.as_str().or(one["name"].as_str()).unwrap());
            words.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    for (name, cell) in row {
        let value = match name.as_str() {
            "body" => &line["body"]["markdown"],
            // Nothing was asked.
            "answers" => &Value::Null,
            _ => name.split('.').fold(line, |value, part| &value[part]),
        };
        let cell = cell.parse::<f64>().map_or(cell.clone(), |number| number.to_string());
        let value = plain(value);
        assert_eq!(cell, value.parse::<f64>().map_or(value, |number| number.to_string()), "{name} of {told}");
    }
}

async fn lines(client: &Client, call: &str) -> Vec<Value> {
    let answer = client.get(&format!("/v1/calls/{call}/submissions.ndjson")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn sheet(client: &Client, call: &str, format: &str) -> Sheet {
    let answer = client.get(&format!("/v1/calls/{call}/submissions.{format}")).await;
    assert_eq!(answer.status, 200);
    if format == "csv" { Sheet::of_csv(&answer.body) } else { Sheet::of_xlsx(&answer.body) }
}

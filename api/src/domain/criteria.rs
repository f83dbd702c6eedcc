//! What submissions are scored by: `[{"key": "impact", "weight": 3}]`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::form::FormMistake;
use super::mistake::Code;

/// Criteria of one call.
pub const CRITERIA: usize = 20;
/// The greatest weight; the least is 1.
pub const WEIGHT: i64 = 100;
/// The key of a criterion, in characters.
const KEY_CHARS: usize = 64;

/// One thing that submissions are scored by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// `[a-z0-9_]+`
    pub key: String,
    /// How much it counts beside the others: 1 to 100.
    pub weight: i32,
}

/// The criteria in a column or a file, or every mistake in them.
pub fn read(text: &str) -> Result<Vec<Criterion>, Vec<FormMistake>> {
    let list = serde_json::from_str(text).ok();
    let Some(Value::Array(list)) = list else {
        let message = "must be a list such as [{\"key\": \"impact\", \"weight\": 3}]";
        return Err(vec![FormMistake::new(&[], Code::Invalid, message)]);
    };
    let mut mistakes = Vec::new();
    if list.len() > CRITERIA {
        let message = format!("has {} entries; at most {CRITERIA}", list.len());
        return Err(vec![FormMistake::new(&[], Code::TooMany, message)]);
    }
    let mut criteria: Vec<Criterion> = Vec::with_capacity(list.len());
    let mut keys = HashSet::new();
    for (place, value) in list.iter().enumerate() {
        let place = place.to_string();
        match criterion(value, &place) {
            Ok(one) => criteria.push(one),
            Err(found) => mistakes.extend(found),
        }
        if key(value).is_some_and(|key| !keys.insert(key)) {
            mistakes.push(wrong(&place, "key", "is there twice: each needs a key of its own"));
        }
    }
    if mistakes.is_empty() { Ok(criteria) } else { Err(mistakes) }
}

fn criterion(value: &Value, place: &str) -> Result<Criterion, Vec<FormMistake>> {
    let Value::Object(fields) = value else {
        let message = "must be an object with key and weight";
        return Err(vec![FormMistake::new(&[place.to_owned()], Code::Invalid, message)]);
    };
    let mut mistakes = Vec::new();
    for name in fields.keys().filter(|name| !["key", "weight"].contains(&name.as_str())) {
        let message = "is not known here: labels and help are in criteriaLabels, language by language";
        mistakes.push(wrong(place, name, message));
    }
    let key = key(value);
    if key.is_none() {
        mistakes.push(wrong(
            place,
            "key",
            &format!("must be a-z, 0-9 and _, at most {KEY_CHARS} characters"),
        ));
    }
    let weight = fields.get("weight").and_then(Value::as_i64).filter(|weight| (1..=WEIGHT).contains(weight));
    if weight.is_none() {
        mistakes.push(wrong(place, "weight", &format!("must be a whole number from 1 to {WEIGHT}")));
    }
    match (key, weight.and_then(|weight| i32::try_from(weight).ok())) {
        (Some(key), Some(weight)) if mistakes.is_empty() => Ok(Criterion { key: key.to_owned(), weight }),
        _ => Err(mistakes),
    }
}

fn key(criterion: &Value) -> Option<&str> {
    criterion.get("key")?.as_str().filter(|key| is_key(key))
}

fn is_key(key: &str) -> bool {
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    (1..=KEY_CHARS).contains(&key.len()) && key.bytes().all(good)
}

fn wrong(place: &str, field: &str, message: &str) -> FormMistake {
    FormMistake::new(&[place.to_owned(), field.to_owned()], Code::Invalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        read(text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        for text in ["", "{}", "3", "{\"impact\": 3}"] {
            assert!(said(text)[0].starts_with(": must be a list such as"), "{text}");
        }
        let many: Vec<_> =
            (0..21).map(|n| serde_json::json!({ "key": format!("k{n}"), "weight": 1 })).collect();
        assert_eq!(said(&Value::from(many).to_string()), [": has 21 entries; at most 20"]);
        let text = r#"["a", {"key": "Impact", "weight": 0}, {"key": "a", "weight": 1.5, "label": "A"},
                       {"key": "b", "weight": 1}, {"key": "b", "weight": 101}, {"key": "b", "weight": 2}]"#;
        assert_eq!(
            said(text),
            [
                "0: must be an object with key and weight",
                "1.key: must be a-z, 0-9 and _, at most 64 characters",
                "1.weight: must be a whole number from 1 to 100",
                "2.label: is not known here: labels and help are in criteriaLabels, language by language",
                "2.weight: must be a whole number from 1 to 100",
                "4.weight: must be a whole number from 1 to 100",
                "4.key: is there twice: each needs a key of its own",
                "5.key: is there twice: each needs a key of its own",
            ]
        );
    }

    #[test]
    fn good_ones_keep_their_order() {
        let criteria =
            read(r#"[{"weight": 100, "key": "reach_2"}, {"key": "impact", "weight": 1}]"#).unwrap();
        assert_eq!(criteria.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["reach_2", "impact"]);
        assert_eq!(read("[]").unwrap(), []);
    }
}

//! A form as browsers send it: `contact.email=…&answers.budget=…&consents=TEXT&consents=NAME`.
//!
//! A form has only words, and sends a field that was left empty as an empty one: such a field counts as left out, and a
//! word becomes what the schema of the call says it is.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// The fields that are lists, whatever number of them comes.
const LISTS: [&str; 2] = ["sdgs", "consents"];

/// What was sent, as the JSON door would have it. Fields nobody knows stay, to be refused by name.
pub fn read<'a>(fields: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>, schema: Option<&str>) -> Value {
    let schema = schema.and_then(|schema| serde_json::from_str::<Value>(schema).ok()).unwrap_or_default();
    let mut told = Map::new();
    for (name, value) in fields {
        if value.is_empty() {
            continue;
        }
        let mut way = name.split('.');
        let (first, rest) = (way.next().unwrap_or_default(), way.collect::<Vec<_>>());
        match (first, rest.as_slice()) {
            ("answers", [_, ..]) => {
                let question = rest.join(".");
                let asked = &schema["properties"][&question];
                let is_list = kind(asked) == "array";
                let of_one = if is_list { kind(&asked["items"]) } else { kind(asked) };
                put(beneath(&mut told, "answers"), &question, typed(of_one, &value), is_list);
            }
            ("submit", []) => {
                told.insert("submit".to_owned(), Value::Bool(is_yes(&value)));
            }
            ("sdgs", []) => put(&mut told, "sdgs", typed("integer", &value), true),
            (field, []) => put(&mut told, field, value.into(), LISTS.contains(&field)),
            (field, [inner]) => put(beneath(&mut told, field), inner, value.into(), false),
            _ => put(&mut told, &name, value.into(), false),
        }
    }
    Value::Object(told)
}

fn beneath<'a>(told: &'a mut Map<String, Value>, field: &str) -> &'a mut Map<String, Value> {
    let entry = told.entry(field).or_insert_with(|| Value::Object(Map::new()));
    if !entry.is_object() {
        *entry = Value::Object(Map::new());
    }
    entry.as_object_mut().expect("it was made one")
}

/// A field that comes twice and is no list is told as one, and refused for it.
fn put(told: &mut Map<String, Value>, field: &str, value: Value, is_list: bool) {
    match told.get_mut(field) {
        None if is_list => drop(told.insert(field.to_owned(), Value::Array(vec![value]))),
        None => drop(told.insert(field.to_owned(), value)),
        Some(Value::Array(values)) => values.push(value),
        Some(known) => *known = Value::Array(vec![known.take(), value]),
    }
}

/// The type that a schema names; of several the first that is something.
fn kind(schema: &Value) -> &str {
    let mut several = schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    schema["type"].as_str().or(several.find(|word| *word != "null")).unwrap_or("string")
}

/// What cannot be read as that type stays a word: the form says what is wrong with it.
fn typed(kind: &str, word: &str) -> Value {
    let number = || word.trim().parse::<serde_json::Number>().ok().map(Value::Number);
    let value = match kind {
        "integer" | "number" => number(),
        "boolean" => match word {
            "true" | "on" | "1" => Some(Value::Bool(true)),
            "false" | "off" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    };
    value.unwrap_or_else(|| word.into())
}

fn is_yes(word: &str) -> bool {
    matches!(word, "true" | "on" | "1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::form_urlencoded::parse;

    use super::*;

    const SCHEMA: &str = r#"{ "properties": {
        "budget": { "type": "integer" }, "signed": { "type": "boolean" }, "themes": { "type": "array" },
        "years": { "type": ["array", "null"], "items": { "type": "integer" } } } }"#;

    #[test]
    fn words_become_what_the_schema_says_they_are() {
        let body = b"title=Trams+for+all&contact.email=ana%40b.example&answers.budget=12&answers.signed=on\
            &answers.themes=air&answers.years=2020&answers.a.b=c&consents=TEXT&consents=NAME&sdgs=11&summary=";
        let expected = json!({
            "title": "Trams for all", "contact": { "email": "ana@b.example" }, "consents": ["TEXT", "NAME"],
            "answers": { "budget": 12, "signed": true, "themes": ["air"], "years": [2020], "a.b": "c" }, "sdgs": [11],
        });
        assert_eq!(read(parse(body), Some(SCHEMA)), expected);
    }

    #[test]
    fn what_cannot_be_meant_stays_to_be_refused() {
        let told = read(
            parse(b"answers.budget=much&title=a&title=b&a.b.c=1&contact=x&contact.name=Ana"),
            Some(SCHEMA),
        );
        let expected = json!({ "answers": { "budget": "much" }, "title": ["a", "b"], "a.b.c": "1",
            "contact": { "name": "Ana" } });
        assert_eq!(told, expected);
    }
}

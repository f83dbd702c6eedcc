//! How two documents differ, field by field.

use serde_json::{Map, Value};

use super::mistake::Mistake;

/// One field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The way to it: `["text", "en", "title"]`.
    pub path: Vec<String>,
    /// Null where it was not there.
    pub before: Value,
    /// Null where it is no longer there.
    pub after: Value,
}

/// What stands between a stale update and what is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The one to read, and to name in the next try.
    pub current_version: i32,
    /// The fields that the update would have changed: as they are stored now, and as it wants them.
    pub fields: Vec<Difference>,
    /// What is wrong with the update itself, as far as that is known.
    pub mistakes: Vec<Mistake>,
}

impl Conflict {
    pub fn new(current_version: i32, fields: Vec<Difference>, mistakes: Vec<Mistake>) -> Self {
        Self { current_version, fields, mistakes }
    }

    /// The mistakes are those of reading it: what such a field would have become is not known, and not told.
    pub fn drop_unread(&mut self) {
        let meet = |one: &[String], other: &[String]| one.iter().zip(other).all(|(one, other)| one == other);
        self.fields.retain(|field| !self.mistakes.iter().any(|mistake| meet(&mistake.field, &field.path)));
    }
}

/// Where an object is asked for in its order: the form of a call.
const IN_ORDER: &str = "form";

/// The differences in the order of the fields. Lists are compared whole, except texts, which go by their language, and so is
/// a form whose questions come in another order.
pub fn between(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(&mut Vec::new(), before, after, &mut found);
    found
}

fn walk(path: &mut Vec<String>, before: &Value, after: &Value, found: &mut Vec<Difference>) {
    let is_reordered = match &**path {
        [] => is_reordered(&before[IN_ORDER], &after[IN_ORDER]),
        [field] => field == IN_ORDER && is_reordered(before, after),
        _ => false,
    };
    if before == after && !is_reordered {
        return;
    }
    let is_whole = is_reordered && !path.is_empty();
    let is_text = matches!(&**path, [field] if field == "text");
    let parts = if is_whole { (None, None) } else { (entries(before, is_text), entries(after, is_text)) };
    let (Some(old), Some(new)) = parts else {
        found.push(Difference { path: path.clone(), before: before.clone(), after: after.clone() });
        return;
    };
    let added = new.iter().filter(|(key, _)| !old.iter().any(|(known, _)| known == key));
    for (key, _) in old.iter().chain(added) {
        let of = |entries: &[(String, Value)]| {
            entries.iter().find(|(known, _)| known == key).map_or(Value::Null, |(_, value)| value.clone())
        };
        path.push(key.clone());
        walk(path, &of(&old), &of(&new), found);
        path.pop();
    }
}

/// Whether what they have in common comes in another order, however deep.
fn is_reordered(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let common = |these: &Map<String, Value>, those: &Map<String, Value>| {
                these.keys().filter(|key| those.contains_key(*key)).cloned().collect::<Vec<_>>()
            };
            let both = old.iter().filter_map(|(key, value)| Some((value, new.get(key)?)));
            common(old, new) != common(new, old) || both.into_iter().any(|(old, new)| is_reordered(old, new))
        }
        (Value::Array(old), Value::Array(new)) => {
            old.iter().zip(new).any(|(old, new)| is_reordered(old, new))
        }
        _ => false,
    }
}

/// The named parts of a value that has some; texts are named by their language.
fn entries(value: &Value, is_text: bool) -> Option<Vec<(String, Value)>> {
    match value {
        Value::Object(fields) => {
            Some(fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect())
        }
        Value::Array(texts) if is_text && !texts.is_empty() => {
            texts.iter().map(|text| Some((text.get("locale")?.as_str()?.to_owned(), text.clone()))).collect()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(before: &Value, after: &Value) -> Vec<String> {
        between(before, after).iter().map(|found| found.path.join(".")).collect()
    }

    #[test]
    fn fields_are_told_by_their_way() {
        let before = json!({ "slug": "a", "sdgs": [1, 2], "event": { "timeZone": "UTC", "endsAt": null } });
        let after =
            json!({ "slug": "a", "sdgs": [1], "event": { "timeZone": "Asia/Shanghai", "endsAt": null } });
        assert_eq!(paths(&before, &after), ["sdgs", "event.timeZone"]);
        assert_eq!(between(&before, &before), []);
        let found = between(&before, &after);
        assert_eq!((&found[0].before, &found[0].after), (&json!([1, 2]), &json!([1])));
    }

    #[test]
    fn texts_go_by_their_language() {
        let before =
            json!({ "text": [{ "locale": "en", "title": "Tram" }, { "locale": "zh", "title": "电车" }] });
        let after =
            json!({ "text": [{ "locale": "ar", "title": "ترام" }, { "locale": "en", "title": "Trams" }] });
        assert_eq!(paths(&before, &after), ["text.en.title", "text.zh", "text.ar"]);
        let (before, after) = (json!({ "form": before["text"] }), json!({ "form": after["text"] }));
        assert_eq!(paths(&before, &after), ["form"], "nothing else does");
    }

    #[test]
    fn a_form_is_compared_in_its_order_and_nothing_else_is() {
        let of = |form: &str| serde_json::from_str::<Value>(form).unwrap();
        let one = of(
            r#"{ "form": { "properties": { "b": { "type": "string", "title": "B" }, "a": {} } }, "slug": "x" }"#,
        );
        let other = of(
            r#"{ "slug": "x", "form": { "properties": { "a": {}, "b": { "type": "string", "title": "B" } } } }"#,
        );
        let found = between(&one, &other);
        assert_eq!(paths(&one, &other), ["form"]);
        assert_eq!(found[0].after.to_string(), other["form"].to_string(), "in its order");
        let deeper = of(
            r#"{ "form": { "properties": { "b": { "title": "C", "type": "string" }, "a": {} } }, "slug": "x" }"#,
        );
        assert_eq!(paths(&one, &deeper), ["form"]);
        let more = of(
            r#"{ "form": { "properties": { "b": { "type": "string", "title": "C" }, "c": {}, "a": {} } }, "slug": "x" }"#,
        );
        assert_eq!(paths(&one, &more), ["form.properties.b.title", "form.properties.c"]);
        assert_eq!(
            paths(&of(r#"{ "event": { "a": 1, "b": 2 } }"#), &of(r#"{ "event": { "b": 2, "a": 1 } }"#)),
            [""; 0]
        );
    }

    #[test]
    fn what_comes_and_what_goes_is_null_on_the_other_side() {
        let found = between(&json!({ "event": null, "a": [] }), &json!({ "event": { "x": 1 }, "a": ["b"] }));
        assert_eq!(found.len(), 2);
        assert_eq!((&found[0].before, &found[0].after), (&Value::Null, &json!({ "x": 1 })));
    }
}

//! Where a `$ref` leads: to a place in the same form, and nowhere else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::keyword::children;
use super::limits;

/// The places of a form that have an `$anchor`, by its name.
#[derive(Debug, Default)]
pub struct Anchors {
    places: BTreeMap<String, Vec<String>>,
    /// Names that are there twice.
    pub twice: Vec<Vec<String>>,
}

impl Anchors {
    pub fn of(form: &Value) -> Self {
        let mut anchors = Self::default();
        anchors.collect(form, &[], 0);
        anchors
    }

    fn collect(&mut self, schema: &Value, path: &[String], depth: usize) {
        if let Some(name) = schema.get("$anchor").and_then(Value::as_str)
            && self.places.insert(name.to_owned(), path.to_vec()).is_some()
        {
            self.twice.push(path.to_vec());
        }
        if depth < limits::NESTING {
            for (way, child) in children(schema) {
                self.collect(child, &[path, &way].concat(), depth + 1);
            }
        }
    }
}

/// What a `$ref` names, with the way to it; otherwise what to write instead.
pub fn target<'a>(
    form: &'a Value,
    anchors: &Anchors,
    reference: &str,
) -> Result<(Vec<String>, &'a Value), String> {
    let Some(fragment) = reference.strip_prefix('#') else {
        return Err("leads out of the form: refer to a part of it, like \"#/$defs/address\"".to_owned());
    };
    if fragment.contains('%') {
        return Err("must be written without %: name the part in plain letters".to_owned());
    }
    let path = if fragment.is_empty() || fragment.starts_with('/') {
        fragment.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
    } else {
        let place = anchors.places.get(fragment);
        place
            .cloned()
            .ok_or_else(|| format!("names no $anchor of the form: none is called \"{fragment}\""))?
    };
    let mut place = form;
    for part in &path {
        place = step(place, part)
            .ok_or_else(|| format!("leads nowhere: there is no \"{part}\"; put the part under $defs"))?;
    }
    Ok((path, place))
}

fn step<'a>(value: &'a Value, part: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(part),
        Value::Array(values) => values.get(part.parse::<usize>().ok()?),
        _ => None,
    }
}

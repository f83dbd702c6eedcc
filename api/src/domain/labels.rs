//! The words of a form and of criteria in one language.
//!
//! Of a form: `{"theme": {"label": "Theme", "help": "…", "placeholder": "…", "options": {"waste": "Waste"}}}`; of criteria
//! `{"impact": {"label": "Impact", "help": "…"}}`. What has no label is shown by its key.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::criteria::Criterion;
use super::form::{Form, FormMistake};
use super::limits::{SUMMARY_CHARS, TITLE_CHARS};
use super::mistake::Code;
use crate::kit;

/// How one thing is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Label {
    pub label: String,
    pub help: Option<String>,
}

/// How the criterion of this key is called, by a column of labels.
pub fn of_criterion(column: Option<&str>, key: &str) -> Option<Label> {
    let labels = column.and_then(|column| serde_json::from_str::<BTreeMap<String, Label>>(column).ok());
    labels.and_then(|mut labels| labels.remove(key))
}

/// What can be said of a question, and in how many characters.
const OF_QUESTIONS: &[(&str, usize)] =
    &[("label", TITLE_CHARS), ("help", SUMMARY_CHARS), ("placeholder", TITLE_CHARS)];
const OF_CRITERIA: &[(&str, usize)] = &[("label", TITLE_CHARS), ("help", SUMMARY_CHARS)];

/// Whether values have labels of their own.
#[derive(Clone, Copy)]
enum Options<'a> {
    Never,
    /// Which values there are is not known.
    Any,
    Of(&'a [String]),
}

/// What is wrong with the labels of this form; `None` is one that cannot be read: then only what they say is looked at.
pub fn of_form(labels: &Map<String, Value>, form: Option<&Form>) -> Vec<FormMistake> {
    let mut walk = Walk::default();
    for (key, value) in labels {
        walk.within(key, |walk| match form.map(|form| form.question(key)) {
            None => walk.entry(value, OF_QUESTIONS, Options::Any),
            Some(None) => {
                walk.wrong(Code::NotFound, "is no question of the form: use a name from its properties");
            }
            Some(Some(question)) => walk.entry(value, OF_QUESTIONS, Options::Of(&question.options)),
        });
    }
    walk.found
}

/// The same of criteria.
pub fn of_criteria(labels: &Map<String, Value>, criteria: Option<&[Criterion]>) -> Vec<FormMistake> {
    let mut walk = Walk::default();
    for (key, value) in labels {
        walk.within(key, |walk| {
            if criteria.is_none_or(|criteria| criteria.iter().any(|one| one.key == *key)) {
                walk.entry(value, OF_CRITERIA, Options::Never);
            } else {
                walk.wrong(Code::NotFound, "is the key of no criterion: use one from criteria");
            }
        });
    }
    walk.found
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    found: Vec<FormMistake>,
}

impl Walk {
    fn within(&mut self, key: &str, walk: impl FnOnce(&mut Self)) {
        self.path.push(key.to_owned());
        walk(self);
        self.path.pop();
    }

    fn wrong(&mut self, code: Code, message: impl Into<String>) {
        self.found.push(FormMistake::new(&self.path, code, message));
    }

    /// The words of one question or criterion.
    fn entry(&mut self, value: &Value, words: &[(&str, usize)], options: Options<'_>) {
        let Value::Object(fields) = value else {
            self.wrong(Code::Invalid, "must be an object with a label");
            return;
        };
        if !fields.contains_key("label") {
            self.within("label", |walk| walk.wrong(Code::Required, "is required: say it in a few words"));
        }
        let has_options = !matches!(options, Options::Never);
        for (name, value) in fields {
            self.within(name, |walk| match words.iter().find(|(known, _)| known == name) {
                Some((_, most)) => walk.text(value, *most),
                None if name == "options" && has_options => walk.options(value, options),
                None => {
                    let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
                    let more = if has_options { ", options" } else { "" };
                    walk.wrong(Code::Invalid, format!("is not known here: {}{more} are", known.join(", ")));
                }
            });
        }
    }

    fn options(&mut self, value: &Value, options: Options<'_>) {
        let Value::Object(labels) = value else {
            self.wrong(Code::Invalid, "must be an object of labels by value");
            return;
        };
        for (option, label) in labels {
            self.within(option, |walk| {
                if matches!(options, Options::Of(known) if !known.contains(option)) {
                    walk.wrong(Code::NotFound, "is not among the values of its enum: use one of these");
                } else {
                    walk.text(label, TITLE_CHARS);
                }
            });
        }
    }

    fn text(&mut self, value: &Value, most: usize) {
        match value.as_str() {
            None => self.wrong(Code::Invalid, "must be a text"),
            Some(text) if kit::text::is_blank(text) => {
                self.wrong(Code::Invalid, "is empty: leave it out instead");
            }
            Some(text) if text.chars().count() > most => {
                let count = text.chars().count();
                self.wrong(Code::TooLong, format!("is {count} characters long; at most {most}"));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(found: &[FormMistake]) -> Vec<String> {
        found.iter().map(ToString::to_string).collect()
    }

    fn object(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn labels_name_what_is_there_and_say_something() {
        let form = json!({ "type": "object", "properties": {
            "title": { "type": "string" }, "theme": { "enum": ["climate", "waste"] },
        } });
        let form = Form::read(&form.to_string()).unwrap();
        let labels = object(json!({
            "title": { "label": " ", "help": 3, "hint": "x", "options": { "a": "A" } },
            "theme": { "placeholder": "x".repeat(301), "options": { "waste": "Waste", "air": "Air", "climate": 1 } },
            "city": { "label": "City" },
        }));
        assert_eq!(
            said(&of_form(&labels, Some(&form))),
            [
                "title.label: is empty: leave it out instead",
                "title.help: must be a text",
                "title.hint: is not known here: label, help, placeholder, options are",
                "title.options.a: is not among the values of its enum: use one of these",
                "theme.label: is required: say it in a few words",
                "theme.placeholder: is 301 characters long; at most 300",
                "theme.options.air: is not among the values of its enum: use one of these",
                "theme.options.climate: must be a text",
                "city: is no question of the form: use a name from its properties",
            ]
        );
        let flat = object(json!({ "title": "Title", "theme": { "label": "T", "options": [] } }));
        assert_eq!(
            said(&of_form(&flat, Some(&form))),
            ["title: must be an object with a label", "theme.options: must be an object of labels by value"]
        );
        let good = object(json!({
            "title": { "label": "Title", "help": "Short.", "placeholder": "A tram" },
            "theme": { "label": "Theme", "options": { "waste": "Waste" } },
        }));
        assert_eq!(of_form(&good, Some(&form)), []);
    }

    #[test]
    fn labels_of_criteria_name_their_keys() {
        let criteria = [Criterion { key: "impact".into(), weight: 1 }];
        let labels =
            object(json!({ "impact": { "label": "Impact", "options": {} }, "reach": { "label": "R" } }));
        assert_eq!(
            said(&of_criteria(&labels, Some(&criteria))),
            [
                "impact.options: is not known here: label, help are",
                "reach: is the key of no criterion: use one from criteria",
            ]
        );
    }
}

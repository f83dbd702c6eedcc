//! Whether a form is a schema that can be held against any answer in bounded time.

use jsonschema::{Draft, EmailOptions, Validator};
use serde_json::Value;

use super::keyword::{children, kind};
use super::reference::{Anchors, target};
use super::{FormMistake, Question, limits, message, pattern};
use crate::domain::mistake::Code;
use crate::kit;

/// The dialect of every form; `$schema` may say so.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What `format` may ask for, and is then checked.
const FORMATS: [&str; 7] = ["date", "date-time", "duration", "email", "time", "uri", "uuid"];

const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// The JSON of a form.
pub fn parse(text: &str) -> Result<Value, FormMistake> {
    if text.len() > limits::FORM_BYTES {
        let message = format!("is {} bytes long; at most {}", text.len(), limits::FORM_BYTES);
        return Err(FormMistake::new(&[], Code::TooLong, message));
    }
    // A database would take the escape; whoever unpacks it later would not.
    if text.contains("\\u0000") {
        return Err(FormMistake::new(&[], Code::Invalid, "holds the character U+0000: remove it"));
    }
    let form = serde_json::from_str(text).ok().filter(Value::is_object);
    form.ok_or_else(|| {
        FormMistake::new(&[], Code::Invalid, "must be a JSON object: a JSON Schema with \"properties\"")
    })
}

/// Every mistake of a form.
pub fn mistakes(form: &Value) -> Vec<FormMistake> {
    let mut walk =
        Walk { form, anchors: Anchors::of(form), found: Vec::new(), refs: Vec::new(), counts: [0; 4] };
    walk.head();
    walk.schema(form, &[], 0);
    if walk.found.is_empty() {
        // Said last: what is told above is told better there.
        let errors = jsonschema::draft202012::meta::validator();
        let errors = errors.iter_errors(form);
        return errors.flat_map(|error| message::mistakes(&error)).collect();
    }
    walk.found
}

/// What holds answers against a form without mistakes.
pub fn validator(form: &Value) -> Result<Validator, FormMistake> {
    let built = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .with_pattern_options(pattern::options())
        .with_email_options(EmailOptions::default().without_display_text())
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        .with_format("uri", kit::text::is_web_address)
        .build(form);
    built.map_err(|error| {
        FormMistake::new(&message::path(&error), Code::Invalid, format!("cannot be used in a form: {error}"))
    })
}

/// The questions of a form without mistakes.
pub fn questions(form: &Value) -> Vec<Question> {
    let properties = form["properties"].as_object().into_iter().flatten();
    properties.map(|(key, schema)| Question { key: key.clone(), options: options(schema) }).collect()
}

/// What can be chosen: those of the question, or of each of its items.
fn options(schema: &Value) -> Vec<String> {
    let listed = [&schema["enum"], &schema["items"]["enum"]];
    let listed = listed.into_iter().find_map(Value::as_array).into_iter().flatten();
    listed.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect()
}

struct Walk<'a> {
    form: &'a Value,
    anchors: Anchors,
    found: Vec<FormMistake>,
    /// The places that references lead through to where the walk stands.
    refs: Vec<Vec<String>>,
    /// Schemas, properties, patterns and alternatives so far.
    counts: [usize; 4],
}

impl Walk<'_> {
    fn wrong(&mut self, path: &[String], word: &str, code: Code, message: impl Into<String>) {
        let path = [path, &[word.to_owned()]].concat();
        self.found.push(FormMistake::new(&path, code, message));
    }

    fn count(&mut self, which: usize, by: usize, (most, of): (usize, &str)) {
        let before = self.counts[which];
        self.counts[which] += by;
        if before <= most && self.counts[which] > most {
            let message = format!("has more than {most} {of}: leave some out, or refer less to $defs");
            self.found.push(FormMistake::new(&[], Code::TooMany, message));
        }
    }

    /// What only the top of a form must say.
    fn head(&mut self) {
        let dialect = self.form.get("$schema");
        if dialect.is_some_and(|dialect| dialect != DIALECT) {
            self.wrong(&[], "$schema", Code::Invalid, format!("must be {DIALECT}, or be left out"));
        }
        if self.form.get("type") != Some(&Value::from("object")) {
            self.wrong(&[], "type", Code::Invalid, "must be \"object\": what is sent in is one");
        }
        let questions = self.form.get("properties").and_then(Value::as_object);
        if questions.is_none_or(serde_json::Map::is_empty) {
            self.wrong(&[], "properties", Code::Required, "must hold the questions: at least one");
        }
        let required = self.form["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| self.form["properties"].get(name).is_none()) {
            let message = format!("names \"{name}\", which is no question: add it to properties");
            self.found.push(FormMistake::new(&["required".to_owned()], Code::NotFound, message));
        }
        for path in std::mem::take(&mut self.anchors.twice) {
            self.wrong(&path, "$anchor", Code::Invalid, "is there twice: each needs a name of its own");
        }
    }

    fn schema(&mut self, schema: &Value, path: &[String], depth: usize) {
        self.count(0, 1, (limits::SCHEMAS, "schemas"));
        if self.counts[0] > limits::SCHEMAS || self.found.len() >= limits::MISTAKES_FOUND {
            return;
        }
        if depth > limits::NESTING {
            let message = format!("is nested more than {} deep: flatten it", limits::NESTING);
            self.found.push(FormMistake::new(path, Code::Invalid, message));
            return;
        }
        let Value::Object(words) = schema else {
            if !schema.is_boolean() {
                let message = "must be a schema: an object, true or false";
                self.found.push(FormMistake::new(path, Code::Invalid, message));
            }
            return;
        };
        for (word, value) in words {
            self.word(word, value, path);
        }
        for (way, child) in children(schema) {
            self.schema(child, &[path, &way].concat(), depth + 1);
        }
        if let Some(reference) = words.get("$ref").and_then(Value::as_str) {
            self.follow(reference, path, depth);
        }
    }

    /// One keyword with what stands beneath it, but for schemas.
    fn word(&mut self, word: &str, value: &Value, path: &[String]) {
        let nested = !path.is_empty();
        match (word, value) {
            (
                "$id" | "$dynamicRef" | "$dynamicAnchor" | "$recursiveRef" | "$recursiveAnchor"
                | "$vocabulary",
                _,
            ) => {
                let message = "is not taken: a form stands alone; use $ref with \"#/$defs/…\"";
                self.wrong(path, word, Code::Invalid, message);
            }
            ("$schema", _) if nested => {
                self.wrong(path, word, Code::Invalid, "may only stand at the top: remove it here");
            }
            ("unevaluatedProperties" | "unevaluatedItems", _) if nested => {
                let message = "may only stand at the top of the form: use additionalProperties or items here";
                self.wrong(path, word, Code::Invalid, message);
            }
            ("type", value) if !is_type(value) => {
                let message = format!("must be one of {}, or a list of these", TYPES.join(", "));
                self.wrong(path, word, Code::Invalid, message);
            }
            ("pattern", Value::String(pattern)) => self.pattern(pattern, path, word),
            ("patternProperties", Value::Object(all)) => {
                let path = [path, &[word.to_owned()]].concat();
                all.keys().for_each(|pattern| self.pattern(pattern, &path, pattern));
            }
            ("properties", Value::Object(all)) => {
                self.count(1, all.len(), (limits::PROPERTIES, "properties"));
                let path = [path, &[word.to_owned()]].concat();
                for key in all.keys().filter(|key| !is_key(key)) {
                    let most = limits::KEY_CHARS;
                    let message = format!("must be named with letters a-z, digits, _ and -; at most {most}");
                    self.wrong(&path, key, Code::Invalid, message);
                }
            }
            ("format", Value::String(format)) if !FORMATS.contains(&format.as_str()) => {
                let message = format!("\"{format}\" is not known; one of {}", FORMATS.join(", "));
                self.wrong(path, word, Code::Invalid, message);
            }
            ("anyOf" | "oneOf", Value::Array(all)) => {
                self.count(3, all.len(), (limits::ALTERNATIVES, "alternatives"));
            }
            ("enum" | "required", Value::Array(all)) if all.len() > limits::OPTIONS => {
                let message = format!("has {} entries; at most {}", all.len(), limits::OPTIONS);
                self.wrong(path, word, Code::TooMany, message);
            }
            _ if kind(word).is_none() => {
                let message = "is no keyword of a form: mend the spelling, or begin its name with x-";
                self.wrong(path, word, Code::Invalid, message);
            }
            _ => {}
        }
    }

    fn pattern(&mut self, text: &str, path: &[String], word: &str) {
        self.count(2, 1, (limits::PATTERNS, "patterns"));
        if self.counts[2] <= limits::PATTERNS
            && let Some(message) = pattern::mistake(text)
        {
            self.wrong(path, word, Code::Invalid, message);
        }
    }

    fn follow(&mut self, reference: &str, path: &[String], depth: usize) {
        match target(self.form, &self.anchors, reference) {
            Err(message) => self.wrong(path, "$ref", Code::Invalid, message),
            Ok((place, _)) if self.refs.contains(&place) || path.starts_with(&place) => {
                let message = "leads back to itself: a form ends somewhere, so write the levels out";
                self.wrong(path, "$ref", Code::Invalid, message);
            }
            Ok((place, schema)) => {
                self.refs.push(place.clone());
                self.schema(schema, &place, depth + 1);
                self.refs.pop();
            }
        }
    }
}

fn is_type(value: &Value) -> bool {
    let known = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    known(value) || value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(known))
}

fn is_key(key: &str) -> bool {
    (1..=limits::KEY_CHARS).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

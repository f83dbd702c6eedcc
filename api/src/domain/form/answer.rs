//! The bounds of every answer, whatever the form asks.

use serde_json::{Number, Value};

use super::{FormMistake, limits};
use crate::domain::mistake::Code;
use crate::kit;

/// What `serde_json` takes an object that begins with such a name for is not what stands there.
const PRIVATE: &str = "$serde_json::private::";
/// 2^53 - 1.
const EXACT: u64 = (1 << 53) - 1;

/// What is too large, too deep or cannot be stored.
pub fn oversize(answer: &Value) -> Vec<FormMistake> {
    let mut walk = Walk::default();
    walk.value(answer, &mut Vec::new());
    let (values, bytes) = (walk.values, walk.bytes);
    if values > limits::ANSWER_VALUES {
        let message = format!("has more than {} values: leave some out", limits::ANSWER_VALUES);
        walk.found.push(FormMistake::new(&[], Code::TooMany, message));
    }
    if bytes > limits::ANSWER_BYTES {
        let message = format!("is {bytes} bytes of text; at most {}: shorten it", limits::ANSWER_BYTES);
        walk.found.push(FormMistake::new(&[], Code::TooLong, message));
    }
    super::bounded(walk.found)
}

#[derive(Default)]
struct Walk {
    values: usize,
    bytes: usize,
    found: Vec<FormMistake>,
}

impl Walk {
    fn value(&mut self, value: &Value, path: &mut Vec<String>) {
        self.values += 1;
        if self.values > limits::ANSWER_VALUES || self.found.len() >= limits::MISTAKES_FOUND {
            return;
        }
        if path.len() > limits::ANSWER_NESTING {
            let message = format!("is nested more than {} deep: flatten it", limits::ANSWER_NESTING);
            self.found.push(FormMistake::new(path, Code::Invalid, message));
            return;
        }
        match value {
            Value::String(text) => self.text(text, path),
            Value::Array(values) => {
                for (at, value) in values.iter().enumerate() {
                    path.push(at.to_string());
                    self.value(value, path);
                    path.pop();
                }
            }
            Value::Object(members) => {
                for (key, value) in members {
                    // What could not be stored should not be told either.
                    path.push(key.replace('\0', ""));
                    self.text(key, path);
                    if key.starts_with(PRIVATE) {
                        self.found.push(FormMistake::new(
                            path,
                            Code::Invalid,
                            "is no name of a question: leave it out",
                        ));
                    }
                    self.value(value, path);
                    path.pop();
                }
            }
            Value::Number(number) => self.number(number, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// Whole numbers that others read as they were written (RFC 7493, 2.2), and that one digest stands for.
    fn number(&mut self, number: &Number, path: &[String]) {
        let is_exact =
            number.is_f64() || number.as_i64().is_some_and(|number| number.unsigned_abs() <= EXACT);
        if !is_exact {
            let message = format!("is a whole number beyond {EXACT}: write it as text");
            self.found.push(FormMistake::new(path, Code::Invalid, message));
        }
    }

    fn text(&mut self, text: &str, path: &[String]) {
        self.bytes += text.len();
        if kit::text::has_nul(text) {
            let message = "holds the character U+0000: remove it";
            self.found.push(FormMistake::new(path, Code::Invalid, message));
        }
    }
}

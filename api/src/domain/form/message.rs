//! What a mistake says to the person who can mend it.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use super::FormMistake;
use crate::domain::mistake::Code;

/// As many options as a sentence holds.
const NAMED: usize = 12;
/// As many characters of a value as a sentence holds.
const QUOTED: usize = 60;

/// The mistakes that one failed keyword stands for: of `required` and `additionalProperties` at the very field.
pub fn mistakes(error: &ValidationError<'_>) -> Vec<FormMistake> {
    let path = path(error);
    let beneath = |name: &str, code, message: &str| {
        FormMistake::new(&[path.as_slice(), &[name.to_owned()]].concat(), code, message)
    };
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![beneath(name, Code::Required, "is required: answer it")]
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected
            .iter()
            .map(|name| beneath(name, Code::Invalid, "is not asked for: leave it out"))
            .collect(),
        kind => {
            let (code, message) = message(kind, error.instance());
            vec![FormMistake::new(&path, code, message)]
        }
    }
}

/// The way to what failed, as segments.
pub fn path(error: &ValidationError<'_>) -> Vec<String> {
    let parts = error.instance_path().as_str().split('/').skip(1);
    parts.map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
}

fn message(kind: &Kind, found: &Value) -> (Code, String) {
    let invalid = |message: String| (Code::Invalid, message);
    match kind {
        Kind::Type { kind } => invalid(format!("must be {}", types(kind))),
        Kind::Enum { options } => invalid(format!("must be one of {}", listed(options))),
        Kind::Constant { expected_value } => invalid(format!("must be {}", quoted(expected_value))),
        Kind::Format { format } => invalid(format!("must be {}", example(format))),
        Kind::Pattern { pattern } => invalid(format!("must match {pattern}: write it as the question asks")),
        Kind::MaxLength { limit } => {
            let count = found.as_str().map_or(0, |text| text.chars().count());
            (
                Code::TooLong,
                format!("is {count} characters long; at most {limit}, blanks counted: shorten it"),
            )
        }
        Kind::MinLength { limit: 1 } => (Code::Required, "is empty: answer it".to_owned()),
        Kind::MinLength { limit } => invalid(format!("is too short: write at least {limit} characters")),
        Kind::MaxItems { limit } => (Code::TooMany, format!("has too many entries: at most {limit}")),
        Kind::AdditionalItems { limit } => (Code::TooMany, format!("has too many entries: at most {limit}")),
        Kind::MinItems { limit } => invalid(format!("has too few entries: give at least {limit}")),
        Kind::MaxProperties { limit } => (Code::TooMany, format!("has too many fields: at most {limit}")),
        Kind::MinProperties { limit } => invalid(format!("has too few fields: give at least {limit}")),
        Kind::Maximum { limit } => invalid(format!("must be at most {limit}")),
        Kind::Minimum { limit } => invalid(format!("must be at least {limit}")),
        Kind::ExclusiveMaximum { limit } => invalid(format!("must be less than {limit}")),
        Kind::ExclusiveMinimum { limit } => invalid(format!("must be more than {limit}")),
        Kind::MultipleOf { multiple_of } => invalid(format!("must be a multiple of {multiple_of}")),
        Kind::UniqueItems => invalid("has an entry twice: keep one".to_owned()),
        Kind::Contains => invalid("lacks an entry that must be there: see what the question asks".to_owned()),
        Kind::FalseSchema | Kind::UnevaluatedItems { .. } => {
            invalid("is not asked for: leave it out".to_owned())
        }
        Kind::PropertyNames { error } => invalid(format!("has a field whose name is not taken: {error}")),
        Kind::OneOfMultipleValid { .. } => invalid("fits several answers at once: keep to one".to_owned()),
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } | Kind::Not { .. } => {
            invalid("is none of the answers that are taken: see what the question asks".to_owned())
        }
        // What is left are engines that gave up and keywords no form has.
        _ => invalid("could not be checked: write it in a simpler way".to_owned()),
    }
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => type_name(*one).to_owned(),
        TypeKind::Multiple(several) => several.iter().map(type_name).collect::<Vec<_>>().join(" or "),
    }
}

fn type_name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a text",
    }
}

fn example(format: &str) -> String {
    let like = match format {
        "date" => "a day such as 2021-06-20",
        "date-time" => "an instant such as 2021-06-20T23:59:59Z",
        "duration" => "a length of time such as P1Y or PT90M",
        "email" => "an e-mail address such as ana@example.org",
        "time" => "a time such as 23:59:59Z",
        "uri" => "a whole address such as https://example.org/page",
        "uuid" => "a UUID such as 123e4567-e89b-12d3-a456-426614174000",
        other => return format!("written as {other}"),
    };
    like.to_owned()
}

fn listed(options: &Value) -> String {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut text: Vec<_> = options.iter().take(NAMED).map(quoted).collect();
    if options.len() > NAMED {
        text.push("…".to_owned());
    }
    text.join(", ")
}

fn quoted(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= QUOTED {
        return text;
    }
    text.chars().take(QUOTED).chain(['…']).collect()
}

//! Regular expressions of forms: matched in linear time, and small when compiled.

use jsonschema::PatternOptions;
use serde_json::json;

use super::limits;

/// The engine that takes time in proportion to the text, whatever the pattern: it has no back-references and no
/// look-around.
pub fn options() -> PatternOptions<jsonschema::Regex> {
    PatternOptions::regex().size_limit(limits::PATTERN_BYTES).dfa_size_limit(limits::PATTERN_BYTES * 4)
}

/// What is wrong with a pattern.
pub fn mistake(pattern: &str) -> Option<String> {
    let count = pattern.chars().count();
    if count > limits::PATTERN_CHARS {
        return Some(format!("is {count} characters long; at most {}", limits::PATTERN_CHARS));
    }
    let looks = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|word| pattern.contains(word));
    if compiles(pattern) {
        return None;
    }
    Some(if looks || refers_back(pattern) {
        "uses look-around or a back-reference, which can take forever: say it without, or in two questions"
            .to_owned()
    } else {
        "is no regular expression, or one too large: mend it, with maxLength in place of large repetitions"
            .to_owned()
    })
}

fn compiles(pattern: &str) -> bool {
    let schema = json!({ "pattern": pattern });
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .offline()
        .with_pattern_options(options())
        .build(&schema)
        .is_ok()
}

/// `\1` and `\k<name>`.
fn refers_back(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character == '\\' && matches!(characters.next(), Some('1'..='9' | 'k')) {
            return true;
        }
    }
    false
}

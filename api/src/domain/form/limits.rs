//! How large forms and answers may be.

/// A form as JSON, in bytes.
pub const FORM_BYTES: usize = 64 << 10;
/// Questions, those inside of others included.
pub const PROPERTIES: usize = 200;
/// Values of one `enum`, `required` or other list of words.
pub const OPTIONS: usize = 500;
/// Schemas inside of schemas, through `$ref`, too.
pub const NESTING: usize = 16;
/// Schemas in all, each counted as often as a `$ref` leads to it: what an answer is held against.
pub const SCHEMAS: usize = 500;
/// Those of them that are alternatives (`anyOf`, `oneOf`): of each that fails all mistakes are held until the last is tried.
pub const ALTERNATIVES: usize = 200;
/// The name of a question, in characters.
pub const KEY_CHARS: usize = 64;
/// Patterns of one form.
pub const PATTERNS: usize = 50;
/// A pattern, in characters.
pub const PATTERN_CHARS: usize = 500;
/// A pattern as it is held in memory, in bytes: repetitions multiply.
pub const PATTERN_BYTES: usize = 256 << 10;
/// Texts and names of an answer together, in bytes.
pub const ANSWER_BYTES: usize = 256 << 10;
/// Values of an answer, nested ones included.
pub const ANSWER_VALUES: usize = 2_000;
/// Lists and objects of an answer inside of each other.
pub const ANSWER_NESTING: usize = 16;
pub use super::super::limits::MISTAKES_FOUND;

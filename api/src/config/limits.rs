//! What one GraphQL document may cost; each refusal says which bound, the limit and the figure.

use super::reader::Reader;
use super::setting::Setting;
use super::value;

/// One bound: name of the setting, its variable, its default, what it counts.
macro_rules! bound {
    ($name:literal, $env:literal, $default:literal, $help:literal) => {
        Setting { name: $name, env: $env, value: "COUNT", default: Some($default), help: $help }
    };
}

pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "graphql-max-bytes",
        env: "CITIES_GRAPHQL_MAX_BYTES",
        value: "SIZE",
        default: Some("64KiB"),
        help: "Length of a GraphQL document",
    },
    bound!("graphql-max-tokens", "CITIES_GRAPHQL_MAX_TOKENS", "5000", "Tokens"),
    bound!(
        "graphql-max-nesting",
        "CITIES_GRAPHQL_MAX_NESTING",
        "64",
        "Brackets open at once, fragments spread out"
    ),
    bound!("graphql-max-fragments", "CITIES_GRAPHQL_MAX_FRAGMENTS", "200", "Fragments defined"),
    bound!("graphql-max-depth", "CITIES_GRAPHQL_MAX_DEPTH", "16", "Levels of fields, fragments spread out"),
    bound!(
        "graphql-max-introspection-depth",
        "CITIES_GRAPHQL_MAX_INTROSPECTION_DEPTH",
        "24",
        "Levels of fields beneath __schema and __type"
    ),
    bound!(
        "graphql-max-root-fields",
        "CITIES_GRAPHQL_MAX_ROOT_FIELDS",
        "20",
        "Fields at the root of the operation"
    ),
    bound!("graphql-max-aliases", "CITIES_GRAPHQL_MAX_ALIASES", "100", "Aliases, fragments spread out"),
    bound!(
        "graphql-max-directives",
        "CITIES_GRAPHQL_MAX_DIRECTIVES",
        "100",
        "Directives, fragments spread out"
    ),
    bound!("graphql-max-selections", "CITIES_GRAPHQL_MAX_SELECTIONS", "2000", "Fields, fragments spread out"),
    bound!(
        "graphql-max-complexity",
        "CITIES_GRAPHQL_MAX_COMPLEXITY",
        "200000",
        "Values asked for: fields times the size of their lists"
    ),
    bound!("graphql-max-steps", "CITIES_GRAPHQL_MAX_STEPS", "200000", "Steps of work on the document itself"),
];

/// The bounds of `http/graphql/document`, by the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: u64,
    pub tokens: u64,
    pub nesting: u64,
    pub fragments: u64,
    pub depth: u64,
    pub introspection_depth: u64,
    pub root_fields: u64,
    pub aliases: u64,
    pub directives: u64,
    pub selections: u64,
    pub complexity: u64,
    pub steps: u64,
}

impl Limits {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let mut settings = SETTINGS.iter();
        let mut next = || settings.next().expect("a setting for every field, in their order");
        let bytes = reader.read(next(), value::bytes(256..=64 * 1024 * 1024)) as u64;
        let mut count = |most| reader.read(next(), value::number(1..=most)) as u64;
        Self {
            bytes,
            tokens: count(10_000_000),
            // Nested deeper than these allow, a document could exhaust the stack of whoever walks it.
            nesting: count(500),
            fragments: count(100_000),
            depth: count(200),
            introspection_depth: count(200),
            root_fields: count(10_000),
            aliases: count(1_000_000),
            directives: count(1_000_000),
            selections: count(1_000_000),
            complexity: count(1_000_000_000),
            steps: count(100_000_000),
        }
    }
}

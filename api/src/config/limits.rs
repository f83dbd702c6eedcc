//! What one GraphQL document may cost; each refusal says which bound, the limit and the figure.

use super::reader::Reader;
use super::setting::Setting;
use super::value;

/// One row a bound: name of the setting, its variable, its default, what it counts.
macro_rules! bound {
    ($name:literal, $env:literal, $value:literal, $default:literal, $help:literal) => {
        Setting { name: $name, env: $env, value: $value, default: Some($default), help: $help }
    };
}

#[rustfmt::skip]
pub static SETTINGS: [Setting; 12] = [
    bound!("graphql-max-bytes", "CITIES_GRAPHQL_MAX_BYTES", "SIZE", "64KiB", "Length of a GraphQL document"),
    bound!("graphql-max-tokens", "CITIES_GRAPHQL_MAX_TOKENS", "COUNT", "5000", "Tokens of a GraphQL document"),
    bound!("graphql-max-nesting", "CITIES_GRAPHQL_MAX_NESTING", "COUNT", "64", "Braces, brackets and parentheses open at once"),
    bound!("graphql-max-fragments", "CITIES_GRAPHQL_MAX_FRAGMENTS", "COUNT", "200", "Fragments defined in a GraphQL document"),
    bound!("graphql-max-depth", "CITIES_GRAPHQL_MAX_DEPTH", "COUNT", "16", "Levels of fields, fragments spread out"),
    bound!("graphql-max-introspection-depth", "CITIES_GRAPHQL_MAX_INTROSPECTION_DEPTH", "COUNT", "24", "The same beneath `__schema` and `__type`"),
    bound!("graphql-max-root-fields", "CITIES_GRAPHQL_MAX_ROOT_FIELDS", "COUNT", "20", "Fields at the root of an operation"),
    bound!("graphql-max-aliases", "CITIES_GRAPHQL_MAX_ALIASES", "COUNT", "100", "Aliases, fragments spread out"),
    bound!("graphql-max-directives", "CITIES_GRAPHQL_MAX_DIRECTIVES", "COUNT", "100", "Directives, fragments spread out"),
    bound!("graphql-max-selections", "CITIES_GRAPHQL_MAX_SELECTIONS", "COUNT", "2000", "Fields, fragments spread out"),
    bound!("graphql-max-complexity", "CITIES_GRAPHQL_MAX_COMPLEXITY", "COUNT", "200000", "Values asked for, lists multiplied by their page"),
    bound!("graphql-max-steps", "CITIES_GRAPHQL_MAX_STEPS", "COUNT", "100000", "Work on the document itself before it runs"),
];

/// The bounds of `http/graphql/document`, by the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    pub tokens: usize,
    pub nesting: usize,
    pub fragments: usize,
    pub depth: usize,
    pub introspection_depth: usize,
    pub root_fields: usize,
    pub aliases: usize,
    pub directives: usize,
    pub selections: usize,
    pub complexity: usize,
    pub steps: usize,
}

impl Limits {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [
            bytes,
            tokens,
            nesting,
            fragments,
            depth,
            introspection_depth,
            root_fields,
            aliases,
            directives,
            selections,
            complexity,
            steps,
        ] = &SETTINGS;
        let mut count = |setting, most| reader.read(setting, value::number(1..=most));
        Self {
            // Deeper documents than these could exhaust the stack of whoever walks them.
            nesting: count(nesting, 64),
            depth: count(depth, 64),
            introspection_depth: count(introspection_depth, 64),
            tokens: count(tokens, 100_000),
            fragments: count(fragments, 10_000),
            root_fields: count(root_fields, 1_000),
            aliases: count(aliases, 10_000),
            directives: count(directives, 10_000),
            selections: count(selections, 100_000),
            complexity: count(complexity, 1_000_000_000),
            steps: count(steps, 10_000_000),
            bytes: reader.read(bytes, value::bytes(256..=1024 * 1024)),
        }
    }
}

//! What one GraphQL document may cost; each refusal says which bound, the limit and the figure.

use super::reader::Reader;
use super::setting::Setting;
use super::value;

/// One row a bound: name of the setting, its variable, its default, what it counts.
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
    bound!("graphql-max-tokens", "CITIES_GRAPHQL_MAX_TOKENS", "10000", "Tokens of a GraphQL document"),
    bound!(
        "graphql-max-nesting",
        "CITIES_GRAPHQL_MAX_NESTING",
        "64",
        "Braces, brackets and parentheses open at once"
    ),
    bound!("graphql-max-depth", "CITIES_GRAPHQL_MAX_DEPTH", "20", "Levels of fields, fragments spread out"),
    bound!(
        "graphql-max-root-fields",
        "CITIES_GRAPHQL_MAX_ROOT_FIELDS",
        "20",
        "Fields at the root of an operation"
    ),
    bound!("graphql-max-aliases", "CITIES_GRAPHQL_MAX_ALIASES", "200", "Aliases, fragments spread out"),
    bound!("graphql-max-selections", "CITIES_GRAPHQL_MAX_SELECTIONS", "5000", "Fields, fragments spread out"),
    bound!(
        "graphql-max-complexity",
        "CITIES_GRAPHQL_MAX_COMPLEXITY",
        "500000",
        "Fields times the size of their lists"
    ),
    bound!(
        "graphql-max-directives",
        "CITIES_GRAPHQL_MAX_DIRECTIVES",
        "200",
        "Directives, fragments spread out"
    ),
];

/// The bounds of `http/graphql/document`, by the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    pub tokens: usize,
    pub nesting: usize,
    pub depth: usize,
    pub root_fields: usize,
    pub aliases: usize,
    pub selections: usize,
    pub complexity: usize,
    pub directives: usize,
}

impl Limits {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [bytes, tokens, nesting, depth, root_fields, aliases, selections, complexity, directives] =
            SETTINGS
        else {
            unreachable!("nine settings")
        };
        let mut count = |setting, most| reader.read(setting, value::number(1..=most));
        // A document nested deeper than this could exhaust the stack of whoever walks it.
        let (nesting, depth) = (count(nesting, 500), count(depth, 200));
        Self {
            nesting,
            depth,
            tokens: count(tokens, 10_000_000),
            root_fields: count(root_fields, 10_000),
            aliases: count(aliases, 1_000_000),
            selections: count(selections, 1_000_000),
            complexity: count(complexity, 1_000_000_000),
            directives: count(directives, 1_000_000),
            bytes: reader.read(bytes, value::bytes(256..=64 * 1024 * 1024)),
        }
    }
}

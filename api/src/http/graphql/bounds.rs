//! The bounds of documents, as they were set.

use super::document::Limits;
use crate::config;

impl From<config::Limits> for Limits {
    fn from(limits: config::Limits) -> Self {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Self {
            bytes: count(limits.bytes),
            tokens: count(limits.tokens),
            nesting: count(limits.nesting),
            fragments: count(limits.fragments),
            depth: count(limits.depth),
            introspection_depth: count(limits.introspection_depth),
            root_fields: count(limits.root_fields),
            aliases: count(limits.aliases),
            directives: count(limits.directives),
            selections: count(limits.selections),
            complexity: count(limits.complexity),
            steps: count(limits.steps),
        }
    }
}

//! Questions that were asked before: what became of their documents, so that none is parsed, judged and planned twice.
//!
//! Whether a document may run depends on its variables: both are part of the question.

use std::sync::Arc;

use moka::sync::Cache;

use super::super::document::{Limits, Prepared, TypeMap};
use super::super::request::GraphqlRequest;
use super::Straight;

/// Bytes of questions that are kept.
const CAPACITY: u64 = 16 * 1024 * 1024;
/// What a plan takes beside the words of its question, for each of them.
const PLAN: usize = 8;

/// A question that may be asked, and how it is answered.
#[derive(Debug)]
pub struct Ready {
    /// What is asked, however it was written.
    pub text: String,
    pub straight: Straight,
    /// What its document was found to ask for.
    pub found: Limits,
}

#[derive(Debug)]
pub struct Known(Cache<String, Arc<Ready>>);

impl Default for Known {
    fn default() -> Self {
        let weigh = |question: &String, ready: &Arc<Ready>| {
            u32::try_from(question.len() + PLAN * ready.text.len() + 512).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(CAPACITY).weigher(weigh).build())
    }
}

impl Known {
    /// By what a question is known again; `None` for variables that are not JSON, and for documents that begin with a
    /// mutation, which are not looked for.
    pub fn key(asked: &GraphqlRequest, source: &str) -> Option<String> {
        if source.trim_start().starts_with("mutation") {
            return None;
        }
        let variables = serde_json::to_string(&asked.variables).ok()?;
        let operation = asked.operation_name.as_deref().unwrap_or_default();
        Some([operation, &variables, source].join("\0"))
    }

    pub fn get(&self, key: &str) -> Option<Arc<Ready>> {
        self.0.get(key)
    }

    /// Keeps a public question, if it can be answered the straight way.
    pub fn learn(&self, key: String, types: &TypeMap, prepared: &Prepared) -> Option<Arc<Ready>> {
        let straight = Straight::of(types, prepared)?;
        let ready = Arc::new(Ready { text: prepared.text(), straight, found: prepared.found.clone() });
        self.0.insert(key, ready.clone());
        Some(ready)
    }
}

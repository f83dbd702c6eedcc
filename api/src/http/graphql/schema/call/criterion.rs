//! What submissions to a call are scored by.

use async_graphql::{InputObject, Object as GraphqlObject};

use super::super::seen::Seen;
use crate::domain::criteria;
use crate::domain::labels::{self, Label};
use crate::error::Result;
use crate::query::call;

/// One thing that submissions are scored by.
#[derive(InputObject)]
pub struct CriterionInput {
    /// What labels and scores name it by: `[a-z0-9_]+`, at most 64 characters.
    pub key: String,
    /// How much it counts beside the others: 1 to 100.
    pub weight: i32,
}

impl CriterionInput {
    /// Into their column, where none is null. What says the same stays as it is written.
    pub fn write(all: Vec<Self>, column: &mut Option<String>) {
        let all = all.into_iter().map(|Self { key, weight }| criteria::Criterion { key, weight });
        let all: Vec<_> = all.collect();
        if column.as_deref().and_then(|known| criteria::read(known).ok()).is_none_or(|known| known != all) {
            *column = (!all.is_empty()).then(|| serde_json::to_string(&all).expect("plain JSON"));
        }
    }
}

pub struct Criterion(Seen, criteria::Criterion);

impl Criterion {
    /// Those of a call. What was stored before criteria were a list is told again once it is saved as one.
    pub fn all(seen: &Seen) -> Result<Vec<Self>> {
        let column = seen.optional_text(&call::CRITERIA)?;
        let all = column.and_then(|column| criteria::read(column).ok()).unwrap_or_default();
        Ok(all.into_iter().map(|one| Self(seen.clone(), one)).collect())
    }

    fn words(&self) -> Result<Option<Label>> {
        Ok(labels::of_criterion(self.0.optional_text(&call::CRITERIA_LABELS)?, &self.1.key))
    }
}

/// One thing that submissions are scored by.
#[GraphqlObject]
impl Criterion {
    /// What labels and scores name it by: `[a-z0-9_]+`.
    async fn key(&self) -> &str {
        &self.1.key
    }

    /// How much it counts beside the others: 1 to 100.
    async fn weight(&self) -> i32 {
        self.1.weight
    }

    /// What it is called in the language served; its key where that is not told.
    async fn label(&self) -> Result<String> {
        Ok(self.words()?.map_or_else(|| self.1.key.clone(), |words| words.label))
    }

    /// What is meant by it, in the language served; null where that is not told.
    async fn help(&self) -> Result<Option<String>> {
        Ok(self.words()?.and_then(|words| words.help))
    }
}

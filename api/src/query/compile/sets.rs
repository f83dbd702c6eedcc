//! Slugs of filters are looked up once a statement, in a leading `WITH`: the branches of a list only refer to it.
//!
//! They are bound as one JSON array: one text serves every number of slugs.

use super::super::declare::Noun;
use super::super::page::Scopes;
use super::condition::padded;
use super::{Sql, dialect};

/// The things that a filter names by slug, as rows of place and id.
pub(super) struct Set {
    noun: &'static Noun,
    slugs: Vec<String>,
    definition: String,
}

impl Sql<'_> {
    /// Expressions of the ids, one each, to seek by.
    pub(super) fn each_of(&mut self, any: &Scopes) -> Vec<String> {
        match any {
            Scopes::Ids(ids) => ids.iter().map(|id| self.bind(*id)).collect(),
            Scopes::Slugs { noun, slugs } => {
                let set = self.set(noun, slugs);
                if slugs.len() == 1 {
                    // To pick it out by its place SQLite would build an index each time.
                    return vec![format!("(SELECT id FROM {set})")];
                }
                (0..slugs.len()).map(|place| format!("(SELECT id FROM {set} WHERE n = {place})")).collect()
            }
        }
    }

    /// The condition that a column is one of the ids; the only one is sought, of several any is picked out.
    pub(super) fn is_any_of(&mut self, column: &str, any: &Scopes) -> String {
        match any {
            Scopes::Ids(ids) => {
                let ids = ids.iter().map(|id| self.bind(*id)).collect();
                format!("{column} IN ({})", padded(ids))
            }
            Scopes::Slugs { slugs, .. } if slugs.len() == 1 => {
                format!("{column} = {}", self.each_of(any).concat())
            }
            Scopes::Slugs { noun, slugs } => {
                let set = self.set(noun, slugs);
                dialect::is_any_of(self.dialect, column, &format!("SELECT id FROM {set}"))
            }
        }
    }

    /// The name of a set; the same one asked for twice is looked up once.
    fn set(&mut self, noun: &'static Noun, slugs: &[String]) -> String {
        let same = |set: &Set| std::ptr::eq(set.noun, noun) && set.slugs == slugs;
        let place = self.sets.iter().position(same).unwrap_or_else(|| {
            let array = self.bind(serde_json::Value::from(slugs).to_string());
            let id = self.visible_id_of_slug(noun, "j.value");
            let definition = format!("SELECT j.key, {id} FROM {}", dialect::elements(self.dialect, &array));
            self.written += definition.len();
            self.sets.push(Set { noun, slugs: slugs.to_vec(), definition });
            self.sets.len() - 1
        });
        format!("f{place}")
    }

    /// What stands before the statement.
    pub(super) fn with(&self) -> String {
        let named =
            |(place, set): (usize, &Set)| format!("f{place}(n, id) AS MATERIALIZED ({})", set.definition);
        let sets: Vec<String> = self.sets.iter().enumerate().map(named).collect();
        if sets.is_empty() { String::new() } else { format!("WITH {} ", sets.join(", ")) }
    }
}

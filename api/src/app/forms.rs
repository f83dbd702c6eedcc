//! Forms of calls, read once: what many send in at the same minute is checked by the same form.

use std::sync::Arc;

use moka::sync::Cache;

use crate::domain::form::{Form, FormMistake};

/// Forms remembered at once; the longest unused are forgotten.
const REMEMBERED: u64 = 64;

/// Shared by clones.
#[derive(Clone, Debug)]
pub struct Forms(Cache<String, Arc<Form>>);

impl Default for Forms {
    fn default() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

impl Forms {
    /// The form of this text.
    pub fn get(&self, text: &str) -> Result<Arc<Form>, Arc<Vec<FormMistake>>> {
        self.0.try_get_with_by_ref(text, || Form::read(text).map(Arc::new))
    }
}

//! The call whose submissions are wanted.

use std::sync::Arc;

use entity::id::CallId;
use entity::instant::Instant;

use crate::app::App;
use crate::domain::view::{Locales, View, Viewing};
use crate::error::{Error, Result};
use crate::query::selection::Selection;
use crate::query::{Key, call, content, read};

/// A call that is there, though maybe not for the public.
#[derive(Debug)]
pub struct Known {
    pub id: CallId,
    pub slug: String,
    pub is_live: bool,
}

impl Known {
    pub async fn find(app: &App, key: Key, now: Instant) -> Result<Self> {
        let mut wanted = Selection::new(&call::NOUN);
        wanted.column(&content::ID);
        wanted.column(&content::SLUG);
        wanted.seal();
        let wanted = Arc::new(wanted);
        for view in [View::Live, View::Draft] {
            let viewing = Viewing { view, ..Viewing::live(now, Locales::default()) };
            let Some(node) = read::one(&app.db.reader, &viewing, key.clone(), &wanted).await? else {
                continue;
            };
            let id = node.value(&content::ID)?.uuid().ok_or_else(none)?;
            let slug = node.value(&content::SLUG)?.text().unwrap_or_default().to_owned();
            return Ok(Self { id: CallId(id), slug, is_live: view == View::Live });
        }
        Err(none())
    }
}

pub fn none() -> Error {
    Error::NotFound("a call of that name")
}

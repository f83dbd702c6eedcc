//! The statement of things by a slug, in whatever state they are.

use sea_orm::DbBackend;

use super::{Compiled, dialect};
use crate::query::declare::Noun;

/// Things told of one slug: more than anybody has drafts that are to be called alike.
const MOST: usize = 512;

/// What is called so, then whose working draft is to be, then what was, each in an order that stays.
pub fn called(dialect: DbBackend, noun: &Noun, slug: &str) -> Compiled {
    let (Noun { word, table, .. }, drafted) = (noun, dialect::drafted_slug(dialect));
    let text = format!(
        "SELECT c.id FROM (\
             SELECT n.id AS id, 0 AS place FROM {table} n WHERE n.slug = $1 \
             UNION ALL SELECT d.item_id, 1 FROM revision d \
             WHERE d.type = '{word}' AND d.draft IS NOT NULL AND {drafted} = $1 \
             UNION ALL SELECT h.item_id, 2 FROM slug_history h WHERE h.type = '{word}' AND h.slug = $1\
         ) c ORDER BY c.place, c.id LIMIT {MOST}"
    );
    Compiled { text, values: vec![slug.into()], moving: None }
}

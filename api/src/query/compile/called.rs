//! The statement of things by a name, in whatever state they are.

use sea_orm::DbBackend;

use super::{Compiled, dialect};
use crate::query::declare::Noun;

/// Things told of one name: more than anybody has drafts that are to be called alike.
const MOST: usize = 512;

/// What somebody calls a thing.
#[derive(Clone, Copy, Debug)]
pub enum Name<'a> {
    Slug(&'a str),
    /// The id another system knows it by.
    ExternalRef(&'a str),
}

/// What is called so, then whose working draft is to be, then what was, each in an order that stays.
pub fn called(dialect: DbBackend, noun: &Noun, name: Name<'_>) -> Compiled {
    let Noun { word, table, .. } = noun;
    let past =
        format!(" UNION ALL SELECT h.item_id, 2 FROM slug_history h WHERE h.type = '{word}' AND h.slug = $1");
    let (column, field, past, name) = match name {
        Name::Slug(slug) => ("slug", "slug", past, slug),
        Name::ExternalRef(key) => ("external_ref", "externalRef", String::new(), key),
    };
    let drafted = dialect::drafted(dialect, field);
    let text = format!(
        "SELECT c.id FROM (\
             SELECT n.id AS id, 0 AS place FROM {table} n WHERE n.{column} = $1 \
             UNION ALL SELECT d.item_id, 1 FROM revision d \
             WHERE d.type = '{word}' AND d.draft IS NOT NULL AND {drafted} = $1{past}\
         ) c ORDER BY c.place, c.id LIMIT {MOST}"
    );
    Compiled { text, values: vec![name.into()], moving: None }
}

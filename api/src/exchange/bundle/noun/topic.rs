//! `topics/SLUG.json`.

use entity::id::TopicId;
use uuid::Uuid;

use super::{Noun, read_naming, read_record, read_texts, write_head, write_texts};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::topic::{Input, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Topics;

    fn read(id: Uuid, fields: &mut Fields<'_>, _index: &Index) -> Self {
        Self {
            id: TopicId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            texts: read_texts(fields, |locale, status, fields| {
                let label = fields.text("label").unwrap_or_default();
                Text { locale, status, label }
            }),
        }
    }

    fn named(_row: &Stored) -> Vec<(Folder, Uuid)> {
        Vec::new()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let mut object =
            write_head(row, names, Self::FOLDER, None, (&item.locale, item.external_ref.as_deref()));
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("label", &text.label);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

//! `assets/KEY.json`, with the bytes beside it.

use entity::id::AssetId;
use uuid::Uuid;

use super::{Noun, read_record, read_texts, write_record, write_texts};
use crate::domain::asset::MediaType;
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::assets::Facts;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::{self, Names};
use crate::exchange::bundle::object::Object;
use crate::service::asset::{Input, Stored, Text};
use crate::service::save::{Base, Stored as _};

impl Noun for Input {
    const FOLDER: Folder = Folder::Assets;

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        fields.take("id");
        let file = fields.required_text("file");
        let media_type = fields.required_text("mediaType");
        let facts = index.assets.get(&file);
        check_bytes(fields, &file, &media_type, facts);
        let size = facts.and_then(|facts| facts.size);
        Self {
            id: AssetId(id),
            record: read_record(fields),
            name: fields.text("name").unwrap_or_else(|| file.clone()),
            media_type,
            bytes: facts.map_or(1, |facts| facts.bytes),
            sha256: facts.map(|facts| facts.sha256.clone()).unwrap_or_default(),
            width: fields.integer("width").or(size.map(|(width, _)| width)),
            height: fields.integer("height").or(size.map(|(_, height)| height)),
            credit: fields.text("credit"),
            texts: read_texts(fields, |locale, status, fields| {
                let alt_text = fields.text("altText").unwrap_or_default();
                Text { locale, status, alt_text }
            }),
        }
    }

    fn named(_row: &Stored) -> Vec<(Folder, Uuid)> {
        Vec::new()
    }

    fn key(row: &Stored) -> String {
        names::asset_key(&row.item)
    }

    fn write(row: &Stored, _names: &Names) -> Result<Object> {
        let item = &row.item;
        let mut object = Object::default();
        object.put("id", item.id.to_string());
        object.put("file", names::asset_file(item));
        object.put("name", item.name.as_str());
        object.put("mediaType", item.media_type.as_str());
        object.put_some("width", item.width);
        object.put_some("height", item.height);
        object.put_some("credit", item.credit.as_deref());
        let stamps = entity::asset::Entity::stamps(row.base());
        write_record(&mut object, stamps, &item.locale, item.external_ref.as_deref());
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("altText", &text.alt_text);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

/// The bytes must be there, of a kind that is taken in, and what they are said to be.
fn check_bytes(fields: &Fields<'_>, file: &str, media_type: &str, facts: Option<&Facts>) {
    let Some(facts) = facts else {
        if !file.is_empty() {
            fields.wrong("file", format!("there is no file \"{file}\" in assets/: put it beside this one"));
        }
        return;
    };
    match facts.kind {
        None => {
            fields
                .wrong("file", format!("\"{file}\" is of no kind that is taken in: {}", MediaType::names()));
        }
        Some(kind) if kind.name() != media_type && !media_type.is_empty() => {
            fields.wrong("mediaType", format!("is \"{media_type}\", but the bytes are {}", kind.name()));
        }
        Some(_) => {}
    }
}

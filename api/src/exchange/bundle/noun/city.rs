//! `cities/SLUG.json`.

use entity::id::{AssetId, CityId};
use uuid::Uuid;

use super::{
    Noun, drafted, read_body, read_lifecycle, read_link, read_naming, read_record, read_texts, write_body,
    write_head, write_texts,
};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::city::{Input, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Cities;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: CityId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            country_code: fields.required_text("countryCode"),
            admin_region: fields.text("adminRegion"),
            website: fields.text("website"),
            latitude: fields.number("latitude"),
            longitude: fields.number("longitude"),
            population: fields.integer("population"),
            photo: read_link(fields, "photo", Folder::Assets, index).map(AssetId),
            texts: read_texts(fields, |locale, status, fields| Text {
                locale,
                status,
                name: fields.text("name").unwrap_or_default(),
                summary: fields.text("summary").unwrap_or_default(),
                body: read_body(fields),
            }),
        }
    }

    fn named(row: &Stored) -> Vec<(Folder, Uuid)> {
        row.item.photo_id.map(|photo| (Folder::Assets, photo.0)).into_iter().collect()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put("countryCode", item.country_code.as_str());
        object.put_some("adminRegion", item.admin_region.as_deref());
        object.put_some("website", item.website.as_deref());
        object.put_some("latitude", item.latitude);
        object.put_some("longitude", item.longitude);
        object.put_some("population", item.population);
        object.put_some("photo", item.photo_id.map(|photo| names.of(Folder::Assets, photo.0)));
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("name", &text.name);
            object.put_text("summary", &text.summary);
            write_body(object, &text.body_source, text.body_format);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

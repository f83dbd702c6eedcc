//! `practices/SLUG.json`.

use entity::id::{CallId, CityId, ClusterId, PracticeId};
use uuid::Uuid;

use super::{
    Noun, drafted, read_body, read_lifecycle, read_link, read_links, read_naming, read_record, read_texts,
    sdgs, write_body, write_head, write_texts,
};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::practice::{Input, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Practices;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: PracticeId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            city: read_link(fields, "city", Folder::Cities, index).map(CityId),
            call: read_link(fields, "call", Folder::Calls, index).map(CallId),
            sdgs: fields.integers("sdgs"),
            clusters: read_links(fields, Folder::Clusters, index, ClusterId),
            texts: read_texts(fields, |locale, status, fields| Text {
                locale,
                status,
                title: fields.text("title").unwrap_or_default(),
                summary: fields.text("summary").unwrap_or_default(),
                body: read_body(fields),
            }),
        }
    }

    fn named(row: &Stored) -> Vec<(Folder, Uuid)> {
        let clusters = row.clusters.iter().map(|row| (Folder::Clusters, row.cluster_id.0));
        let city = row.item.city_id.map(|city| (Folder::Cities, city.0));
        clusters.chain(city).chain(row.item.call_id.map(|call| (Folder::Calls, call.0))).collect()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put_some("city", item.city_id.map(|city| names.of(Folder::Cities, city.0)));
        object.put_some("call", item.call_id.map(|call| names.of(Folder::Calls, call.0)));
        object.put_list("sdgs", sdgs(&item.sdgs)?);
        object.put_list(
            "clusters",
            names.all(Folder::Clusters, row.clusters.iter().map(|row| row.cluster_id.0)),
        );
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("title", &text.title);
            object.put_text("summary", &text.summary);
            write_body(object, &text.body_source, text.body_format);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

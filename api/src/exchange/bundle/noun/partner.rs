//! `partners/SLUG.json`.

use entity::id::{AssetId, ClusterId, PartnerId};
use entity::partner::Kind;
use uuid::Uuid;

use super::{
    Noun, drafted, read_lifecycle, read_link, read_links, read_naming, read_record, read_texts, write_head,
    write_texts,
};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::partner::{Input, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Partners;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: PartnerId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            kind: fields.required_word("kind", Kind::Other),
            website: fields.text("website"),
            logo: read_link(fields, "logo", Folder::Assets, index).map(AssetId),
            clusters: read_links(fields, Folder::Clusters, index, ClusterId),
            texts: read_texts(fields, |locale, status, fields| Text {
                locale,
                status,
                name: fields.text("name").unwrap_or_default(),
                description: fields.text("description").unwrap_or_default(),
            }),
        }
    }

    fn named(row: &Stored) -> Vec<(Folder, Uuid)> {
        let clusters = row.clusters.iter().map(|row| (Folder::Clusters, row.cluster_id.0));
        clusters.chain(row.item.logo_id.map(|logo| (Folder::Assets, logo.0))).collect()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put_word("kind", item.kind);
        object.put_some("website", item.website.as_deref());
        object.put_some("logo", item.logo_id.map(|logo| names.of(Folder::Assets, logo.0)));
        object.put_list(
            "clusters",
            names.all(Folder::Clusters, row.clusters.iter().map(|row| row.cluster_id.0)),
        );
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("name", &text.name);
            object.put_text("description", &text.description);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

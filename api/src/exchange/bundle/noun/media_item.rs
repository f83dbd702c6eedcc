//! `media/SLUG.json`.

use entity::id::{AssetId, ClusterId, MediaItemId};
use entity::media_item::Kind;
use entity::media_source::{self, Provider};
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
use crate::service::media_item::{Input, Source, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Media;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: MediaItemId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            kind: fields.required_word("kind", Kind::Video),
            thumbnail: read_link(fields, "thumbnail", Folder::Assets, index).map(AssetId),
            duration_seconds: fields.integer("durationSeconds"),
            clusters: read_links(fields, Folder::Clusters, index, ClusterId),
            sources: fields.objects("sources").into_iter().map(read_source).collect(),
            texts: read_texts(fields, |locale, status, fields| Text {
                locale,
                status,
                title: fields.text("title").unwrap_or_default(),
                description: fields.text("description").unwrap_or_default(),
            }),
        }
    }

    fn named(row: &Stored) -> Vec<(Folder, Uuid)> {
        let clusters = row.clusters.iter().map(|row| (Folder::Clusters, row.cluster_id.0));
        clusters.chain(row.item.thumbnail_id.map(|picture| (Folder::Assets, picture.0))).collect()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put_word("kind", item.kind);
        object.put_some("thumbnail", item.thumbnail_id.map(|picture| names.of(Folder::Assets, picture.0)));
        object.put_some("durationSeconds", item.duration_seconds);
        object.put_list(
            "clusters",
            names.all(Folder::Clusters, row.clusters.iter().map(|row| row.cluster_id.0)),
        );
        object.put_list("sources", row.sources.iter().map(write_source).collect());
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("title", &text.title);
            object.put_text("description", &text.description);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

fn read_source(mut fields: Fields<'_>) -> Source {
    let provider = fields.required_word("provider", Provider::Other);
    let url = fields.required_text("url");
    fields.done();
    Source { provider, url }
}

fn write_source(source: &media_source::Model) -> Object {
    let mut object = Object::default();
    object.put_word("provider", source.provider);
    object.put("url", source.url.as_str());
    object
}

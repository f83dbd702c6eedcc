//! `calls/SLUG.json`.

use entity::id::{CallId, ClusterId};
use uuid::Uuid;

use super::{
    Noun, drafted, read_body, read_lifecycle, read_links, read_naming, read_record, read_texts, write_body,
    write_head, write_texts,
};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::call::{Input, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Calls;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: CallId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            opens_at: fields.instant("opensAt"),
            closes_at: fields.required_instant("closesAt"),
            time_zone: fields.required_text("timeZone"),
            form: fields.json("form"),
            criteria: fields.json("criteria"),
            clusters: read_links(fields, Folder::Clusters, index, ClusterId),
            texts: read_texts(fields, |locale, status, fields| Text {
                locale,
                status,
                title: fields.text("title").unwrap_or_default(),
                summary: fields.text("summary").unwrap_or_default(),
                body: read_body(fields),
                form_labels: fields.json("formLabels"),
                criteria_labels: fields.json("criteriaLabels"),
            }),
        }
    }

    fn named(row: &Stored) -> Vec<(Folder, Uuid)> {
        row.clusters.iter().map(|row| (Folder::Clusters, row.cluster_id.0)).collect()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put_instant("opensAt", item.opens_at);
        object.put_instant("closesAt", Some(item.closes_at));
        object.put("timeZone", item.time_zone.as_str());
        object.put_json("form", item.form.as_deref())?;
        object.put_json("criteria", item.criteria.as_deref())?;
        object.put_list(
            "clusters",
            names.all(Folder::Clusters, row.clusters.iter().map(|row| row.cluster_id.0)),
        );
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("title", &text.title);
            object.put_text("summary", &text.summary);
            write_body(object, &text.body_source, text.body_format);
            object.put_json("formLabels", text.form_labels.as_deref())?;
            object.put_json("criteriaLabels", text.criteria_labels.as_deref())?;
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

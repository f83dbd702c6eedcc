//! `calls/SLUG.json`.

use entity::call_extension;
use entity::id::{CallId, ClusterId};
use entity::instant::Instant;
use uuid::Uuid;

use super::{
    Noun, drafted, read_body, read_lifecycle, read_links, read_naming, read_record, read_texts, write_body,
    write_head, write_texts,
};
use crate::domain::deadline::{Deadline, Part, Told};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::call::{Extension, Input, Stored, Text};
use crate::service::save;

impl Noun for Input {
    const FOLDER: Folder = Folder::Calls;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        let Deadline { at, local, time_zone } = read_deadline(fields, DEADLINE);
        Self {
            id: CallId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            opens_at: fields.instant("opensAt"),
            closes_at: at,
            closes_at_local: local,
            time_zone,
            grace_period: fields.integer("gracePeriod").unwrap_or_default(),
            retention_months: fields.integer("retentionMonths"),
            form: fields.json("form"),
            criteria: fields.json("criteria"),
            clusters: read_links(fields, Folder::Clusters, index, ClusterId),
            extensions: fields.objects("extensions").into_iter().map(read_extension).collect(),
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
        let deadline = (item.closes_at, item.closes_at_local.as_str(), item.time_zone.as_str());
        write_deadline(&mut object, DEADLINE, deadline);
        object.put_some("gracePeriod", Some(item.grace_period).filter(|seconds| *seconds != 0));
        object.put_some("retentionMonths", item.retention_months);
        object.put_json("form", item.form.as_deref())?;
        object.put_json("criteria", item.criteria.as_deref())?;
        object.put_list(
            "clusters",
            names.all(Folder::Clusters, row.clusters.iter().map(|row| row.cluster_id.0)),
        );
        object.put_list("extensions", row.extensions.iter().map(write_extension).collect());
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

/// What the parts of a deadline are called: the instant, the time by the clock, and the zone of that.
type Parts = [&'static str; 3];

const DEADLINE: Parts = ["closesAt", "closesAtLocal", "timeZone"];
const PREVIOUS: Parts = ["previousClosesAt", "previousClosesAtLocal", "previousTimeZone"];

fn read_deadline(fields: &mut Fields<'_>, [at, local, zone]: Parts) -> Deadline {
    let there = fields.has(at) || fields.has(local);
    let time_zone = fields.required_text(zone);
    let told = Told {
        at: fields.instant(at),
        local: fields.text(local),
        time_zone: Some(time_zone).filter(|zone| !zone.is_empty()),
    };
    let stand_in = Deadline { at: save::UNSTAMPED, local: String::new(), time_zone: "UTC".to_owned() };
    // What is there but cannot be read has been told.
    if there && !told.is_told() {
        return stand_in;
    }
    told.resolve(None).unwrap_or_else(|wrong| {
        let field = match wrong.part {
            Part::At => at,
            Part::Local => local,
            Part::TimeZone => zone,
        };
        fields.wrong(field, wrong.message);
        stand_in
    })
}

fn write_deadline(object: &mut Object, [at, local, zone]: Parts, deadline: (Instant, &str, &str)) {
    object.put_instant(at, Some(deadline.0));
    object.put_text(local, deadline.1);
    object.put(zone, deadline.2);
}

fn read_extension(mut fields: Fields<'_>) -> Extension {
    let extension = Extension {
        previous: read_deadline(&mut fields, PREVIOUS),
        deadline: read_deadline(&mut fields, DEADLINE),
        reason: fields.text("reason"),
        at: fields.required_instant("at"),
    };
    fields.done();
    extension
}

fn write_extension(row: &call_extension::Model) -> Object {
    let mut object = Object::default();
    object.put_instant("at", Some(row.at));
    let previous =
        (row.previous_closes_at, row.previous_closes_at_local.as_str(), row.previous_time_zone.as_str());
    write_deadline(&mut object, PREVIOUS, previous);
    write_deadline(&mut object, DEADLINE, (row.closes_at, &row.closes_at_local, &row.time_zone));
    object.put_some("reason", row.reason.as_deref());
    object
}

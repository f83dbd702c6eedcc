//! `clusters/SLUG.json`.

use entity::id::{AssetId, CityId, ClusterId};
use entity::membership;
use uuid::Uuid;

use super::{
    Noun, drafted, lost, read_body, read_lifecycle, read_link, read_naming, read_record, read_texts,
    write_body, write_head, write_texts,
};
use crate::error::Result;
use crate::exchange::bundle::Folder;
use crate::exchange::bundle::fields::Fields;
use crate::exchange::bundle::index::Index;
use crate::exchange::bundle::names::Names;
use crate::exchange::bundle::object::Object;
use crate::service::cluster::{Input, Member, Stored, Text};

impl Noun for Input {
    const FOLDER: Folder = Folder::Clusters;

    drafted!();

    fn read(id: Uuid, fields: &mut Fields<'_>, index: &Index) -> Self {
        Self {
            id: ClusterId(id),
            naming: read_naming(fields),
            record: read_record(fields),
            lifecycle: read_lifecycle(fields),
            hero: read_link(fields, "hero", Folder::Assets, index).map(AssetId),
            position: fields.integer("position").unwrap_or(0),
            members: read_members(fields, index),
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
        let cities = row.members.iter().map(|member| (Folder::Cities, member.city_id.0));
        cities.chain(row.item.hero_id.map(|hero| (Folder::Assets, hero.0))).collect()
    }

    fn write(row: &Stored, names: &Names) -> Result<Object> {
        let item = &row.item;
        let lifecycle = Some((item.status, item.published_at, item.expires_at));
        let mut object =
            write_head(row, names, Self::FOLDER, lifecycle, (&item.locale, item.external_ref.as_deref()));
        object.put_some("hero", item.hero_id.map(|hero| names.of(Folder::Assets, hero.0)));
        object.put("position", item.position);
        object.put_list("members", write_members(&row.members, names));
        write_texts(&mut object, &row.texts, |text, object| {
            object.put_text("title", &text.title);
            object.put_text("summary", &text.summary);
            write_body(object, &text.body_source, text.body_format);
            Ok((text.locale.clone(), text.status))
        })?;
        Ok(object)
    }
}

fn read_members(fields: &mut Fields<'_>, index: &Index) -> Vec<Member> {
    let mut members = Vec::new();
    for mut fields in fields.objects("members") {
        let word = fields.required_text("city");
        let city = index.find(Folder::Cities, &word);
        if city.is_none() && !word.is_empty() {
            fields.wrong("city", lost(Folder::Cities, &word));
        }
        let featured = fields.flag("featured");
        let position = fields.integer("position").unwrap_or(0);
        let joined_on = fields.text("joinedOn");
        fields.done();
        members.extend(city.map(|city| Member { city: CityId(city), featured, position, joined_on }));
    }
    members
}

/// In the order of the page, then of their names.
fn write_members(members: &[membership::Model], names: &Names) -> Vec<Object> {
    let mut members: Vec<_> = members
        .iter()
        .map(|member| (member.position, names.of(Folder::Cities, member.city_id.0), member))
        .collect();
    members.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let written = members.into_iter().map(|(position, city, member)| {
        let mut object = Object::default();
        object.put("city", city);
        object.put_some("featured", member.featured.then_some(true));
        object.put("position", position);
        object.put_some("joinedOn", member.joined_on.as_deref());
        object
    });
    written.collect()
}

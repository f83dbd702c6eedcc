//! What acceptance does: an answer to a call becomes the draft of a practice, with what its sender lets be published; a
//! wish to join makes its city a member.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use entity::id::{CityId, ClusterId, PracticeId};
use entity::submission::{self, Kind};
use entity::{call_cluster, city, city_translation, rich_text, submission_contact, submission_outcome};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::credit::credited;
use super::release::stuck;
use crate::app::{Tx, bulk};
use crate::domain::rich_text::Format;
use crate::domain::stored;
use crate::domain::submission::Consent;
use crate::error::{Error, Result};
use crate::service::content::{self, Editable};
use crate::service::input::{self, Body};
use crate::service::{city as cities, cluster, practice};

type Accepted = (submission::Model, Option<submission_contact::Model>);

/// Does it for all of these; how many drafts of practices it made.
pub async fn accept(tx: &mut Tx<'_>, accepted: Vec<Accepted>) -> Result<usize> {
    let mut outcomes = Vec::new();
    let mut clusters = HashMap::new();
    for (row, contact) in accepted {
        let made = match row.kind {
            Kind::Practice => {
                make_practice(tx, &row, contact.as_ref(), &mut clusters).await.map(|made| (made, None))
            }
            Kind::Membership => make_member(tx, &row).await.map(|city| (None, Some(city))),
        };
        let made = made.map_err(|error| in_their_words(error, &row))?;
        outcomes.push(submission_outcome::Model {
            submission_id: row.id,
            practice_id: made.0,
            city_id: made.1,
            cluster_id: made.1.and(row.cluster_id),
            at: tx.now(),
        });
    }
    let practices = outcomes.iter().filter(|outcome| outcome.practice_id.is_some()).count();
    bulk::insert::<submission_outcome::Entity>(&tx.db, outcomes).await?;
    Ok(practices)
}

/// Whoever releases did not write what is wrong: they are told of which submission it is.
fn in_their_words(error: Error, row: &submission::Model) -> Error {
    let Error::Mistakes(found) = error else { return error };
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    Error::Mistakes(vec![stuck(row, &told.join("; "))])
}

/// A word for its slug, where its title gives none.
fn word(row: &submission::Model) -> String {
    row.reference.as_deref().unwrap_or("submission").to_ascii_lowercase()
}

/// `None` where the sender does not let the text be published.
async fn make_practice(
    tx: &mut Tx<'_>,
    row: &submission::Model,
    contact: Option<&submission_contact::Model>,
    clusters: &mut HashMap<entity::id::CallId, Vec<ClusterId>>,
) -> Result<Option<PracticeId>> {
    let Some(contact) = contact else { return Ok(None) };
    let consents: Vec<Consent> = stored::json(&contact.consents)?;
    if !consents.contains(&Consent::Text) {
        return Ok(None);
    }
    let mut made = practice::Input::empty(PracticeId::new(tx.now()).0, row.locale.clone());
    (made.city, made.call, made.sdgs) = (row.city_id, row.call_id, input::sdgs(&row.sdgs));
    if let Some(call) = row.call_id {
        let known = match clusters.entry(call) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(clusters_of(tx, call).await?),
        };
        made.clusters.clone_from(known);
    }
    let mut text = practice::Input::empty_text(row.locale.clone());
    text.title.clone_from(&row.title);
    text.summary.clone_from(&row.summary);
    text.body = body(row, &consents, contact).await;
    made.texts.push(text);
    let id = made.id;
    content::make(tx, made, &word(row)).await?;
    Ok(Some(id))
}

/// Rendered where nobody waits for the processor, if somebody is named in it.
async fn body(row: &submission::Model, consents: &[Consent], contact: &submission_contact::Model) -> Body {
    let source = credited(&row.body_source, row.body_format, consents, contact);
    if source == row.body_source {
        return Body::of_columns(&row.body_source, row.body_format, &row.body_html);
    }
    let format = match row.body_format {
        rich_text::Format::Markdown => Format::Markdown,
        rich_text::Format::Html => Format::Html,
    };
    tokio::task::spawn_blocking(move || Body::new(format, source)).await.expect("rendering does not panic")
}

async fn clusters_of(tx: &Tx<'_>, call: entity::id::CallId) -> Result<Vec<ClusterId>> {
    let filed = call_cluster::Entity::find().filter(call_cluster::Column::CallId.eq(call));
    let filed = filed.order_by_asc(call_cluster::Column::Position).all(&tx.db).await?;
    Ok(filed.into_iter().map(|filed| filed.cluster_id).collect())
}

async fn make_member(tx: &mut Tx<'_>, row: &submission::Model) -> Result<CityId> {
    let cluster = row.cluster_id.ok_or(Error::NotFound("the cluster of a wish to join"))?;
    let city = match row.city_id {
        Some(city) => city,
        None => match of_that_name(tx, row).await? {
            Some(city) => city,
            None => make_city(tx, row).await?,
        },
    };
    cluster::members::admit(tx, cluster, city).await?;
    Ok(city)
}

/// A city that is there under the name its sender gave, in any language.
async fn of_that_name(tx: &Tx<'_>, row: &submission::Model) -> Result<Option<CityId>> {
    let (Some(name), Some(country)) = (&row.city_name, &row.country_code) else { return Ok(None) };
    let named = city_translation::Entity::find().filter(city_translation::Column::Name.eq(name.trim()));
    let ids: Vec<_> = named.all(&tx.db).await?.into_iter().map(|text| text.item_id).collect();
    let found = city::Entity::find().filter(city::Column::Id.is_in(ids));
    let found = found.filter(city::Column::CountryCode.eq(country)).order_by_asc(city::Column::Id);
    Ok(found.one(&tx.db).await?.map(|city| city.id))
}

/// As a draft: an editor writes the rest, and publishes it.
async fn make_city(tx: &mut Tx<'_>, row: &submission::Model) -> Result<CityId> {
    let mut made = cities::Input::empty(CityId::new(tx.now()).0, row.locale.clone());
    made.country_code = row.country_code.clone().unwrap_or_default();
    let mut text = cities::Input::empty_text(row.locale.clone());
    row.city_name.as_deref().unwrap_or_default().trim().clone_into(&mut text.name);
    made.texts.push(text);
    let id = made.id;
    content::make(tx, made, &word(row)).await?;
    Ok(id)
}

//! What came of submissions that were accepted.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use entity::id::SubmissionId;
use entity::submission::State;
use entity::submission_outcome::{Column, Entity, Model};
use uuid::Uuid;

use super::Seen;
use crate::app::{App, bulk};
use crate::domain::view::{Locales, Viewing};
use crate::error::Result;
use crate::query::declare::Noun;
use crate::query::selection::Selection;
use crate::query::{city, cluster, content, practice, read};

/// All of it for whoever sent it in and for those who oversee; for those who judge what the public sees of it, and nothing
/// while they judge blindly, since a practice names its city.
pub async fn outcomes(app: &App, rows: &[Seen]) -> Result<HashMap<SubmissionId, Model>> {
    let told = rows.iter().filter(|one| one.stored.row.state == State::Accepted && !one.sight.is_blind);
    let told: HashMap<SubmissionId, bool> =
        told.map(|one| (one.stored.row.id, one.sight.reviewer().is_some())).collect();
    let ids: Vec<Uuid> = told.keys().map(|id| id.0).collect();
    let found = bulk::find::<Entity>(&app.db.reader, Column::SubmissionId, &ids).await?;
    let (public, mut whole): (Vec<Model>, Vec<Model>) =
        found.into_iter().partition(|outcome| told[&outcome.submission_id]);
    whole.extend(as_public(app, public).await?);
    // Of what is hidden or gone it is not even told that there was something.
    let is_something = |one: &Model| one.practice_id.is_some() || one.city_id.is_some();
    Ok(whole.into_iter().filter(is_something).map(|outcome| (outcome.submission_id, outcome)).collect())
}

/// Without what is not live; one statement for each kind of thing that is named.
async fn as_public(app: &App, outcomes: Vec<Model>) -> Result<Vec<Model>> {
    let practices = outcomes.iter().filter_map(|one| Some(one.practice_id?.0)).collect();
    let practices = live(app, &practice::NOUN, practices).await?;
    let cities =
        live(app, &city::NOUN, outcomes.iter().filter_map(|one| Some(one.city_id?.0)).collect()).await?;
    let clusters = outcomes.iter().filter_map(|one| Some(one.cluster_id?.0)).collect();
    let clusters = live(app, &cluster::NOUN, clusters).await?;
    let public = outcomes.into_iter().map(|one| Model {
        practice_id: one.practice_id.filter(|id| practices.contains(&id.0)),
        city_id: one.city_id.filter(|id| cities.contains(&id.0)),
        cluster_id: one.cluster_id.filter(|id| clusters.contains(&id.0)),
        ..one
    });
    Ok(public.collect())
}

/// Those of these that the public sees.
pub(super) async fn live(app: &App, noun: &'static Noun, ids: HashSet<Uuid>) -> Result<HashSet<Uuid>> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let mut wanted = Selection::new(noun);
    wanted.column(&content::ID);
    wanted.seal();
    let viewing = Viewing::live(app.clock.now(), Locales::default());
    let ids: Vec<Uuid> = ids.into_iter().collect();
    Ok(read::several(&app.db.reader, &viewing, &ids, &Arc::new(wanted)).await?.into_keys().collect())
}

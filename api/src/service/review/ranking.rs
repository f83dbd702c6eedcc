//! The ranking of a call, as far as somebody may see it.

use std::collections::HashMap;

use entity::id::{CallId, SubmissionId, UserId};

use super::inputs::Inputs;
use super::sight::viewer;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::review::ranking::{Measure, Standing, rank};
use crate::domain::review::sight::Sight;
use crate::domain::review::without::{Without, without_each};
use crate::error::Result;
use crate::query::record::{Page, Place, Record, Window};
use crate::service::submission::{self, Seen, Told};

/// A place in the ranking.
#[derive(Debug)]
pub struct Ranked<T> {
    pub standing: Standing,
    pub submission: T,
}

impl Record for Ranked<Told> {
    const LIST: &'static str = "ranking";
    const ORDER: &'static str = "MEAN";

    fn place(&self) -> Place {
        let (key, id) = place(&self.standing, Measure::Mean);
        Place { key, id: id.0 }
    }
}

/// The same in the order of normalised means.
#[derive(Debug)]
pub struct RankedNormalised(pub Ranked<Told>);

impl Record for RankedNormalised {
    const LIST: &'static str = "ranking";
    const ORDER: &'static str = "NORMALISED_MEAN";

    fn place(&self) -> Place {
        let (key, id) = place(&self.0.standing, Measure::NormalisedMean);
        Place { key, id: id.0 }
    }
}

/// What the ranking would be without somebody.
#[derive(Debug)]
pub struct WithoutReviewer {
    pub without: Without,
    pub name: String,
}

/// What has no rank comes last.
fn place(standing: &Standing, measure: Measure) -> (i64, SubmissionId) {
    (standing.rank_by(measure).map_or(i64::MAX, i64::from), standing.submission)
}

/// A page of it, the best first, and how many there are. It is made of what whoever asks may read: for a reviewer of the
/// submissions without conflict and of the reviews that the phase shows.
pub async fn ranking(
    app: &App,
    actor: &Actor,
    call: CallId,
    measure: Measure,
    window: &Window,
) -> Result<(Page<Ranked<Seen>>, u64)> {
    let (inputs, sight) = read(app, actor, call).await?;
    let mut standings = rank(&inputs.ids(), &inputs.scored(&sight)?);
    standings.sort_by_key(|standing| place(standing, measure));
    let total = u64::try_from(standings.len()).unwrap_or(u64::MAX);
    let after = window.after.map(|after| (after.key, SubmissionId(after.id)));
    let is_next = |standing: &Standing| after.is_none_or(|after| place(standing, measure) > after);
    let rows = standings.into_iter().filter(is_next).take(window.rows()).collect();
    let Page { rows, has_next, has_previous } = window.cut(rows);
    let ids: Vec<SubmissionId> = rows.iter().map(|standing: &Standing| standing.submission).collect();
    let seen = submission::by_ids(app, actor, &ids).await?;
    let mut seen: HashMap<SubmissionId, Seen> =
        seen.into_iter().map(|one| (one.stored.row.id, one)).collect();
    // What was withdrawn or met a conflict meanwhile is left out.
    let ranked =
        |standing: Standing| Some(Ranked { submission: seen.remove(&standing.submission)?, standing });
    let rows = rows.into_iter().filter_map(ranked).collect();
    Ok((Page { rows, has_next, has_previous }, total))
}

/// What it would be without each of its reviewers; the first are those whose rank is at most `first`.
pub async fn without_reviewers(
    app: &App,
    actor: &Actor,
    call: CallId,
    first: u32,
) -> Result<Vec<WithoutReviewer>> {
    let (inputs, sight) = read(app, actor, call).await?;
    let names: HashMap<UserId, &str> =
        inputs.reviews.iter().map(|review| (review.user_id, review.name.as_str())).collect();
    let all = without_each(&inputs.ids(), &inputs.scored(&sight)?, first);
    let told = |without: Without| {
        let name = names.get(&without.reviewer).copied().unwrap_or_default().to_owned();
        WithoutReviewer { without, name }
    };
    Ok(all.into_iter().map(told).collect())
}

/// What it is made of, and how much of that they see.
pub(super) async fn read(app: &App, actor: &Actor, call: CallId) -> Result<(Inputs, Sight)> {
    let viewer = viewer(actor)?;
    let inputs = Inputs::read(&app.db.reader, actor, call).await?;
    let sight = Sight::at(viewer, &inputs.phases, app.clock.now());
    Ok((inputs, sight))
}

//! The figures of all submissions to a call at once, as its ranking has them.

use std::collections::{BTreeMap, HashMap};

use entity::id::{CallId, SubmissionId};

use super::ranking::read;
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::criteria::Criterion;
use crate::domain::review::ranking::{Standing, rank};
use crate::domain::review::statistics::Numbers;
use crate::error::Result;

/// Made of what whoever asks may read; what is not ranked has none.
#[derive(Debug, Default)]
pub struct Figures {
    pub criteria: Vec<Criterion>,
    pub of: HashMap<SubmissionId, Figure>,
}

/// Those of one submission.
#[derive(Clone, Debug)]
pub struct Figure {
    pub standing: Standing,
    /// The mean of what each criterion of the call was given, by its key.
    pub scores: BTreeMap<String, f64>,
}

/// As few statements as a ranking takes.
pub async fn figures(app: &App, actor: &Actor, call: CallId) -> Result<Figures> {
    let (inputs, sight) = read(app, actor, call).await?;
    let mut given: HashMap<SubmissionId, BTreeMap<String, Vec<f64>>> = HashMap::new();
    for review in inputs.counted(&sight) {
        let scores = review.scores()?;
        let of = given.entry(review.submission_id).or_default();
        for Criterion { key, .. } in &inputs.criteria {
            if let Some(score) = scores.0.get(key) {
                of.entry(key.clone()).or_default().push(f64::from(*score));
            }
        }
    }
    let mean = |(key, scores): (String, Vec<f64>)| Some((key, Numbers::from_iter(scores).mean()?));
    let figure = |standing: Standing| {
        let scores = given.remove(&standing.submission).unwrap_or_default();
        (standing.submission, Figure { scores: scores.into_iter().filter_map(mean).collect(), standing })
    };
    let of = rank(&inputs.ids(), &inputs.scored(&sight)?).into_iter().map(figure).collect();
    Ok(Figures { criteria: inputs.criteria, of })
}

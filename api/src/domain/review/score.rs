//! What a reviewer gives: 0 to 100 for each criterion of the call.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::statistics::rounded;
use crate::domain::check::Check;
use crate::domain::criteria::{CRITERIA, Criterion};
use crate::domain::mistake::Code;

/// The best; the worst is 0.
pub const BEST: i32 = 100;

/// By the key of the criterion; as it is stored, `{"impact": 80}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores(pub BTreeMap<String, i32>);

impl Scores {
    /// Those given, for each criterion once; every mistake is noted.
    pub fn read(given: &[(String, i32)], criteria: &[Criterion], check: &mut Check) -> Self {
        if given.len() > CRITERIA {
            let message = format!("has {} entries; at most {CRITERIA}", given.len());
            check.wrong("scores", Code::TooMany, message);
            return Self::default();
        }
        let mut named = HashSet::new();
        check.each("scores", given, |check, (key, score)| {
            if !criteria.iter().any(|criterion| criterion.key == *key) {
                let message = "is no criterion of the call: give the keys that `criteria` of the call has";
                check.wrong("criterion", Code::NotFound, message);
            } else if !named.insert(key.clone()) {
                check.wrong("criterion", Code::Invalid, "is scored twice: keep one");
            }
            check.range("score", Some(*score), 0, BEST);
        });
        let missing = criteria.iter().filter(|criterion| !named.contains(&criterion.key));
        let missing: Vec<&str> = missing.map(|criterion| criterion.key.as_str()).collect();
        if !missing.is_empty() {
            let message = format!("must score every criterion; missing: {}", missing.join(", "));
            check.wrong("scores", Code::Required, message);
        }
        Self(given.iter().cloned().collect())
    }

    /// Whether nothing was scored.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The mean by weight, of the criteria that the call has and that are scored: a criterion that came later does not
    /// count against those who could not know it. `None` where there is none.
    pub fn mean(&self, criteria: &[Criterion]) -> Option<f64> {
        let scored = criteria.iter().filter_map(|one| Some((self.0.get(&one.key)?, one.weight)));
        let (sum, weights) = scored.fold((0_i64, 0_i64), |(sum, weights), (score, weight)| {
            (sum + i64::from(*score) * i64::from(weight), weights + i64::from(weight))
        });
        (weights > 0).then(|| rounded(exact(sum) / exact(weights)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most 20 criteria of weight 100 and score 100")]
fn exact(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criteria(all: &[(&str, i32)]) -> Vec<Criterion> {
        all.iter().map(|(key, weight)| Criterion { key: (*key).to_owned(), weight: *weight }).collect()
    }

    fn given(all: &[(&str, i32)]) -> Vec<(String, i32)> {
        all.iter().map(|(key, score)| ((*key).to_owned(), *score)).collect()
    }

    #[test]
    fn every_mistake_in_scores_is_told_at_its_place() {
        let asked = criteria(&[("impact", 3), ("reach", 1), ("cost", 1)]);
        let said = |scores: &[(&str, i32)]| {
            let mut check = Check::new(0);
            Scores::read(&given(scores), &asked, &mut check);
            check.into_mistakes().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(said(&[("impact", 0), ("reach", 100), ("cost", 7)]), Vec::<String>::new());
        assert_eq!(
            said(&[("impact", 101), ("beauty", 5), ("impact", -1)]),
            [
                "scores.0.score: is 101; must be from 0 to 100",
                "scores.1.criterion: is no criterion of the call: give the keys that `criteria` of the call has",
                "scores.2.criterion: is scored twice: keep one",
                "scores.2.score: is -1; must be from 0 to 100",
                "scores: must score every criterion; missing: reach, cost",
            ]
        );
        assert_eq!(said(&[("impact", 1); 21]), ["scores: has 21 entries; at most 20"]);
    }

    #[test]
    fn a_criterion_counts_by_its_weight_and_one_that_came_later_not_at_all() {
        let scores = Scores(given(&[("impact", 80), ("reach", 40), ("gone", 0)]).into_iter().collect());
        for (asked, expected) in [
            (criteria(&[("impact", 3), ("reach", 1)]), Some(70.0)),
            (criteria(&[("impact", 1), ("reach", 1), ("later", 100)]), Some(60.0)),
            (criteria(&[("reach", 100)]), Some(40.0)),
            (criteria(&[("later", 1)]), None),
            (criteria(&[]), None),
        ] {
            assert_eq!(scores.mean(&asked), expected, "{asked:?}");
        }
    }
}

//! From scores to an order.
//!
//! Submissions are ranked by the mean of their reviews; those of one mean share a rank, the next one has the rank that its
//! place gives it (1, 2, 2, 4), and those without a score have none and come last. Beside it stands the rank by the mean of
//! *normalised* scores: how far each score lies from the mean of its reviewer in this call, in the standard deviations of
//! that reviewer. One who gave one score only, or always the same, says nothing that way and counts 0.

use std::collections::HashMap;

use entity::id::{SubmissionId, UserId};

use super::statistics::{Numbers, Scale};

/// What one reviewer gave one submission: 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub submission: SubmissionId,
    pub reviewer: UserId,
    pub score: f64,
}

/// How a submission stands among the others. Without reviews it has no figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub submission: SubmissionId,
    /// How many scored it.
    pub reviews: usize,
    pub mean: Option<f64>,
    pub median: Option<f64>,
    /// Standard deviation, of the reviews as all there are.
    pub spread: Option<f64>,
    /// The mean of the normalised scores: 0 is what its reviewers usually give.
    pub normalised: Option<f64>,
    pub rank: Option<u32>,
    pub normalised_rank: Option<u32>,
}

/// By which of the two figures something is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Mean,
    NormalisedMean,
}

impl Standing {
    pub fn rank_by(&self, measure: Measure) -> Option<u32> {
        match measure {
            Measure::Mean => self.rank,
            Measure::NormalisedMean => self.normalised_rank,
        }
    }
}

/// All of these, in order: by rank, and by id where that is the same.
pub fn rank(submissions: &[SubmissionId], reviews: &[Scored]) -> Vec<Standing> {
    let normalised = normalised(reviews);
    let mut given: HashMap<SubmissionId, Vec<(f64, f64)>> = HashMap::with_capacity(submissions.len());
    for (review, normalised) in reviews.iter().zip(normalised) {
        given.entry(review.submission).or_default().push((review.score, normalised));
    }
    let standing = |id: &SubmissionId| {
        let given = given.remove(id).unwrap_or_default();
        let scores: Numbers = given.iter().map(|(score, _)| *score).collect();
        let normalised: Numbers = given.iter().map(|(_, normalised)| *normalised).collect();
        Standing {
            submission: *id,
            reviews: given.len(),
            mean: scores.mean(),
            median: scores.median(),
            spread: scores.spread(),
            normalised: normalised.mean(),
            rank: None,
            normalised_rank: None,
        }
    };
    let mut all: Vec<Standing> = submissions.iter().map(standing).collect();
    order(&mut all, |one| one.normalised, |one| &mut one.normalised_rank);
    order(&mut all, |one| one.mean, |one| &mut one.rank);
    all
}

/// Sorts by a figure, the greatest first, and gives each the rank of the first that has the same.
fn order(
    all: &mut [Standing],
    figure: impl Fn(&Standing) -> Option<f64>,
    rank: impl Fn(&mut Standing) -> &mut Option<u32>,
) {
    let key = |one: &Standing| figure(one).unwrap_or(f64::NEG_INFINITY);
    all.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.submission.cmp(&b.submission)));
    let mut last: Option<(f64, u32)> = None;
    for (place, one) in (1..).zip(all) {
        let Some(figure) = figure(one) else { break };
        let shared = last.filter(|(other, _)| other.total_cmp(&figure).is_eq()).map(|(_, rank)| rank);
        let found = shared.unwrap_or(place);
        *rank(one) = Some(found);
        last = Some((figure, found));
    }
}

/// Each score by the measure of its reviewer.
fn normalised(reviews: &[Scored]) -> Vec<f64> {
    let mut own: HashMap<UserId, Vec<f64>> = HashMap::new();
    for review in reviews {
        own.entry(review.reviewer).or_default().push(review.score);
    }
    // One who scored once has no measure.
    let scale = |scores: Vec<f64>| (scores.len() > 1).then(|| Numbers::from_iter(scores).scale());
    let scales: HashMap<UserId, Option<Scale>> =
        own.into_iter().map(|(who, scores)| (who, scale(scores))).collect();
    let distance =
        |review: &Scored| scales[&review.reviewer].map_or(0.0, |scale| scale.distance(review.score));
    reviews.iter().map(distance).collect()
}

#[cfg(test)]
mod tests {
    use super::super::chance::{Chance, submission, user};
    use super::*;

    /// Submission, reviewer, score.
    pub fn reviews(all: &[(usize, usize, f64)]) -> Vec<Scored> {
        let one = |(of, by, score): &(usize, usize, f64)| Scored {
            submission: submission(*of),
            reviewer: user(*by),
            score: *score,
        };
        all.iter().map(one).collect()
    }

    fn ranks(standings: &[Standing]) -> Vec<(usize, Option<u32>, Option<u32>)> {
        let number = |id: SubmissionId| usize::try_from(id.0.as_u128()).unwrap() - 1;
        standings.iter().map(|one| (number(one.submission), one.rank, one.normalised_rank)).collect()
    }

    #[test]
    fn equal_means_share_a_rank_and_what_has_no_score_has_none() {
        let all: Vec<_> = (0..5).map(submission).collect();
        let given = reviews(&[(3, 0, 50.0), (1, 0, 80.0), (1, 1, 60.0), (2, 1, 70.0), (4, 2, 90.0)]);
        let standings = rank(&all, &given);
        let by_mean: Vec<_> = ranks(&standings).into_iter().map(|(id, rank, _)| (id, rank)).collect();
        assert_eq!(by_mean, [(4, Some(1)), (1, Some(2)), (2, Some(2)), (3, Some(4)), (0, None)]);
        let second = &standings[1];
        assert_eq!((second.reviews, second.mean, second.median), (2, Some(70.0), Some(70.0)));
        assert_eq!((second.spread, standings[4].mean), (Some(10.0), None));
        assert_eq!(rank(&[], &[]), []);
    }

    #[test]
    fn whoever_is_stern_with_all_is_no_harm_to_whom_they_liked_best() {
        // The first reviewer gives little and likes 0; the second gives much and likes 1 least.
        let given = reviews(&[(0, 0, 30.0), (2, 0, 10.0), (1, 1, 80.0), (2, 1, 100.0)]);
        let standings = rank(&[submission(0), submission(1), submission(2)], &given);
        assert_eq!(ranks(&standings), [(1, Some(1), Some(3)), (2, Some(2), Some(2)), (0, Some(3), Some(1))]);
        // One score, or always the same, tells nothing by itself.
        let neutral = rank(&[submission(0)], &reviews(&[(0, 0, 10.0), (0, 1, 90.0)]));
        assert_eq!((neutral[0].normalised, neutral[0].normalised_rank), (Some(0.0), Some(1)));
    }

    #[test]
    fn the_order_in_which_reviews_come_changes_nothing() {
        let mut chance = Chance(7);
        for _ in 0..200 {
            let (count, reviewers) = (1 + chance.below(12), 1 + chance.below(5));
            let all: Vec<_> = (0..count).map(submission).collect();
            let mut given = Vec::new();
            for of in 0..count {
                for by in (0..reviewers).filter(|by| (of + by) % 3 != 0) {
                    let thirds = f64::from(u32::try_from(chance.below(301)).unwrap()) / 3.0;
                    given.push((of, by, thirds));
                }
            }
            let given = reviews(&given);
            let expected = rank(&all, &given);
            assert_eq!(rank(&chance.shuffled(&all), &chance.shuffled(&given)), expected);
            let in_order = |pair: &[Standing]| pair[0].mean >= pair[1].mean || pair[1].mean.is_none();
            assert!(expected.windows(2).all(in_order), "{expected:?}");
        }
    }
}

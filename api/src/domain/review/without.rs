//! Would the ranking be another without one of its reviewers?

use std::collections::{BTreeSet, HashMap};

use entity::id::{SubmissionId, UserId};

use super::ranking::{Scored, rank};

/// What the ranking would be without one reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Without {
    pub reviewer: UserId,
    /// Whether others would be among the first.
    pub changes_first: bool,
    /// Whose rank would be another, by the rank they have.
    pub moves: Vec<Move>,
}

/// A submission with another rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub submission: SubmissionId,
    pub rank: Option<u32>,
    /// `None`: nobody else scored it.
    pub without: Option<u32>,
}

/// Of each reviewer, by id. The first are those whose rank is at most `first`.
pub fn without_each(submissions: &[SubmissionId], reviews: &[Scored], first: u32) -> Vec<Without> {
    let ranks = |reviews: &[Scored]| -> Vec<(SubmissionId, Option<u32>)> {
        rank(submissions, reviews).into_iter().map(|one| (one.submission, one.rank)).collect()
    };
    let among_first = |ranks: &[(SubmissionId, Option<u32>)]| -> BTreeSet<SubmissionId> {
        let best = ranks.iter().filter(|(_, rank)| rank.is_some_and(|rank| rank <= first));
        best.map(|(id, _)| *id).collect()
    };
    let now = ranks(reviews);
    let best = among_first(&now);
    let reviewers: BTreeSet<UserId> = reviews.iter().map(|review| review.reviewer).collect();
    let without = |reviewer: UserId| {
        let others = reviews.iter().filter(|review| review.reviewer != reviewer).copied();
        let then = ranks(&others.collect::<Vec<_>>());
        let changes_first = among_first(&then) != best;
        let then: HashMap<SubmissionId, Option<u32>> = then.into_iter().collect();
        let moved = |(submission, rank): &(SubmissionId, Option<u32>)| {
            let without = then[submission];
            (without != *rank).then_some(Move { submission: *submission, rank: *rank, without })
        };
        Without { reviewer, changes_first, moves: now.iter().filter_map(moved).collect() }
    };
    reviewers.into_iter().map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::super::chance::{submission, user};
    use super::*;

    #[test]
    fn it_is_told_whose_scores_decide_who_is_first() {
        let all = [submission(0), submission(1), submission(2)];
        let scores = [(0, 0, 90.0), (0, 1, 60.0), (1, 0, 60.0), (1, 1, 70.0), (2, 2, 10.0)];
        let given =
            scores.map(|(of, by, score)| Scored { submission: submission(of), reviewer: user(by), score });
        let found = without_each(&all, &given, 1);
        let swap = |of, rank, without| Move { submission: submission(of), rank: Some(rank), without };
        assert_eq!(
            found,
            [
                Without {
                    reviewer: user(0),
                    changes_first: true,
                    moves: vec![swap(0, 1, Some(2)), swap(1, 2, Some(1))],
                },
                Without { reviewer: user(1), changes_first: false, moves: vec![] },
                Without { reviewer: user(2), changes_first: false, moves: vec![swap(2, 3, None)] },
            ]
        );
        assert!(!without_each(&all, &given, 2)[0].changes_first, "the first two are the same two");
        assert_eq!(without_each(&all, &[], 10), []);
    }
}

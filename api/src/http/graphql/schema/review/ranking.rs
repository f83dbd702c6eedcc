//! The ranking of a call.

use async_graphql::{Enum, ID, Object, SimpleObject};

use super::assign::count;
use crate::domain::review::ranking::Measure;
use crate::domain::review::without::Move;
use crate::http::graphql::schema::record::{Entry, Person};
use crate::http::graphql::schema::submission::Submission;
use crate::service::review::{Ranked, WithoutReviewer};
use crate::service::submission::Told;

/// How many submissions of one reviewer are named.
const NAMED: usize = 100;

/// What a ranking goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Measure")]
pub enum RankingOrder {
    /// By `mean`, as `rank` tells it.
    Mean,
    /// By `normalisedMean`, as `normalisedRank` tells it.
    NormalisedMean,
}

pub struct RankingRow {
    ranked: Ranked<()>,
    submission: Submission,
}

impl RankingRow {
    pub fn of(ranked: Ranked<Told>) -> Self {
        let Ranked { standing, submission } = ranked;
        Self { ranked: Ranked { standing, submission: () }, submission: Submission(submission) }
    }
}

impl Entry for RankingRow {
    const EDGE: &'static str = "RankingRowEdge";
    const CONNECTION: &'static str = "RankingRowConnection";
}

/// How a submission stands among the others to its call. Figures are rounded to four decimals, and what looks equal is equal.
#[Object]
impl RankingRow {
    /// By `mean`, from 1; equal means share a rank, and the next one has the rank of its place (1, 2, 2, 4). Null where nobody
    /// scored it.
    async fn rank(&self) -> Option<i32> {
        rank(self.ranked.standing.rank)
    }

    /// By `normalisedMean`.
    async fn normalised_rank(&self) -> Option<i32> {
        rank(self.ranked.standing.normalised_rank)
    }

    /// The submission.
    async fn submission(&self) -> &Submission {
        &self.submission
    }

    /// How many scored it, of the reviews that count and that you may read.
    async fn review_count(&self) -> i32 {
        count(self.ranked.standing.reviews)
    }

    /// The mean of their weighted means: 0 to 100.
    async fn mean(&self) -> Option<f64> {
        self.ranked.standing.mean
    }

    /// The median of their weighted means.
    async fn median(&self) -> Option<f64> {
        self.ranked.standing.median
    }

    /// How far they lie apart: their standard deviation, as of all there are; 0 of one.
    async fn spread(&self) -> Option<f64> {
        self.ranked.standing.spread
    }

    /// The mean of how far each lies from what its reviewer gives in this call on average, in the standard deviations of that
    /// reviewer: 0 is as usual. A reviewer of one submission, or one who always gives the same, counts 0.
    async fn normalised_mean(&self) -> Option<f64> {
        self.ranked.standing.normalised
    }
}

fn rank(rank: Option<u32>) -> Option<i32> {
    rank.and_then(|rank| i32::try_from(rank).ok())
}

/// A submission whose rank depends on a reviewer.
#[derive(SimpleObject)]
pub struct RankingMove {
    /// The id of the submission.
    pub submission_id: ID,
    /// The rank it has; null where nobody scored it.
    pub rank: Option<i32>,
    /// The rank it would have; null where nobody else scored it.
    pub rank_without: Option<i32>,
}

/// What the ranking would be without one of its reviewers.
pub struct RankingWithoutReviewer(pub WithoutReviewer);

/// What the ranking would be without one of its reviewers.
#[Object]
impl RankingWithoutReviewer {
    /// Without whom.
    async fn reviewer(&self) -> Person {
        Person { id: ID(self.0.without.reviewer.to_string()), name: Some(self.0.name.clone()) }
    }

    /// Whether others would be among the first: those whose rank is at most `top`.
    async fn changes_top(&self) -> bool {
        self.0.without.changes_first
    }

    /// How many submissions would have another rank.
    async fn move_count(&self) -> i32 {
        count(self.0.without.moves.len())
    }

    /// Which, by the rank they have; the first 100.
    async fn moves(&self) -> Vec<RankingMove> {
        let each = self.0.without.moves.iter().take(NAMED);
        each.map(|Move { submission, rank: now, without }| RankingMove {
            submission_id: ID(submission.to_string()),
            rank: rank(*now),
            rank_without: rank(*without),
        })
        .collect()
    }
}

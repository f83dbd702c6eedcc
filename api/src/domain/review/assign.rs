//! Submissions are spread over reviewers evenly, and the same way each time.

use std::collections::{HashMap, HashSet, VecDeque};

use entity::id::{SubmissionId, UserId};

/// A reviewer of a submission.
pub type Pair = (SubmissionId, UserId);

/// What is to be spread.
#[derive(Debug, Default)]
pub struct Wanted {
    pub submissions: Vec<SubmissionId>,
    pub reviewers: Vec<UserId>,
    /// How many reviewers each submission is to have, those it has included.
    pub each: usize,
    /// Who judges what already, and goes on doing so.
    pub assigned: HashSet<Pair>,
    /// Who must not judge what.
    pub conflicts: HashSet<Pair>,
}

/// How.
#[derive(Debug, PartialEq, Eq)]
pub struct Spread {
    /// Who is to judge what beside those who do already.
    pub added: Vec<Pair>,
    /// What has fewer reviewers than it should: all others have a conflict.
    pub short: Vec<SubmissionId>,
}

/// No reviewer gets two more than another, unless conflicts or what was assigned before leave no other way.
pub fn evenly(wanted: Wanted) -> Spread {
    let mut table = Table::of(wanted);
    table.fill();
    while let Some(way) = table.way_down() {
        table.shift(&way);
    }
    table.spread()
}

/// By place: reviewers and submissions in the order of their ids.
struct Table {
    submissions: Vec<SubmissionId>,
    reviewers: Vec<UserId>,
    each: usize,
    /// How many reviewers each submission has already, among these or not.
    had: Vec<usize>,
    /// Whether a reviewer may yet be given a submission.
    free: Vec<Vec<bool>>,
    added: Vec<Vec<usize>>,
    loads: Vec<usize>,
}

/// A submission goes from one reviewer to another.
#[derive(Clone, Copy)]
struct Handover {
    submission: usize,
    from: usize,
    to: usize,
}

impl Table {
    fn of(wanted: Wanted) -> Self {
        let Wanted { mut submissions, mut reviewers, each, assigned, conflicts } = wanted;
        submissions.sort_unstable();
        submissions.dedup();
        reviewers.sort_unstable();
        reviewers.dedup();
        let is_free = |pair: &Pair| !assigned.contains(pair) && !conflicts.contains(pair);
        let row = |of: &SubmissionId| reviewers.iter().map(|by| is_free(&(*of, *by))).collect();
        let mut counts: HashMap<SubmissionId, usize> = HashMap::new();
        for (of, _) in &assigned {
            *counts.entry(*of).or_default() += 1;
        }
        let mine = |by: &UserId| submissions.iter().filter(|of| assigned.contains(&(**of, *by))).count();
        Self {
            free: submissions.iter().map(row).collect(),
            had: submissions.iter().map(|of| counts.get(of).copied().unwrap_or_default()).collect(),
            added: vec![Vec::new(); submissions.len()],
            loads: reviewers.iter().map(mine).collect(),
            each,
            submissions,
            reviewers,
        }
    }

    /// Whoever has least gets the next; what few may judge comes first.
    fn fill(&mut self) {
        let mut order: Vec<usize> = (0..self.submissions.len()).collect();
        order.sort_by_key(|of| self.free[*of].iter().filter(|free| **free).count());
        for of in order {
            for _ in self.had[of]..self.each {
                let free = (0..self.reviewers.len()).filter(|by| self.free[of][*by]);
                let Some(by) = free.min_by_key(|by| self.loads[*by]) else { break };
                self.free[of][by] = false;
                self.added[of].push(by);
                self.loads[by] += 1;
            }
        }
    }

    /// Handovers from one reviewer over others to one who has at least two fewer.
    fn way_down(&self) -> Option<Vec<Handover>> {
        let least = *self.loads.iter().min()?;
        let mut order: Vec<usize> =
            (0..self.reviewers.len()).filter(|by| self.loads[*by] >= least + 2).collect();
        order.sort_by_key(|by| std::cmp::Reverse(self.loads[*by]));
        order.into_iter().find_map(|by| self.way_from(by))
    }

    fn way_from(&self, start: usize) -> Option<Vec<Handover>> {
        let mut came: Vec<Option<Handover>> = vec![None; self.reviewers.len()];
        let mut next = VecDeque::from([start]);
        while let Some(from) = next.pop_front() {
            if self.loads[from] + 2 <= self.loads[start] {
                return Some(back(&came, from));
            }
            for submission in (0..self.submissions.len()).filter(|of| self.added[*of].contains(&from)) {
                for to in (0..self.reviewers.len()).filter(|by| self.free[submission][*by]) {
                    if to != start && came[to].is_none() {
                        came[to] = Some(Handover { submission, from, to });
                        next.push_back(to);
                    }
                }
            }
        }
        None
    }

    fn shift(&mut self, way: &[Handover]) {
        for Handover { submission, from, to } in way.iter().copied() {
            self.added[submission].retain(|by| *by != from);
            self.added[submission].push(to);
            self.free[submission][from] = true;
            self.free[submission][to] = false;
            self.loads[from] -= 1;
            self.loads[to] += 1;
        }
    }

    fn spread(self) -> Spread {
        let mut added = Vec::new();
        let mut short = Vec::new();
        for (of, mut by) in self.added.into_iter().enumerate() {
            if self.had[of] + by.len() < self.each {
                short.push(self.submissions[of]);
            }
            by.sort_unstable();
            added.extend(by.into_iter().map(|by| (self.submissions[of], self.reviewers[by])));
        }
        Spread { added, short }
    }
}

/// The way that led to a reviewer.
fn back(came: &[Option<Handover>], end: usize) -> Vec<Handover> {
    let mut way = Vec::new();
    let mut at = end;
    while let Some(step) = came[at] {
        way.push(step);
        at = step.from;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests;

use super::*;
use crate::domain::review::chance::{Chance, submission, user};

fn wanted(submissions: usize, reviewers: usize, each: usize) -> Wanted {
    Wanted {
        submissions: (0..submissions).map(submission).collect(),
        reviewers: (0..reviewers).map(user).collect(),
        each,
        ..Wanted::default()
    }
}

fn loads(spread: &Spread, assigned: &HashSet<Pair>, reviewers: usize) -> Vec<usize> {
    let all: Vec<&Pair> = spread.added.iter().chain(assigned).collect();
    (0..reviewers).map(|by| all.iter().filter(|(_, other)| *other == user(by)).count()).collect()
}

#[test]
fn what_one_reviewer_must_not_judge_goes_to_others_and_their_share_to_them() {
    // The first must not judge the last three of four, and gets the one that is left.
    let conflicts = [1, 2, 3].map(|of| (submission(of), user(0))).into();
    let spread = evenly(Wanted { conflicts, ..wanted(4, 4, 1) });
    assert_eq!(loads(&spread, &HashSet::new(), 4), [1; 4]);
    assert_eq!(spread.added[0], (submission(0), user(0)));
    assert_eq!(spread.short, []);
    // Where everybody has a conflict it stays short, and that is told.
    let conflicts: HashSet<Pair> = [0, 1].map(|by| (submission(1), user(by))).into();
    let spread = evenly(Wanted { conflicts, ..wanted(2, 3, 2) });
    assert_eq!(spread.short, [submission(1)]);
    assert!(spread.added.contains(&(submission(1), user(2))));
}

#[test]
fn whoever_judges_already_goes_on_and_counts() {
    let assigned: HashSet<Pair> = [(0, 0), (1, 0), (2, 9)].map(|(of, by)| (submission(of), user(by))).into();
    let spread = evenly(Wanted { assigned, ..wanted(4, 2, 1) });
    assert_eq!(spread.added, [(submission(3), user(1))], "three have one, the first reviewer has two");
}

#[test]
fn shares_differ_by_one_at_most_in_whatever_order_they_are_told_and_nobody_meets_a_conflict() {
    let mut chance = Chance(3);
    for _ in 0..150 {
        let (submissions, reviewers) = (1 + chance.below(20), 1 + chance.below(7));
        let each = 1 + chance.below(reviewers);
        let plain = wanted(submissions, reviewers, each);
        let spread = evenly(plain);
        let shares = loads(&spread, &HashSet::new(), reviewers);
        assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1, "{shares:?}");
        assert_eq!(spread.added.len(), submissions * each);

        let conflicts: HashSet<Pair> =
            (0..6).map(|_| (submission(chance.below(submissions)), user(chance.below(reviewers)))).collect();
        let told = |chance: &mut Chance| Wanted {
            submissions: chance.shuffled(&(0..submissions).map(submission).collect::<Vec<_>>()),
            reviewers: chance.shuffled(&(0..reviewers).map(user).collect::<Vec<_>>()),
            conflicts: conflicts.clone(),
            ..wanted(0, 0, each)
        };
        let spread = evenly(told(&mut chance));
        assert!(spread.added.iter().all(|pair| !conflicts.contains(pair)));
        assert_eq!(spread, evenly(told(&mut chance)));
    }
}

/// The least that the squares of the shares add up to, of every way there is to give each submission one reviewer.
fn best(submissions: usize, reviewers: usize, conflicts: &HashSet<Pair>) -> usize {
    let ways = (0..reviewers.pow(u32::try_from(submissions).unwrap())).filter_map(|way| {
        let mut loads = vec![0; reviewers];
        for of in 0..submissions {
            let by = way / reviewers.pow(u32::try_from(of).unwrap()) % reviewers;
            let is_short = (0..reviewers).all(|by| conflicts.contains(&(submission(of), user(by))));
            if is_short {
                continue;
            }
            if conflicts.contains(&(submission(of), user(by))) {
                return None;
            }
            loads[by] += 1;
        }
        Some(loads.iter().map(|load| load * load).sum())
    });
    ways.min().unwrap()
}

#[test]
fn whatever_the_conflicts_no_other_way_is_more_even() {
    let mut chance = Chance(11);
    let mut ways_down = 0;
    for _ in 0..40 {
        // Two may judge each: then giving the next to whoever has least is not enough.
        let (submissions, reviewers) = (7, 3 + chance.below(2));
        let all: Vec<_> = (0..reviewers).map(user).collect();
        let kept_out =
            |chance: &mut Chance, of| chance.shuffled(&all).into_iter().skip(2).map(move |by| (of, by));
        let conflicts: HashSet<Pair> = (0..submissions)
            .flat_map(|of| kept_out(&mut chance, submission(of)).collect::<Vec<_>>())
            .collect();
        let asked = || Wanted { conflicts: conflicts.clone(), ..wanted(submissions, reviewers, 1) };
        let spread = evenly(asked());
        let loads = loads(&spread, &HashSet::new(), reviewers);
        let found: usize = loads.iter().map(|load| load * load).sum();
        assert_eq!(found, best(submissions, reviewers, &conflicts), "{conflicts:?} {loads:?}");
        let mut table = Table::of(asked());
        table.fill();
        ways_down += usize::from(table.way_down().is_some());
    }
    assert!(ways_down > 0, "none of these needed a handover");
}

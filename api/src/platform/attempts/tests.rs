use std::net::IpAddr;

use super::*;

fn at(seconds: i64) -> Instant {
    Instant(1_780_315_200_000 + seconds * 1000)
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// Fails, or tells how many milliseconds there were to wait.
fn fail(attempts: &Attempts, who: Who, now: Instant) -> Result<(), i64> {
    attempts.begin([who], now).map(drop)
}

#[test]
fn guesses_cost_more_and_more_time() {
    let (attempts, ana) = (Attempts::counted(), Who::pair(address("192.0.2.1"), "ana"));
    for _ in 0..5 {
        assert_eq!(fail(&attempts, ana, at(0)), Ok(()));
    }
    assert_eq!(fail(&attempts, ana, at(0)), Err(1000));
    assert_eq!(fail(&attempts, ana, at(1)), Ok(()));
    assert_eq!(fail(&attempts, ana, at(2)), Err(1000), "two seconds this time");
    assert_eq!(fail(&attempts, ana, at(3)), Ok(()));
    assert_eq!(fail(&attempts, Who::pair(address("192.0.2.1"), "bo"), at(3)), Ok(()), "another one");
    attempts.begin([ana], at(7)).unwrap().succeeded();
    assert_eq!((0..5).filter(|_| fail(&attempts, ana, at(7)).is_ok()).count(), 5, "from the start");
    let unlimited = Attempts::unlimited();
    assert!((0..100).all(|_| fail(&unlimited, ana, at(0)).is_ok()));
}

#[test]
fn who_has_signed_in_from_an_address_does_not_wait_for_those_who_guess_elsewhere() {
    let attempts = Attempts::counted();
    let from = |place: &str| [Who::pair(address(place), "ana"), Who::account("ana")];
    let guess = |n: u32| attempts.begin(from(&format!("198.51.100.{n}")), at(0)).map(drop);
    assert!((0..40).any(|n| guess(n).is_err()), "the account waits");
    assert!(attempts.begin(from("192.0.2.1"), at(0)).is_err(), "wherever they never were");
    attempts.begin(from("192.0.2.1"), at(90)).unwrap().succeeded();
    assert!((100..140).any(|n| guess(n).is_err()));
    attempts.begin(from("192.0.2.1"), at(0)).unwrap().succeeded();
    // From there it is the pair that waits.
    assert_eq!((0..6).filter(|_| attempts.begin(from("192.0.2.1"), at(91)).map(drop).is_ok()).count(), 5);
    assert!(attempts.begin(from("192.0.2.2"), at(0)).is_err(), "next door is elsewhere");
    let other = |n: u32| [Who::pair(address(&format!("203.0.113.{n}")), "bo"), Who::account("bo")];
    for n in 0..=HOMES {
        attempts.begin(other(u32::try_from(n).unwrap()), at(0)).unwrap().succeeded();
    }
    assert!((200..240).any(|n| attempts.begin(other(n), at(0)).map(drop).is_err()));
    let is_let_in = |n, now| {
        let attempt = attempts.begin(other(n), now);
        attempt.map(|mut attempt| attempt.withdraw()).is_ok()
    };
    assert!(is_let_in(1, at(0)) && !is_let_in(0, at(0)), "so many at most");
    let later = at(30 * 86_400);
    assert!((241..255).chain(100..140).any(|n| attempts.begin(other(n), later).map(drop).is_err()));
    assert!(!is_let_in(1, later), "for so long");
    let [here, _] = other(7);
    attempts.move_home(Who::account("bo"), Some(here), at(0));
    assert!(!is_let_in(1, at(0)) && is_let_in(7, at(0)));
    attempts.move_home(Who::account("bo"), None, at(0));
    assert!(!is_let_in(7, at(0)));
}

#[test]
fn many_at_once_are_counted_before_they_are_made() {
    let (attempts, ana) = (Attempts::counted(), Who::pair(address("192.0.2.1"), "ana"));
    let under_way = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let run = || (0..100).for_each(|_| under_way.lock().unwrap().extend(attempts.begin([ana], at(0))));
        let all: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
        assert!(all.into_iter().all(|one| one.join().is_ok()));
    });
    let under_way = under_way.into_inner().unwrap();
    assert_eq!(under_way.len(), 5);
    drop(under_way);
    assert_eq!(fail(&attempts, ana, at(0)), Err(1000));
    let first = attempts.begin([ana], at(1)).unwrap();
    assert!(attempts.begin([ana], at(1)).is_err(), "one at a time from then on");
    first.succeeded();
}

#[test]
fn a_crowd_that_signs_in_well_from_one_address_is_not_held_up() {
    let (attempts, office) = (Attempts::counted(), Who::address(address("192.0.2.1")));
    for _ in 0..3 {
        let under_way: Vec<_> = (0..100).map(|_| attempts.begin([office], at(0)).unwrap()).collect();
        assert!(attempts.begin([office], at(0)).is_err(), "yet there is an end to it");
        under_way.into_iter().for_each(Attempt::succeeded);
    }
    for _ in 0..30 {
        assert_eq!(fail(&attempts, office, at(0)), Ok(()));
        attempts.begin([office], at(0)).into_iter().for_each(Attempt::succeeded);
    }
    assert_eq!(fail(&attempts, office, at(0)), Err(1000), "who may sign in to one may not guess at others");
}

#[test]
fn nobody_keeps_an_account_waiting_from_one_address() {
    let (attempts, ana) = (Attempts::counted(), Who::account("ana"));
    let pair = Who::pair(address("192.0.2.1"), "ana");
    let (mut now, mut tried) = (0, 0);
    while now < 24 * 60 * 60 {
        match attempts.begin([pair, ana], at(now)) {
            Ok(attempt) => {
                drop(attempt);
                tried += 1;
            }
            Err(wait) => now += (wait + 999) / 1000,
        }
        assert_eq!(attempts.begin([ana], at(now)).map(|mut attempt| attempt.withdraw()), Ok(()));
    }
    assert!((100..300).contains(&tried), "{tried} guesses a day");
}

#[test]
fn what_is_refused_for_one_counts_for_none_and_failures_are_forgiven_in_time() {
    let (attempts, ana) = (Attempts::counted(), Who::pair(address("192.0.2.1"), "ana"));
    let bo = Who::pair(address("192.0.2.1"), "bo");
    (0..5).for_each(|_| fail(&attempts, ana, at(0)).unwrap());
    for _ in 0..20 {
        assert!(attempts.begin([bo, ana], at(0)).is_err());
    }
    assert_eq!((0..9).filter(|_| fail(&attempts, bo, at(0)).is_ok()).count(), 5);
    assert_eq!((0..9).filter(|_| fail(&attempts, ana, at(600)).is_ok()).count(), 2, "after ten minutes");
    assert_eq!((0..9).filter(|_| fail(&attempts, ana, at(6000)).is_ok()).count(), 5);
}

#[test]
fn an_address_is_a_customers_network() {
    let of = |text: &str| Who::address(address(text));
    assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
}

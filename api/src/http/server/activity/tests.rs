use super::*;

const PATIENCE: Patience = Patience {
    head: Duration::from_secs(10),
    idle: Duration::from_secs(75),
    stalled: Duration::from_secs(40),
};

/// Seconds, rounded up.
fn left(activity: &Activity) -> u64 {
    (activity.deadline(&PATIENCE) - Instant::now()).as_secs() + 1
}

#[test]
fn a_head_has_less_time_than_a_pause_between_requests() {
    let activity = Activity::new();
    assert_eq!(left(&activity), 10, "nothing sent yet");
    let work = activity.work();
    assert_eq!(left(&activity), 40, "being worked on");
    let answer = work.answered();
    assert_eq!(left(&activity), 40, "being taken");
    drop(answer);
    assert_eq!(left(&activity), 75, "between requests");
    activity.read();
    assert_eq!(left(&activity), 10, "the next head has begun");
    activity.leave();
    assert_eq!(left(&activity), 1, "asked to go");
}

#[test]
fn who_waits_makes_room_first_then_who_sends_and_never_who_works() {
    let waiting = Activity::new();
    let sending = Activity::new();
    let (_work, receiving) = (sending.work(), sending.receive());
    assert!(waiting.rank() < sending.rank());
    drop(receiving);
    assert_eq!(sending.rank(), None);
}

#[test]
fn an_answer_stalls_whatever_else_comes_and_others_beside_it_have_as_long_again() {
    let activity = Activity::new();
    let stalled = activity.work().answered();
    stalled.tell(|progress| progress.moved -= PATIENCE.stalled);
    activity.read();
    assert!(activity.deadline(&PATIENCE) <= Instant::now(), "a ping is no progress");
    let moving = activity.work().answered();
    assert!(activity.deadline(&PATIENCE) <= Instant::now(), "nor is another request");
    activity.leave();
    assert_eq!(left(&activity), 40, "the other is let finish");
    activity.state().leaving = Some(Instant::now() - PATIENCE.stalled);
    moving.tell(Progress::taken);
    assert!(activity.deadline(&PATIENCE) <= Instant::now(), "not for ever");
}

#[test]
fn who_takes_no_answer_makes_room_like_who_asks_nothing_and_a_steady_reader_comes_last() {
    let (asked, idle, sending, reading) =
        (Activity::new(), Activity::new(), Activity::new(), Activity::new());
    let answer = asked.work().answered();
    answer.tell(Progress::taken);
    idle.state().since = Instant::now();
    let _received = (sending.work(), sending.receive());
    let steady = reading.work().answered();
    steady.tell(Progress::taken);
    steady.tell(Progress::taken);
    let ranks = [&asked, &idle, &sending, &reading].map(|activity| activity.rank());
    assert!(ranks.is_sorted() && ranks[0].is_some(), "{ranks:?}");
    steady.tell(|progress| progress.moved -= PATIENCE.stalled);
    assert!(reading.rank() < asked.rank(), "it takes no more");
    steady.tell(Progress::wanted);
    assert!(sending.rank() < reading.rank(), "it would take more than there is");
    let _work = reading.work();
    assert_eq!(reading.rank(), None, "it asked for something else");
}

#[test]
fn what_is_written_is_progress_where_answers_go_one_after_another_alone() {
    for in_turn in [false, true] {
        let activity = Activity::new();
        if in_turn {
            activity.goes_in_turn();
        }
        let answer = activity.work().answered();
        answer.tell(|progress| progress.moved -= PATIENCE.stalled);
        activity.wrote(PIECE - 1);
        assert!(activity.deadline(&PATIENCE) <= Instant::now(), "it is too little");
        activity.wrote(1);
        assert_eq!(activity.deadline(&PATIENCE) > Instant::now(), in_turn);
    }
}

use super::*;

fn fetched(asked: i64, failed: bool) -> Known {
    Known { keys: Arc::default(), asked: Some(Instant(asked)), failed }
}

/// The `iat` of a moment in milliseconds: seconds.
fn issued(at: i32) -> f64 {
    f64::from(at) / 1000.0
}

#[test]
fn only_a_fetch_that_began_since_tells_that_there_is_no_key() {
    let known = fetched(100_000, false);
    let told = |now, token, waited| known.found("new", token, Instant(now), waited).map(|key| key.is_some());
    assert_eq!(told(100_000, Some(issued(100_000)), true), Ok(false), "it was for this token");
    assert_eq!(told(99_000, Some(issued(99_000)), true), Ok(false), "or for one after it");
    assert_eq!(
        told(100_500, Some(issued(100_500)), true),
        Err(30),
        "who waited for one before has not looked"
    );
    assert_eq!(told(100_500, Some(issued(20_000)), true), Ok(false), "unless their token is older than that");
    assert_eq!(told(100_500, None, true), Ok(false), "or says nothing of its time");
    assert_eq!(told(110_000, Some(issued(100_000)), false), Err(20), "nor has who did not wait");
}

#[test]
fn a_fetch_that_failed_tells_nothing_of_any_key() {
    for (now, after) in [(100_000, 30), (110_000, 20), (110_500, 20), (129_999, 1)] {
        assert_eq!(
            fetched(100_000, true).found("new", None, Instant(now), true).err(),
            Some(after),
            "whole seconds, of which none is too few"
        );
    }
}

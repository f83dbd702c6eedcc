//! Until when a call is open: told by the clock of a place, decided by the server's, to the second.

use harness::{Bundle, TestApp, Value, json};

use super::{CALL, drafted, published, read, told};
use crate::workflow::act;

/// 2026-06-20T15:59:59Z, which is 23:59:59 in Shanghai.
const CLOSES: i64 = 1_781_971_199_000;

#[tokio::test]
async fn a_deadline_that_cannot_be_meant_is_refused_with_what_to_give() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let berlin =
        |local: &str| json!({ "closesAt": Value::Null, "closesAtLocal": local, "timeZone": "Europe/Berlin" });
    for (fields, expected) in [
        (json!({ "closesAt": "2026-06-20T23:59:59.999Z" }), "closesAt: INVALID must be a whole second"),
        (json!({ "timeZone": "EST" }), "timeZone: INVALID \"EST\" is not an IANA time zone"),
        (json!({ "timeZone": "Etc/GMT+13" }), "timeZone: INVALID"),
        (berlin("2027-03-28T02:30:00"), "closesAtLocal: INVALID is skipped by the clocks of Europe/Berlin"),
        (berlin("tomorrow"), "closesAtLocal: INVALID \"tomorrow\" is no time such as"),
        (
            json!({ "closesAtLocal": "2026-09-01T00:00:01" }),
            "closesAt: INVALID is 2026-09-01T00:00:00 by the clock of UTC",
        ),
        (json!({ "gracePeriod": -1 }), "gracePeriod: INVALID is -1; must be from 0 to 172800"),
        (json!({ "gracePeriod": 172_801 }), "gracePeriod: INVALID"),
        (json!({ "opensAt": "2026-09-01T00:00:00Z" }), "closesAt: INVALID_STATE must be later than opensAt"),
    ] {
        let refused = told(&drafted(&editor, fields.clone()).await);
        assert!(refused.iter().any(|error| error.starts_with(expected)), "{fields}: {refused:?}");
    }
    let without = json!({ "locale": "en", "text": [{ "locale": "en", "title": "Send in" }] });
    let refused = told(&act(&editor, "createCall", CALL, without).await);
    assert_eq!(refused, ["closesAt: REQUIRED is required: give it, or closesAtLocal with timeZone"]);
}

#[tokio::test]
async fn a_deadline_is_told_by_the_clock_of_a_place_or_as_an_instant() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let by_clock = |local: &str, zone: &str| json!({ "locale": "en", "closesAtLocal": local, "timeZone": zone, "text": [{ "locale": "en", "title": "Send in" }] });
    for (local, zone, at, zone_kept) in [
        ("2026-06-20T23:59:59", "Asia/Shanghai", "2026-06-20T15:59:59.000Z", "Asia/Shanghai"),
        ("2026-06-20T23:59:59", "AoE", "2026-06-21T11:59:59.000Z", "Etc/GMT+12"),
        ("2026-06-20T23:59:59", "Etc/GMT-14", "2026-06-20T09:59:59.000Z", "Etc/GMT-14"),
        // It comes twice: the later one shuts nobody out early.
        ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T01:30:00.000Z", "Europe/Berlin"),
    ] {
        let call = act(&editor, "createCall", CALL, by_clock(local, zone)).await["call"].clone();
        assert_eq!(
            (&call["closesAt"], &call["closesAtLocal"], &call["timeZone"]),
            (&json!(at), &json!(local), &json!(zone_kept))
        );
    }
    let made = drafted(
        &editor,
        json!({ "slug": "last", "closesAt": "9999-12-31T23:59:59Z", "timeZone": "Pacific/Apia" }),
    )
    .await;
    assert_eq!(made["call"]["closesAt"], "9999-12-31T23:59:59.000Z");
    let (id, shanghai) = (&made["call"]["id"], "2026-06-20T15:59:59Z");
    let both = json!({ "id": id, "expectedVersion": 1, "closesAt": shanghai, "closesAtLocal": "2026-06-20T23:59:59",
                       "timeZone": "Asia/Shanghai" });
    assert_eq!(told(&act(&editor, "updateCall", CALL, both).await), [""; 0]);
    let zone = json!({ "id": id, "expectedVersion": 2, "timeZone": "America/Santiago" });
    let moved = act(&editor, "updateCall", CALL, zone).await["call"].clone();
    assert_eq!(moved["closesAt"], "2026-06-20T15:59:59.000Z", "a zone alone moves nothing");
    assert_eq!(moved["closesAtLocal"], "2026-06-20T11:59:59");
}

#[tokio::test]
async fn a_bundle_tells_deadlines_in_the_same_ways() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let call = |fields: Value| {
        let mut call = json!({ "text": { "en": { "title": "Send in" } }, "timeZone": "Asia/Shanghai" });
        for (name, value) in fields.as_object().into_iter().flatten() {
            call[name] = value.clone();
        }
        call
    };
    bundle.put("calls", "none", call(json!({})));
    bundle.put("calls", "bad", call(json!({ "closesAtLocal": "20 June" })));
    bundle.put(
        "calls",
        "odd",
        call(json!({ "closesAt": "2026-06-20T23:59:59Z", "closesAtLocal": "2026-06-20T23:59:59" })),
    );
    let refused = app.cities(&["import", bundle.path().to_str().unwrap()]);
    for expected in [
        "none: closesAt: is required",
        "bad: closesAtLocal: \"20 June\" is no time",
        "odd: closesAt: is 2026-06-21T07:59:59",
    ] {
        assert!(refused.stderr.contains(expected), "{}", refused.stderr);
    }
    let bundle = Bundle::empty();
    bundle.put(
        "calls",
        "send-in",
        call(json!({ "closesAtLocal": "2026-06-20T23:59:59", "gracePeriod": 60 })),
    );
    app.import(bundle.path());
    let seen = read(&app, "closesAt closesAtLocal timeZone gracePeriod extensions { at }").await;
    assert_eq!(
        seen,
        json!({ "closesAt": "2026-06-20T15:59:59.000Z", "closesAtLocal": "2026-06-20T23:59:59",
                "timeZone": "Asia/Shanghai", "gracePeriod": 60, "extensions": [] })
    );
}

#[tokio::test]
async fn the_servers_clock_decides_to_the_second() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let fields =
        json!({ "opensAt": "2026-06-10T00:00:00Z", "closesAt": "2026-06-20T15:59:59Z", "gracePeriod": 300 });
    published(&editor, fields).await;
    let opens = CLOSES - 10 * 86_400_000 - 57_599_000;
    for (now, is_open, accepts, left) in [
        (opens - 1, false, false, json!(921_600)),
        (opens, true, true, json!(921_599)),
        (CLOSES - 1_000, true, true, json!(1)),
        (CLOSES - 1, true, true, json!(1)),
        // On the very second it is too late, but for grace, which opens nothing.
        (CLOSES, false, true, json!(null)),
        (CLOSES + 299_999, false, true, json!(null)),
        (CLOSES + 300_000, false, false, json!(null)),
    ] {
        app.set_clock(now);
        let query = "{ serverTime call(slug: \"send-in\") { isOpen acceptsSubmissions secondsRemaining }
                       open: calls(filter: { open: true }) { totalCount } closed: calls(filter: { open: false }) { totalCount } }";
        let seen = app.graphql(query, json!({})).await["data"].clone();
        let call = &seen["call"];
        assert_eq!(
            (&call["isOpen"], &call["acceptsSubmissions"], &call["secondsRemaining"]),
            (&json!(is_open), &json!(accepts), &left),
            "{now}: {seen}"
        );
        let counted = (seen["open"]["totalCount"] == 1, seen["closed"]["totalCount"] == 1);
        assert_eq!(counted, (is_open, !is_open), "lists say the same: {now}");
        if now == CLOSES {
            assert_eq!(seen["serverTime"], "2026-06-20T15:59:59.000Z");
        }
    }
}

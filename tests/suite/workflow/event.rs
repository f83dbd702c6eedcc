//! The date that a news item announces.

use harness::{TestApp, Value, json};

use super::act;

#[tokio::test]
async fn an_event_that_is_moved_stays_what_it_was_beside_that() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let shown =
        "newsItem { id version event { startsAt endsAt timeZone onlineUrl registrationUrl isCancelled } }";
    let url = "https://meet.example/";
    let event = json!({ "startsAt": "2026-07-01T08:00:00.000Z", "endsAt": "2026-07-03T08:00:00.000Z",
                        "timeZone": "UTC", "onlineUrl": url, "registrationUrl": url, "isCancelled": true });
    let input = json!({ "locale": "en", "kind": "EVENT", "event": event,
                        "text": [{ "locale": "en", "title": "Tram" }] });
    let made = act(&editor, "createNewsItem", shown, input).await["newsItem"].clone();
    assert_eq!(made["event"], event);
    let change = async |version: u64, event: Value| {
        let input = json!({ "id": made["id"], "expectedVersion": version, "event": event });
        act(&editor, "updateNewsItem", shown, input).await
    };
    let moved = json!({ "startsAt": "2026-07-02T08:00:00.000Z", "timeZone": "Europe/Vienna" });
    let mut wanted = event.clone();
    (wanted["startsAt"], wanted["timeZone"]) = (moved["startsAt"].clone(), moved["timeZone"].clone());
    assert_eq!(change(1, moved.clone()).await["newsItem"]["event"], wanted);
    let mut cleared = moved.clone();
    for field in ["endsAt", "onlineUrl", "registrationUrl"] {
        (cleared[field], wanted[field]) = (json!(null), json!(null));
    }
    assert_eq!(change(2, cleared.clone()).await["newsItem"]["event"], wanted);
    cleared["isCancelled"] = json!(null);
    let refused = change(3, cleared).await["userErrors"].clone();
    assert_eq!(
        (&refused[0]["code"], &refused[0]["field"]),
        (&json!("REQUIRED"), &json!(["event", "isCancelled"]))
    );
}

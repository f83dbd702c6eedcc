//! Files that are not what they say, and requests that are not what tus wants.

use harness::{Client, TestApp, eventually, json};

use super::{DEADLINE, Sender, call_until, pdf, place};

#[tokio::test]
async fn what_is_not_what_it_says_is_refused_with_what_to_do_and_nothing_of_it_stays() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    for (name, bytes, told) in [
        ("page.pdf", &b"<html><script>alert(1)</script></html>"[..], "the file is no PDF, JPEG, PNG"),
        ("a.png", &pdf(100), "is a PDF by its bytes: let its name end in .pdf"),
        ("a.pdf", &pdf(2000)[..1900], "breaks off"),
        ("a.docx", b"PK\x03\x04 and so on", "breaks off or is damaged"),
    ] {
        let answer = sender.announce(name, bytes.len(), bytes).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (422, Some("application/problem+json")),
            "{name}"
        );
        assert!(answer.text().contains(told), "{name}: {}", answer.text());
    }
    for (name, length, status, told) in [
        ("a.pdf", 0, 422, "the file is empty"),
        ("a.pdf", (20 << 20) + 1, 413, "larger than 20 MiB"),
        ("a.exe", 9, 422, "the name must end in .pdf"),
        ("../../a.pdf", 9, 422, "plain file name"),
        ("", 9, 400, "the name of the file in base64"),
    ] {
        let answer = sender.announce(name, length, b"").await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert!(answer.text().contains(told), "{name}: {}", answer.text());
    }
    assert_eq!(sender.attachments().await, json!([]));
    assert_eq!(app.database().count("submission_attachment").await, 0);
    let folder = app.folder().join("attachments");
    let is_empty = |folder: &std::path::Path| {
        std::fs::read_dir(folder)
            .unwrap()
            .all(|bucket| std::fs::read_dir(bucket.unwrap().path()).unwrap().count() == 0)
    };
    eventually(async || is_empty(&folder)).await;
}

#[tokio::test]
async fn requests_that_tus_does_not_know_are_told_what_it_wants() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let (sender, other) = (Sender::of(&app, &call).await, Sender::of(&app, &call).await);
    let place = place(&sender.announce("a.pdf", 100, b"").await);
    let bytes = pdf(100);
    let bearer = |token: &str| format!("Bearer {token}");
    let plain = app.client().with("authorization", &bearer(&sender.token));
    let stream = "application/offset+octet-stream";
    let tus = || plain.clone().with("tus-resumable", "1.0.0");
    let sized =
        |length: &str| tus().with("upload-length", length).with("upload-metadata", "filename YS5wZGY=");
    let at = |offset: &str| tus().with("content-type", stream).with("upload-offset", offset);
    let all = sender.all();
    for (asking, method, target, body, status) in [
        (plain.clone(), "HEAD", &place, &b""[..], 412),
        (plain.clone().with("tus-resumable", "0.2.2"), "PATCH", &place, &bytes, 412),
        (tus(), "POST", &all, b"", 400),
        (tus().with("upload-length", "10"), "POST", &all, b"", 400),
        (tus().with("upload-length", "10").with("upload-metadata", "filename ***"), "POST", &all, b"", 400),
        (
            tus().with("upload-defer-length", "1").with("upload-metadata", "filename YS5wZGY="),
            "POST",
            &all,
            b"",
            400,
        ),
        (sized("-1"), "POST", &all, b"", 400),
        (sized("1e3"), "POST", &all, b"", 400),
        (sized("99999999999999999999999"), "POST", &all, b"", 400),
        (sized("100").with("content-type", "application/json"), "POST", &all, &bytes, 415),
        (sized("50").with("content-type", stream), "POST", &all, &bytes, 413),
        (tus().with("upload-offset", "0"), "PATCH", &place, &bytes, 415),
        (tus().with("content-type", stream), "PATCH", &place, &bytes, 400),
        (at("+1"), "PATCH", &place, &bytes, 400),
        (at("7"), "PATCH", &place, &bytes, 409),
        (at("0"), "PATCH", &format!("{all}/attachment_00000000000000000000000000"), &bytes, 404),
        (at("0"), "PATCH", &format!("{all}/x"), &bytes, 404),
        (tus(), "PUT", &place, b"", 405),
        (tus(), "POST", &place, b"", 405),
        (app.client().with("tus-resumable", "1.0.0"), "HEAD", &place, b"", 401),
        (
            app.client().with("tus-resumable", "1.0.0").with("authorization", "Bearer cities_sb_x"),
            "HEAD",
            &place,
            b"",
            401,
        ),
        (other.tus.clone(), "HEAD", &place, b"", 404),
        (other.tus.clone(), "DELETE", &place, b"", 404),
        (other.tus.clone(), "GET", &place, b"", 404),
        (app.user("admin").await.with("tus-resumable", "1.0.0"), "DELETE", &place, b"", 403),
    ] {
        let answer = asking.send(method, target, body).await;
        assert_eq!(answer.status, status, "{method} {target} {asking:?}: {}", answer.text());
    }
    // Whose network lets only POST pass.
    let instead = at("0").with("x-http-method-override", "PATCH").send("POST", &place, &bytes).await;
    assert_eq!((instead.status, instead.header("upload-offset")), (204, Some("100")), "{}", instead.text());
    assert_eq!(sender.append(&place, 100, b"x").await.status, 413);
    check_preflight(&app.client(), &place).await;
}

/// A browser asks before it sends a part.
async fn check_preflight(browser: &Client, place: &str) {
    let preflight =
        browser.clone().with("origin", "https://a.example").with("access-control-request-method", "PATCH");
    let preflight =
        preflight.with("access-control-request-headers", "tus-resumable,upload-offset,authorization");
    let preflight = preflight.send("OPTIONS", place, b"").await;
    for (name, word) in
        [("access-control-allow-methods", "PATCH"), ("access-control-allow-headers", "upload-offset")]
    {
        assert!(preflight.header(name).is_some_and(|value| value.contains(word)), "{name} {preflight:?}");
    }
}

#[tokio::test]
async fn there_is_an_end_to_how_many_files_are_taken() {
    let app = TestApp::with(&["--attachments-per-address", "14", "--attachments-size", "1MiB"]).await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    for number in 0..10 {
        sender.send(&format!("{number}.pdf"), &pdf(100)).await;
    }
    let eleventh = sender.announce("11.pdf", 100, b"").await;
    assert!(eleventh.status == 422 && eleventh.text().contains("has 10 files"), "{}", eleventh.text());
    let other = Sender::of(&app, &call).await;
    let large = other.announce("large.pdf", 1 << 20, b"").await;
    assert!(large.status == 507 && large.text().contains("write to the secretariat"), "{}", large.text());
    for _ in 0..4 {
        assert_eq!(other.announce("small.pdf", 100, b"").await.status, 201);
    }
    let flood = other.announce("small.pdf", 100, b"").await;
    assert_eq!((flood.status, flood.header("retry-after").is_some()), (429, true), "{}", flood.text());
}

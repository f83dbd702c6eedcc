//! The reference front end, and what other sites show, in a real browser.

use harness::{Demo, Value, command, json, say};

use super::{packages, untroubled, visit};

async fn demo() -> Demo {
    let mut demo = command();
    demo.args(["demo", "--listen", "127.0.0.1:0"]);
    Demo::start(demo).await
}

#[tokio::test]
async fn the_front_end_takes_two_requests_and_reads_well_in_either_direction() {
    let Some(packages) = packages() else { return };
    let demo = demo().await;
    let Some(met) = visit(demo.address(), &packages, "front").await else { return };
    untroubled(&met);
    assert_eq!(met["foreign"], json!([]), "{met}");
    for (lang, dir, title) in [
        ("en", "ltr", "Sustainable Transport & Air Quality"),
        ("ar", "rtl", "النقل المستدام وجودة الهواء"),
        ("zh", "ltr", "可持续交通与空气质量"),
    ] {
        let page = &met[lang];
        assert_eq!((&page["dir"], &page["title"]), (&dir.into(), &title.into()), "{met}");
        assert_eq!(page["counts"], json!([2, 4, 3]), "{met}");
        assert_eq!((&page["hidden"], &page["wide"]), (&json!(0), &json!(false)), "{met}");
        assert_eq!(page["requests"], 2, "{met}");
        assert!(page["bytes"].as_u64().unwrap() < 30_000, "{met}");
    }
    // One of them has a translation; the others are shown in the original, each in its own direction.
    assert_eq!(met["ar"]["directions"], json!(["rtl", "ltr", "ltr", "ltr"]), "{met}");
    say(&format!(
        "the demo page at 400 kbit/s and 400 ms: first paint after {} ms, all of it after {} ms; {} bytes",
        met["painted"], met["complete"], met["en"]["bytes"]
    ));
}

#[tokio::test]
async fn a_partner_shows_our_lists_under_a_strict_policy_and_nobody_elses() {
    let Some(packages) = packages() else { return };
    let demo = demo().await;
    let Some(met) = visit(demo.address(), &packages, "partner").await else { return };
    let page = format!("http://localhost:{}/", demo.address().port());
    let is_partners = |url: &Value| url.as_str().unwrap().starts_with(&page);
    assert!(met["before"].as_array().unwrap().iter().all(is_partners), "nobody else is asked: {met}");
    assert_eq!((&met["cookies"], &met["violations"]), (&json!([]), &json!([])), "{met}");
    let others: Vec<_> = met["foreign"].as_array().unwrap().iter().filter(|url| !is_partners(url)).collect();
    assert_eq!(others, ["https://video.example.org/santiago-people.mp4"], "asked for, it is loaded: {met}");
    assert_eq!(met["focused"], "iframe", "{met}");
    let lists = met["lists"].as_array().unwrap();
    let told = |at: usize| (lists[at]["name"].as_str().unwrap(), lists[at]["dir"].as_str().unwrap());
    assert_eq!(told(0), ("cities-news", "ltr"), "{met}");
    assert_eq!(lists[0]["titles"], json!(["h3", "h3", "h3"]), "{met}");
    assert_eq!(
        (told(1).0, &lists[1]["titles"]),
        ("cities-calls", &json!(["h3"])),
        "only what is open: {met}"
    );
    assert_eq!((told(2).0, &lists[2]["titles"]), ("cities-events", &json!([])), "none is to come: {met}");
    assert_eq!((told(3).0, &lists[3]["titles"]), ("cities-media", &json!(["h3", "h3", "h3"])), "{met}");
    assert_eq!((told(4), &lists[4]["titles"]), (("cities-news", "rtl"), &json!(["h3"])), "{met}");
    assert_eq!(lists[0]["colour"], "rgb(138, 59, 18)", "the partner's own: {met}");

    let refused = visit(demo.address(), &packages, "refused").await.unwrap();
    assert_eq!(refused["told"], "This cannot be shown at the moment.", "{refused}");
    assert_eq!(refused["instead"], true, "what stands within the element: {refused}");
    let complaints = refused["complaints"].to_string();
    assert!(complaints.contains("<cities-news>") && complaints.contains("`limit` must be"), "{refused}");
}

#[tokio::test]
async fn frames_show_the_same_without_a_script() {
    let Some(packages) = packages() else { return };
    let demo = demo().await;
    let Some(met) = visit(demo.address(), &packages, "scriptless").await else { return };
    untroubled(&met);
    assert_eq!((&met["news"], &met["foreign"]), (&json!(4), &json!([])), "{met}");
}

use harness::{Bundle, Element, TestApp, Value, elements, elements_on_a_page, json};

/// By folder of the bundle: the list that reads it, and what else it needs.
fn nouns() -> [(&'static str, &'static str, Value); 5] {
    [
        ("clusters", "clusters", json!({})),
        ("cities", "cities", json!({ "countryCode": "CL" })),
        ("news", "news", json!({ "kind": "ARTICLE" })),
        ("calls", "calls", json!({ "closesAt": "2030-01-01T00:00:00.000Z", "timeZone": "UTC" })),
        ("practices", "practices", json!({})),
    ]
}

/// What people have tried against those who show what others wrote.
pub fn attacks() -> Vec<String> {
    serde_json::from_str(include_str!("../../fixtures/xss.json")).expect("a list of texts")
}

/// Puts a text into the one rich field of every noun, in both formats.
fn put(bundle: &Bundle, at: usize, source: &str) {
    for (noun, _, needs) in nouns() {
        for format in ["markdown", "html"] {
            let mut fields = needs.clone();
            let lines: Vec<&str> = source.split('\n').collect();
            let text = json!({ "title": "x", "name": "x", "body": { format: lines } });
            let mut text = text;
            text.as_object_mut().unwrap().remove(if noun == "cities" { "title" } else { "name" });
            fields["text"] = json!({ "en": text });
            bundle.put(noun, &format!("{format}-{at}"), fields);
        }
    }
}

/// All that is served of them: slug and HTML.
async fn served(app: &TestApp, list: &str) -> Vec<(String, String)> {
    let query = format!(
        "query ($after: String) {{ {list}(first: 100, after: $after) {{ \
           nodes {{ slug body {{ html }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = app.graphql(&query, json!({ "after": after })).await;
        let page = &answer["data"][list];
        for node in page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")) {
            let html = node["body"]["html"].as_str().unwrap();
            found.push((node["slug"].as_str().unwrap().to_owned(), html.to_owned()));
        }
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

const ELEMENTS: &str = " a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em \
    figcaption figure h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q rp rt ruby s samp section small span \
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr ";
const ATTRIBUTES: &str = " align alt aria-label class colspan datetime dir height href hreflang id lang open rel \
    reversed rowspan scope span src start title value width ";
const OF_FRAMES: &str = " allow height loading referrerpolicy sandbox src title width ";
const PLAYERS: [&str; 3] = [
    "https://www.youtube-nocookie.com/embed/",
    "https://player.vimeo.com/video/",
    "https://player.bilibili.com/player.html",
];

/// As an HTML5 parser reads it, in a page that is there and in one that is being written.
#[track_caller]
pub fn assert_safe(html: &str) {
    for element in elements(html).iter().chain(&elements_on_a_page(html)) {
        assert_harmless(element, html);
    }
}

#[track_caller]
fn assert_harmless(element: &Element, html: &str) {
    let Element { name, attributes } = element;
    assert!(ELEMENTS.contains(&format!(" {name} ")), "<{name}> in {html}");
    let allowed = if name == "iframe" { OF_FRAMES } else { ATTRIBUTES };
    for (attribute, value) in attributes {
        assert!(allowed.contains(&format!(" {attribute} ")), "{attribute} of <{name}> in {html}");
        match attribute.as_str() {
            "id" => assert!(value.starts_with('t') && value.as_bytes()[9] == b'-', "{value} in {html}"),
            "class" => {
                assert!(value.starts_with("footnote") || value.starts_with("language-"), "{value} in {html}");
            }
            _ => {}
        }
    }
    for address in ["href", "src"].into_iter().filter_map(|name| element.attribute(name)) {
        let page = url::Url::parse("https://page.example/").unwrap();
        if let Ok(url) = page.join(address) {
            assert!(matches!(url.scheme(), "http" | "https" | "mailto"), "{address} in {html}");
            let leaves = name == "a" && url.scheme() != "mailto" && url.host() != page.host();
            assert!(
                !leaves || element.attribute("rel") == Some("noopener noreferrer"),
                "{address} in {html}"
            );
        }
    }
    if name == "iframe" {
        let src = element.attribute("src").unwrap();
        assert!(PLAYERS.iter().any(|player| src.starts_with(player)), "{src} in {html}");
        assert_eq!(
            element.attribute("sandbox"),
            Some(
                "allow-popups allow-popups-to-escape-sandbox allow-presentation allow-same-origin allow-scripts"
            )
        );
        assert!(element.attribute("title").is_some_and(|title| !title.is_empty()), "{html}");
    }
}

#[tokio::test]
async fn whatever_is_tried_in_a_rich_text_its_readers_get_nothing_but_text() {
    let control = elements("<p onclick=x><svg><a xlink:href=y>");
    assert_eq!((control[0].attribute("onclick"), control[2].name.as_str()), (Some("x"), "svg:a"));

    let app = TestApp::start().await;
    let (bundle, attacks) = (Bundle::empty(), attacks());
    for (at, attack) in attacks.iter().enumerate() {
        put(&bundle, at, attack);
    }
    app.import(bundle.path());
    for (_, list, _) in nouns() {
        let served = served(&app, list).await;
        assert_eq!(served.len(), 2 * attacks.len(), "{list}");
        for (_, html) in &served {
            assert_safe(html);
        }
    }
}

#[tokio::test]
async fn headings_fit_beneath_the_title_of_a_page_and_films_play_at_known_providers_alone() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    put(
        &bundle,
        0,
        "<h1>City</h1>\n\n<h3>Port</h3>\n\n<iframe src=\"https://www.youtube.com/embed/a1?autoplay=1\"></iframe>\n\n<iframe src=\"https://maps.example/x\" title=\"The port\"></iframe>",
    );
    app.import(bundle.path());
    for (_, list, _) in nouns() {
        for (slug, html) in served(&app, list).await {
            let found = elements(&html);
            let names: Vec<&str> =
                found.iter().map(|one| one.name.as_str()).filter(|name| *name != "p").collect();
            assert_eq!(names, ["h2", "h4", "iframe", "a"], "{list} {slug}: {html}");
            let frame = found.iter().find(|one| one.name == "iframe").unwrap();
            assert_eq!(frame.attribute("src"), Some("https://www.youtube-nocookie.com/embed/a1"));
            assert_eq!(
                (frame.attribute("loading"), frame.attribute("title")),
                (Some("lazy"), Some("YouTube"))
            );
            assert!(
                html.contains("href=\"https://maps.example/x\" rel=\"noopener noreferrer\">The port</a>")
            );
        }
    }
}

#[tokio::test]
async fn texts_of_an_older_rule_are_rendered_anew_by_the_doctor() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    put(&bundle, 0, "# City");
    put(&bundle, 1, "plain");
    app.import(bundle.path());
    for table in ["cluster", "city", "news_item", "call", "practice"] {
        let sql = format!(
            "UPDATE {table}_translation SET body_html = '<h1>City</h1>' WHERE body_html LIKE '%City%'"
        );
        app.database().execute(&sql).await;
    }
    let found = app.cities(&["doctor"]);
    assert!(
        found.code == 1 && found.stdout.contains("texts: 10 were rendered by an older rule"),
        "{found:?}"
    );
    assert!(app.cities(&["doctor", "--mend"]).succeeded().contains("texts: in order"));
    for (_, list, _) in nouns() {
        let served = served(&app, list).await;
        assert_eq!(
            served.iter().filter(|(_, html)| html.trim_end() == "<h2>City</h2>").count(),
            1,
            "{served:?}"
        );
    }
}

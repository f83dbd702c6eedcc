use harness::{TestApp, Value, json};

use super::{ITEM, act, drafted, published, read, try_act};

#[tokio::test]
async fn an_editor_writes_publishes_and_readers_see_it() {
    let app = TestApp::with_demo().await;
    let (editor, anyone) = (app.user("editor").await, app.client());
    let clusters = anyone.graphql("{ clusters(first: 1) { nodes { id slug } } }", json!({})).await.json();
    let first = &clusters["data"]["clusters"]["nodes"][0];
    let input = json!({
        "locale": "en", "kind": "WEBINAR", "clusters": [first["id"]], "sdgs": [11, 3],
        "event": { "startsAt": "2026-07-01T08:00:00Z", "timeZone": "Asia/Shanghai", "onlineUrl": "https://meet.example/" },
        "text": [
            { "locale": "en", "title": "Clean Air, for all!", "excerpt": "Soon.", "body": { "markdown": "*Hello* <script>x</script>" } },
            { "locale": "zh", "title": "清洁空气", "status": "DRAFT" },
        ],
    });
    let selection =
        "newsItem { id slug status version sdgs availableLocales clusters { slug } body { html markdown }
                     event { startsAt timeZone } }";
    let made = act(&editor, "createNewsItem", selection, input).await;
    let item = &made["newsItem"];
    let id = item["id"].as_str().unwrap();
    assert_eq!(item["slug"], "clean-air-for-all");
    assert_eq!((&item["status"], &item["version"]), (&json!("DRAFT"), &json!(1)));
    assert_eq!(item["availableLocales"], json!(["en", "zh"]), "an editor sees what is being translated");
    assert_eq!(item["body"]["html"], "<p><em>Hello</em> </p>\n");
    assert_eq!(item["clusters"], json!([{ "slug": first["slug"] }]));
    assert_eq!(item["event"]["timeZone"], "Asia/Shanghai");

    assert!(read(&anyone, id, "LIVE").await["data"]["node"].is_null());
    let live = act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    assert_eq!(live["newsItem"]["status"], "PUBLISHED");
    let seen = read(&anyone, id, "LIVE").await;
    assert_eq!(seen["data"]["node"]["publishedAt"], "2026-06-01T12:00:00.000Z");
    assert!(seen["data"]["node"]["hasDraft"].is_null(), "that is not the public's to know");
    let listed =
        anyone.graphql("{ news(first: 1) { nodes { id availableLocales } } }", json!({})).await.json();
    assert_eq!(listed["data"]["news"]["nodes"], json!([{ "id": id, "availableLocales": ["en"] }]));
}

#[tokio::test]
async fn what_is_no_event_is_told_all_that_is_wrong_with_its_event() {
    let app = TestApp::start().await;
    let event =
        json!({ "startsAt": "2026-07-02T08:00:00Z", "endsAt": "2026-07-01T08:00:00Z", "timeZone": "UTC" });
    let input = json!({ "locale": "en", "kind": "ARTICLE", "event": event,
                        "text": [{ "locale": "en", "title": "Tram", "venue": "Hall" }] });
    let told = act(&app.user("editor").await, "createNewsItem", ITEM, input).await["userErrors"].clone();
    let fields: Value = told.as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
    assert_eq!(fields, json!([["event", "endsAt"], ["event"], ["text", "en", "venue"]]), "{told}");
}

#[tokio::test]
async fn all_mistakes_are_told_at_once_each_with_its_way() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let input = json!({
        "locale": "en", "slug": "Not a slug", "kind": null, "sdgs": [18, -1, 3], "hero": "city_01h455vb4pex5vsknk084sn02q",
        "clusters": ["nonsense", "cluster_01h455vb4pex5vsknk084sn02q"],
        "event": { "startsAt": "2026-07-01T08:00:00Z", "endsAt": "2026-06-01T08:00:00Z", "timeZone": "Mars/Olympus" },
        "text": [{ "locale": "en", "title": " \u{200b}" }, { "locale": "fr", "title": "x".repeat(301) }],
    });
    let payload = act(&editor, "createNewsItem", ITEM, input).await;
    assert!(payload["newsItem"].is_null());
    let errors = payload["userErrors"].as_array().unwrap();
    let told: Vec<String> = errors
        .iter()
        .map(|error| {
            let field: Vec<&str> =
                error["field"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            format!("{} {}", field.join("."), error["code"].as_str().unwrap())
        })
        .collect();
    for expected in [
        "slug INVALID",
        "kind REQUIRED",
        "hero INVALID",
        "clusters.0 INVALID",
        "sdgs.0 INVALID",
        "sdgs.1 INVALID",
        "event INVALID_STATE",
        "text.en.title REQUIRED",
        "text.fr.title TOO_LONG",
    ] {
        assert!(told.iter().any(|found| found == expected), "{expected} is not among {told:?}");
    }
    let none = app.graphql("{ news(first: 1) { totalCount } }", json!({})).await;
    assert_eq!(none["data"]["news"]["totalCount"], 0);
}

#[tokio::test]
async fn null_clears_absence_leaves_and_a_language_can_go() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let input = json!({ "locale": "en", "authorName": "Ana", "canonicalUrl": "https://example.org/a", "text": [
        { "locale": "en", "title": "Tram", "excerpt": "A tram." }, { "locale": "zh", "title": "电车" }] });
    let selection = "newsItem { id version authorName canonicalUrl title excerpt availableLocales }";
    let made = act(&editor, "createNewsItem", selection, input).await;
    let (id, version) = (&made["newsItem"]["id"], &made["newsItem"]["version"]);
    let input = json!({ "id": id, "expectedVersion": version, "authorName": null, "removeText": ["zh"],
                        "text": [{ "locale": "en", "excerpt": null }] });
    let changed = act(&editor, "updateNewsItem", selection, input).await;
    assert_eq!(
        changed["newsItem"],
        json!({ "id": id, "version": 2, "authorName": null, "canonicalUrl": "https://example.org/a", "title": "Tram",
                "excerpt": "", "availableLocales": ["en"] })
    );
    let nothing = json!({ "id": id, "expectedVersion": 2 });
    assert_eq!(act(&editor, "updateNewsItem", selection, nothing).await["newsItem"]["version"], 2);
}

#[tokio::test]
async fn things_of_one_title_get_slugs_of_their_own_and_old_ones_stay() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    for expected in ["clean-air", "clean-air-2", "clean-air-3"] {
        let id = drafted(&editor, "Clean air").await;
        assert_eq!(read(&editor, &id, "DRAFT").await["data"]["node"]["slug"], expected);
    }
    let input = json!({ "locale": "zh", "text": [{ "locale": "zh", "title": "清洁空气" }] });
    let payload = act(&editor, "createNewsItem", ITEM, input).await;
    assert_eq!(payload["userErrors"][0]["field"], json!(["slug"]));
    assert_eq!(payload["userErrors"][0]["code"], "REQUIRED");
    assert_eq!(payload["userErrors"].as_array().unwrap().len(), 1, "{payload}");

    let id = published(&editor, "Old name").await;
    let renamed = json!({ "id": id, "expectedVersion": 2, "slug": "new-name" });
    act(&editor, "updateNewsItem", ITEM, renamed).await;
    act(&editor, "publishNewsItem", ITEM, json!({ "id": id })).await;
    let found = app.graphql("{ newsItem(slug: \"old-name\") { slug } }", json!({})).await;
    assert_eq!(found["data"]["newsItem"]["slug"], "new-name");
}

#[tokio::test]
async fn every_noun_can_be_written_published_and_put_away() {
    let app = TestApp::start().await;
    let (editor, admin) = (app.user("editor").await, app.user("admin").await);
    for (noun, field, input) in [
        ("Cluster", "cluster", json!({ "text": [{ "locale": "en", "title": "Waste" }] })),
        ("City", "city", json!({ "countryCode": "CL", "text": [{ "locale": "en", "name": "Santiago" }] })),
        (
            "Call",
            "call",
            json!({ "closesAt": "2026-09-01T00:00:00Z",
                    "form": { "type": "object", "properties": { "title": { "type": "string" } } },
                    "text": [{ "locale": "en", "title": "Send" }] }),
        ),
        ("Practice", "practice", json!({ "text": [{ "locale": "en", "title": "Buses" }] })),
        (
            "MediaItem",
            "mediaItem",
            json!({ "sources": [{ "provider": "VIMEO", "url": "https://v.example/1" }],
                                           "text": [{ "locale": "en", "title": "Film" }] }),
        ),
        (
            "Partner",
            "partner",
            json!({ "kind": "ACADEMIA", "text": [{ "locale": "en", "name": "A school" }] }),
        ),
    ] {
        let mut input = input;
        input["locale"] = json!("en");
        let selection = format!("{field} {{ id slug status version hasDraft }}");
        let run = async |who, verb: &str, input| act(who, &format!("{verb}{noun}"), &selection, input).await;
        let made = run(&editor, "create", input).await;
        let id = made[field]["id"].clone();
        assert!(id.is_string(), "{made}");
        let live = run(&editor, "publish", json!({ "id": id })).await;
        assert_eq!(live[field]["status"], "PUBLISHED", "{live}");
        let slug = live[field]["slug"].clone();
        let query = format!("query ($slug: String!) {{ {field}(slug: $slug) {{ id }} }}");
        let seen = app.graphql(&query, json!({ "slug": slug })).await;
        assert_eq!(seen["data"][field]["id"], id);
        let changed =
            run(&editor, "update", json!({ "id": id, "expectedVersion": 2, "slug": "other" })).await;
        assert_eq!(changed[field]["hasDraft"], true, "{changed}");
        let discarded = act(&editor, &format!("discard{noun}Draft"), &selection, json!({ "id": id })).await;
        assert_eq!((&discarded[field]["hasDraft"], &discarded[field]["slug"]), (&json!(false), &slug));
        let away = run(&editor, "archive", json!({ "id": id })).await;
        assert_eq!(away[field]["status"], "ARCHIVED");
        assert!(app.graphql(&query, json!({ "slug": slug })).await["data"][field].is_null());
        let back = run(&editor, "restore", json!({ "id": id })).await;
        assert_eq!(back[field]["status"], "DRAFT");
        run(&editor, "archive", json!({ "id": id })).await;
        let refused = try_act(&editor, &format!("purge{noun}"), &selection, json!({ "id": id })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert!(run(&admin, "purge", json!({ "id": id })).await[field].is_null());
        let gone = run(&editor, "archive", json!({ "id": id })).await;
        assert_eq!(gone["userErrors"][0]["code"], "NOT_FOUND");
    }
}

#[tokio::test]
async fn no_mutation_that_is_refused_takes_the_answers_of_others_along() {
    let app = TestApp::start().await;
    let query = "{ __type(name: \"Mutation\") { fields { name type { kind } } } }";
    let fields = app.graphql(query, json!({})).await["data"]["__type"]["fields"].clone();
    let fields = fields.as_array().unwrap();
    let strict: Vec<_> = fields.iter().filter(|field| field["type"]["kind"] == "NON_NULL").collect();
    assert!(fields.len() > 90 && strict.is_empty(), "{strict:?}");
}

#[tokio::test]
async fn a_refusal_leaves_what_the_others_of_its_document_did_to_be_told() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let topic = |name: &str| {
        format!(
            "{name}: createTopic(input: {{ locale: \"en\", slug: \"{name}\", text: [{{ locale: \"en\", label: \"A\" }}] }}) \
             {{ topic {{ slug }} userErrors {{ code }} }}"
        )
    };
    let refused = "purgeTopic(input: { id: \"topic_01h455vb4pex5vsknk084sn02q\" }) { userErrors { code } }";
    let query = format!("mutation {{ {} {refused} {} }}", topic("buses"), topic("trams"));
    let answer = editor.graphql(&query, json!({})).await;
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    let made = |slug: &str| json!({ "topic": { "slug": slug }, "userErrors": [] });
    assert_eq!(answer["data"], json!({ "buses": made("buses"), "purgeTopic": null, "trams": made("trams") }));
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["path"]), (1, &json!(["purgeTopic"])), "{answer}");
    assert_eq!(errors[0]["extensions"]["code"], "FORBIDDEN");
}

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use harness::{Bundle, TestApp, demo};
use serde_json::json;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// All files below a folder, by their path in it.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[tokio::test]
async fn content_goes_from_one_site_to_another_without_a_loss() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    let said = one.cities(&["import", text(&demo())]);
    assert_eq!(said.stderr.lines().count(), 1, "a warning of the clock, and no bar without a terminal");
    assert_eq!(
        said.succeeded(),
        "imported 8 assets, 6 topics, 2 cities, 6 clusters, 2 partners, 2 calls, 3 media items, 4 news items, \
         1 practice\n"
    );
    assert_eq!(one.cities(&["import", text(&demo())]).succeeded(), "imported nothing; 34 unchanged\n");

    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    assert!(one.cities(&["export", text(&first)]).succeeded().starts_with("exported 8 assets, 6 topics"));
    other.import(&first);
    other.cities(&["export", text(&second)]).succeeded();
    assert!(files(&demo()) == files(&first) && files(&first) == files(&second));
}

#[tokio::test]
async fn the_doctor_finds_what_is_not_whole_and_mends_what_can_be_mended() {
    let app = TestApp::with_demo().await;
    let healthy = "database: in order\nlists: in order\ntexts: in order\nmails: in order\nfiles: in order\n";
    assert_eq!(app.cities(&["doctor"]).succeeded(), healthy);
    assert_eq!(app.cities(&["doctor", "--mend"]).succeeded(), healthy);

    app.database().execute("DELETE FROM listing WHERE list = 'news' AND locale = '*'").await;
    let assets = app.folder().join("assets");
    let lost = files(&assets).into_keys().next().unwrap();
    fs::remove_file(assets.join(&lost)).unwrap();
    let found = app.cities(&["doctor"]);
    assert_eq!(found.code, 1);
    assert!(
        found.stdout.contains("rows are missing and 0 too many: run `cities doctor --mend`"),
        "{}",
        found.stdout
    );
    assert!(
        found.stdout.contains("files: 1 not in order") && found.stdout.contains(".png"),
        "{}",
        found.stdout
    );

    let other = files(&assets).into_keys().next().unwrap();
    let mut bytes = fs::read(assets.join(&other)).unwrap();
    bytes[100] ^= 1;
    fs::write(assets.join(&other), bytes).unwrap();
    assert!(app.cities(&["doctor"]).stdout.contains("files: 2 not in order"), "a flipped bit");
    let refused = app.cities(&["export", text(&app.folder().join("out"))]);
    assert!(refused.code == 1 && refused.stderr.contains("restore them from a backup"), "{}", refused.stderr);

    let mended = app.cities(&["doctor", "--mend"]);
    assert_eq!((mended.code, mended.stdout.contains("lists: in order")), (1, true), "{}", mended.stdout);
    app.import(&demo());
    assert_eq!(app.cities(&["doctor"]).succeeded(), healthy);
}

#[tokio::test]
async fn an_id_is_of_one_thing_of_one_type() {
    let app = TestApp::start().await;
    let refused = |bundle: &Bundle, said: &str| {
        let outcome = app.cities(&["import", text(bundle.path())]);
        assert_eq!(outcome.code, 1, "{said}");
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    };
    let bundle = Bundle::empty();
    let named = |id: &str| json!({ "id": id, "text": { "en": { "title": "A" } } });
    bundle.put("clusters", "nil", named("cluster_00000000000000000000000000"));
    refused(&bundle, "clusters/nil.json: nil: id: is the id of nothing");

    let bundle = Bundle::empty();
    bundle.put("clusters", "one", named("cluster_01h455vb4pex5vsknk084sn02q"));
    app.import(bundle.path());
    let bundle = Bundle::empty();
    bundle.put("practices", "two", named("practice_01h455vb4pex5vsknk084sn02q"));
    refused(&bundle, "practices/two.json: two: id: is the id of a thing of another type");
}

#[tokio::test]
async fn what_a_bundle_says_of_old_slugs_wins_and_stays_so() {
    let app = TestApp::start().await;
    let save = |things: &[(&str, &str, &[&str])]| {
        let bundle = Bundle::empty();
        for (key, slug, olds) in things {
            let text = json!({ "en": { "title": slug } });
            let cluster = json!({ "slug": slug, "externalRef": key, "oldSlugs": olds, "text": text });
            bundle.put("clusters", slug, cluster);
        }
        app.import(bundle.path());
    };
    let found = async |slug: &str| {
        let query = "query ($slug: String!) { cluster(slug: $slug) { slug } }";
        app.graphql(query, json!({ "slug": slug })).await["data"]["cluster"]["slug"].clone()
    };
    save(&[("a", "foo", &[]), ("b", "baz", &[])]);
    for _ in 0..2 {
        save(&[("a", "bar", &[]), ("b", "baz", &["foo"])]);
        assert_eq!((found("foo").await, found("bar").await), (json!("baz"), json!("bar")));
    }
    save(&[("c", "one", &[]), ("d", "two", &[])]);
    save(&[("c", "three", &["two"]), ("d", "four", &["one"])]);
    assert_eq!((found("two").await, found("one").await), (json!("three"), json!("four")));
}

#[tokio::test]
async fn a_place_is_told_to_its_last_digit() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let text = json!({ "en": { "name": "Here" } });
    let (latitude, longitude) = (json!(90.0_f64.next_down()), json!(0.1 + 0.2));
    bundle.put(
        "cities",
        "here",
        json!({ "countryCode": "CL", "latitude": latitude, "longitude": longitude, "text": text }),
    );
    bundle.put("cities", "there", json!({ "countryCode": "CL", "latitude": -33.0, "text": text }));
    app.import(bundle.path());
    let answer = app.graphql("{ cities { nodes { latitude longitude } } }", json!({})).await;
    let found: BTreeMap<String, serde_json::Value> = answer["data"]["cities"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["latitude"].to_string(), one["longitude"].clone()))
        .collect();
    assert_eq!(found[&latitude.to_string()], longitude);
    assert_eq!(found["-33.0"], json!(null));
}

#[tokio::test]
async fn a_renamed_thing_is_found_by_both_slugs_and_its_text_is_safe() {
    let app = TestApp::start().await;
    let save = |slug: &str| {
        let bundle = Bundle::empty();
        let html =
            "<p onclick=\"steal()\">Clean <a href=\"javascript:x\">air</a><svg onload=\"x\"></svg></p>";
        let body = json!({ "html": [html, "<script>steal()</script>"] });
        let text = json!({ "en": { "title": "Air", "body": body } });
        bundle.put("clusters", slug, json!({ "externalRef": "wp-1", "text": text }));
        app.import(bundle.path());
    };
    save("air");
    save("clean-air");
    for slug in ["air", "clean-air"] {
        let query = "query($slug: String!) { cluster(slug: $slug) { slug body { html } } }";
        let answer = app.graphql(query, json!({ "slug": slug })).await;
        let cluster = &answer["data"]["cluster"];
        assert_eq!(cluster["slug"], "clean-air", "{answer}");
        let html = cluster["body"]["html"].as_str().unwrap();
        assert!(html.contains("Clean") && html.contains("air"), "{html}");
        assert!(
            !["onclick", "javascript", "script", "svg", "steal"].iter().any(|bad| html.contains(bad)),
            "{html}"
        );
    }
}

#[tokio::test]
async fn a_bundle_with_mistakes_is_refused_whole_with_the_list() {
    let app = TestApp::with_demo().await;
    let bundle = Bundle::empty();
    bundle.put("clusters", "fine", json!({ "text": { "en": { "title": "Fine" } } }));
    bundle.put("news", "bad", json!({ "clusters": ["nowhere"], "sdgs": [42], "text": { "en": {} } }));
    let refused = app.cities(&["import", text(bundle.path())]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    for line in [
        "the bundle has 3 mistakes; nothing was imported:",
        "news/bad.json: bad: clusters.0: \"nowhere\" is neither",
        "news/bad.json: bad: sdgs.0: 42 is not",
        "news/bad.json: bad: text.en.title: is required",
    ] {
        assert!(refused.stderr.contains(line), "nobody says {line}: {}", refused.stderr);
    }
    let answer = app.graphql("{ clusters { totalCount } news { totalCount } }", json!({})).await;
    assert_eq!(answer["data"], json!({ "clusters": { "totalCount": 6 }, "news": { "totalCount": 4 } }));
}

#[tokio::test]
async fn an_export_never_touches_a_folder_of_somebody_else() {
    let app = TestApp::with_demo().await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.doc"), "years of work").unwrap();
    let refused = app.cities(&["export", text(folder.path())]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("thesis.doc") && refused.stderr.contains("name a new folder"));
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn an_export_of_a_mistyped_database_leaves_the_folder_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (bundle, missing) = (folder.path().join("bundle"), folder.path().join("citties.db"));
    fs::create_dir(&bundle).unwrap();
    fs::write(bundle.join("bundle.json"), r#"{"format": "cities-bundle", "version": 1}"#).unwrap();
    fs::create_dir(bundle.join("clusters")).unwrap();
    fs::write(bundle.join("clusters/waste.json"), "{}").unwrap();
    let outcome =
        harness::cities(["export", text(&bundle), "--database", &format!("sqlite:{}", text(&missing))]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.contains("there is no database"), "{}", outcome.stderr);
    assert!(!missing.exists() && bundle.join("clusters/waste.json").exists());
}

#[tokio::test]
async fn a_population_is_refused_that_no_answer_could_tell() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    let named = json!({ "en": { "status": "PUBLISHED", "name": "Xiamen" } });
    bundle.put("cities", "xiamen", json!({ "countryCode": "CN", "population": i32::MAX, "text": named }));
    app.import(bundle.path());
    let answer = app.graphql("{ city(slug: \"xiamen\") { population } }", json!({})).await;
    assert_eq!(answer["data"]["city"]["population"], i32::MAX);
    let more = i64::from(i32::MAX) + 1;
    bundle.put("cities", "xiamen", json!({ "countryCode": "CN", "population": more, "text": named }));
    let refused = app.cities(&["import", text(bundle.path())]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("population"), "{}", refused.stderr);
}

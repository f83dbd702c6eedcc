//! What whoever looks after users can read later.

use std::time::Duration;

use harness::{TestApp, json};

use super::{PASSWORD, add, bearer, refreshed, sign_in, viewer};

/// The log, oldest first: actor, action, kind of subject, address and detail.
pub async fn log(app: &TestApp) -> Vec<String> {
    let line = "actor || ' ' || action || ' ' || coalesce(subject_type, '-') || ' ' || coalesce(origin, '-') \
                || ' ' || coalesce(detail, '-')";
    app.database().texts(&format!("select {line} from audit_event order by at, id")).await
}

#[tokio::test]
async fn sign_ins_and_changes_of_users_are_written_down_without_secrets() {
    let app = TestApp::start().await;
    let ana = "ana@example.org";
    add(&app, ana, "editor");
    app.pass(Duration::from_secs(1));
    sign_in(&app.client(), ana, "wrong horse battery").await;
    app.pass(Duration::from_secs(1));
    sign_in(&app.client(), "secret typed into the wrong field", "wrong horse battery").await;
    app.pass(Duration::from_secs(1));
    let session = sign_in(&app.client(), ana, PASSWORD).await["session"].clone();
    let next = refreshed(&app.client(), &session).await;
    app.pass(Duration::from_secs(21));
    assert!(refreshed(&app.client(), &session).await.is_null());
    app.pass(Duration::from_secs(1));
    let again = sign_in(&app.client(), ana, PASSWORD).await["session"].clone();
    app.pass(Duration::from_secs(1));
    bearer(app.client(), &again).graphql("mutation { signOut { userErrors { code } } }", json!({})).await;
    for arguments in [
        ["user", "set-role", ana, "reviewer"].as_slice(),
        // What changes nothing is no event.
        &["user", "set-role", ana, "reviewer"],
        &["user", "set-organisation", ana],
        &["user", "enable", ana],
        &["user", "disable", ana],
        &["user", "disable", ana],
        &["user", "enable", ana],
    ] {
        app.pass(Duration::from_secs(1));
        app.cities(arguments).succeeded();
    }
    app.pass(Duration::from_secs(1));
    app.cities_told(&["user", "set-password", ana], "another horse battery").succeeded();
    let log = log(&app).await;
    let wanted = [
        r#"system user.added user - {"role":"editor"}"#,
        r#"anonymous session.refused user 127.0.0.1 {"why":"password"}"#,
        r#"anonymous session.refused - 127.0.0.1 {"why":"unknown"}"#,
        "user session.started session 127.0.0.1 -",
        "anonymous session.reused session 127.0.0.1 -",
        "user session.started session 127.0.0.1 -",
        "user session.ended session 127.0.0.1 -",
        r#"system user.role_changed user - {"role":"reviewer"}"#,
        "system user.disabled user - -",
        "system user.enabled user - -",
        "system user.password_changed user - -",
    ];
    assert_eq!(log, wanted);
    let secrets = ["horse", "secret typed", next["refreshToken"].as_str().unwrap()];
    assert!(secrets.iter().all(|secret| !app.log().contains(secret)));
}

#[tokio::test]
async fn a_focal_point_sees_who_they_are_and_their_city() {
    let app = TestApp::with_demo().await;
    let email = "bo@example.org";
    for wrong in [&["BAD", "--role", "editor"][..], &["bo@example.org", "--role", "city"]] {
        let refused = app.cities_told(&[&["user", "add", "--name", "Bo"], wrong].concat(), PASSWORD);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
    }
    let arguments = ["user", "add", email, "--name", "Bo", "--role", "city", "--city", "xiamen"];
    app.cities_told(&arguments, PASSWORD).succeeded();
    let city =
        app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await["data"]["city"]["id"].clone();
    let added = format!(r#"system user.added user - {{"role":"city","city":{city}}}"#);
    assert!(log(&app).await.contains(&added), "{added}");
    let session = sign_in(&app.client(), email, PASSWORD).await["session"].clone();
    let bo = bearer(app.client(), &session);
    let query = "{ viewer { email name city(locale: \"zh\", fallbackToOriginal: true) { slug name clusters { nodes { slug } } } } }";
    app.statements();
    let answer = bo.graphql(query, json!({})).await.json();
    assert_eq!(app.statements().len(), 2, "the user, and the city with all beneath it");
    let told = &answer["data"]["viewer"];
    assert_eq!(
        (&told["email"], &told["name"], &told["city"]["slug"]),
        (&json!(email), &json!("Bo"), &json!("xiamen"))
    );
    assert!(!told["city"]["clusters"]["nodes"].as_array().unwrap().is_empty(), "{answer}");

    let wrong = "{ viewer { id city { news(first: 1000) { nodes { id } } } } }";
    let answer = bo.graphql(wrong, json!({})).await.json();
    let error = &answer["errors"][0];
    assert_eq!(
        (&error["path"], &error["extensions"]["argument"]),
        (&json!(["viewer", "city", "news"]), &json!("viewer.city.news.first"))
    );
    assert!(answer["data"]["viewer"]["id"].is_string(), "the rest stays");

    let archived = "update city set status = 'archived' where slug = 'xiamen'";
    app.database().execute(archived).await;
    let answer = bo.graphql("{ viewer { city { slug } } }", json!({})).await.json();
    assert_eq!(answer["data"]["viewer"], json!({ "city": null }));
    add(&app, "ana@example.org", "editor");
    let ana = sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].clone();
    assert_eq!(viewer(&bearer(app.client(), &ana)).await["role"], "EDITOR");
}

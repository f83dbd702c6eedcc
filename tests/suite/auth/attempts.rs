use std::time::Duration;

use harness::{Client, TestApp, Value, json};

use super::{PASSWORD, SIGN_IN, add, bearer, refreshed, session, sign_in};

async fn tried(client: &Client, email: &str, password: &str) -> Value {
    client.graphql(SIGN_IN, json!({ "email": email, "password": password })).await.json()
}

/// Seconds to wait, where there is a wait.
fn wait(answer: &Value) -> Option<i64> {
    let extensions = &answer["errors"][0]["extensions"];
    (extensions["code"] == "RATE_LIMITED").then(|| extensions["retryAfter"].as_i64().unwrap())
}

#[tokio::test]
async fn guessing_at_an_account_takes_longer_and_longer_whether_it_is_there_or_not() {
    let app = TestApp::start().await;
    add(&app, "ana@example.org", "admin");
    for email in ["ana@example.org", "nobody@example.org"] {
        for _ in 0..5 {
            assert!(
                !sign_in(&app.client(), email, "wrong horse").await["userErrors"]
                    .as_array()
                    .unwrap()
                    .is_empty()
            );
        }
        let refused = tried(&app.client(), email, PASSWORD).await;
        let told = (wait(&refused), &refused["data"]["signIn"]);
        assert_eq!(told, (Some(1), &Value::Null), "even with the right one");
    }
    assert_eq!(wait(&tried(&app.client(), "ANA@example.org ", PASSWORD).await), Some(1), "the same account");
    app.pass(Duration::from_secs(1));
    assert!(!sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].is_null());
    for _ in 0..5 {
        assert_eq!(
            wait(&tried(&app.client(), "ana@example.org", "wrong horse").await),
            None,
            "from the start"
        );
    }
}

#[tokio::test]
async fn an_address_that_guesses_at_many_accounts_has_to_wait_and_others_need_not() {
    let settings = ["--trusted-proxies", "127.0.0.0/8"];
    let app = TestApp::with(&settings).await;
    let from = |address: &str| app.client().with("x-forwarded-for", address);
    let guesser = from("203.0.113.9, 198.51.100.7");
    for number in 0..30 {
        assert_eq!(wait(&tried(&guesser, &format!("user-{number}@example.org"), "wrong horse").await), None);
    }
    assert_eq!(wait(&tried(&guesser, "another@example.org", "wrong horse").await), Some(1));
    for _ in 0..6 {
        assert_eq!(wait(&tried(&guesser, "ana@example.org", "wrong horse").await), Some(1));
    }
    let session = session(&app, "ana@example.org", "editor").await;
    assert!(!session.is_null(), "from elsewhere, and what was refused does not count against her");
    let guesser = from("198.51.100.7");
    let answer = guesser.graphql(
        "mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) { userErrors { code } } }",
        json!({ "token": "cities_rt_x" }),
    );
    assert_eq!(wait(&answer.await.json()), Some(1), "whatever it tries");
    let session = refreshed(&guesser, &session).await;
    assert!(!session.is_null(), "who has signed in there goes on");
    assert!(!refreshed(&from("203.0.113.9"), &session).await.is_null(), "who it said it came from");
}

#[tokio::test]
async fn one_request_is_one_attempt() {
    let app = TestApp::start().await;
    let one = |name: &str, password: &str| {
        format!(
            "{name}: signIn(input: {{ email: \"ana@example.org\", password: \"{password}\" }}) {{ userErrors {{ code }} }}"
        )
    };
    let many = format!("mutation {{ {} {} }}", one("a", "first guess"), one("b", "second guess"));
    let field =
        |field: &str, input: &str| format!("{field}(input: {{ {input} }}) {{ userErrors {{ code }} }}");
    let tried = [
        field("refreshSession", "refreshToken: \"guess\""),
        field("enrolSecondFactor", "password: \"guess\""),
        field("confirmSecondFactor", "code: \"123456\""),
        field("disableSecondFactor", "code: \"123456\""),
        field("requestPasswordReset", "email: \"ana@example.org\""),
        field("resetPassword", "token: \"guess\", password: \"a long enough one\""),
    ];
    let twice = tried.iter().map(|one| format!("mutation {{ a: {one} b: {one} }}"));
    let mixed = tried.iter().map(|other| format!("mutation {{ {other} {} }}", one("a", "guess")));
    for many in [many].into_iter().chain(twice).chain(mixed) {
        let refused = app.client().graphql(&many, json!({})).await;
        let extensions = &refused.json()["errors"][0]["extensions"];
        assert_eq!(
            (refused.status, &extensions["limit"], &extensions["found"]),
            (400, &json!("attempts"), &json!(2)),
            "{many}"
        );
    }
}

#[tokio::test]
async fn an_office_that_signs_in_at_once_from_one_address_is_let_in() {
    let app = TestApp::start().await;
    add(&app, "user-0@example.org", "editor");
    let (numbers, id) = if app.database().is_postgres() {
        ("generate_series(1, 50) as c(n)", "gen_random_uuid()")
    } else {
        (
            "(with recursive c(n) as (select 1 union all select n + 1 from c where n < 50) select n from c) c",
            "randomblob(16)",
        )
    };
    let crowd = format!(
        "insert into \"user\" (id, email, name, role, password_hash, created_at, updated_at, version)
         select {id}, 'user-' || c.n || '@example.org', name, role, password_hash, created_at, updated_at, version
         from \"user\" cross join {numbers}"
    );
    app.database().execute(&crowd).await;
    let asked = (0..50).map(|number| {
        let client = app.client();
        tokio::spawn(async move { tried(&client, &format!("user-{number}@example.org"), PASSWORD).await })
    });
    for one in asked.collect::<Vec<_>>() {
        let answer = one.await.unwrap();
        assert!(answer["data"]["signIn"]["session"].is_object(), "{answer}");
    }
}

#[tokio::test]
async fn nobody_keeps_a_person_out_who_guesses_from_elsewhere() {
    let app = TestApp::with(&["--trusted-proxies", "127.0.0.0/8"]).await;
    add(&app, "ana@example.org", "editor");
    let from = |address: &str| app.client().with("x-forwarded-for", address);
    let mut guessed = 0;
    for _ in 0..40 {
        match wait(&tried(&from("198.51.100.7"), "ana@example.org", "wrong horse").await) {
            Some(seconds) => app.pass(Duration::from_secs(seconds.unsigned_abs())),
            None => guessed += 1,
        }
    }
    assert!((20..30).contains(&guessed), "{guessed}");
    let answer = tried(&from("203.0.113.9"), "ana@example.org", PASSWORD).await;
    assert!(answer["data"]["signIn"]["session"].is_object(), "{answer}");
}

#[tokio::test]
async fn what_is_done_beside_an_attempt_cannot_have_a_key() {
    let app = TestApp::start().await;
    let ana = bearer(app.client(), &session(&app, "ana@example.org", "admin").await);
    let keyed = ana.clone().with("idempotency-key", "k");
    let attempt = format!(
        "signIn(input: {{ email: \"ana@example.org\", password: \"{PASSWORD}\" }}) {{ userErrors {{ code }} }}"
    );
    let topic =
        "createTopic(input: { locale: \"en\", text: [{ locale: \"en\", label: \"Air\" }] }) { topic { id } }";
    let mixed = format!("mutation {{ {attempt} {topic} }}");
    let refused = keyed.graphql(&mixed, json!({})).await;
    assert_eq!((refused.status, refused.json().get("data")), (400, None));
    assert!(refused.text().contains("the key with `createTopic`"), "{}", refused.text());
    assert_eq!(app.database().texts("SELECT slug FROM topic").await, [""; 0]);
    let alone = keyed.graphql(&format!("mutation {{ __typename {attempt} }}"), json!({})).await;
    assert_eq!((alone.status, alone.header("idempotency-replayed")), (200, None));
    assert!(ana.graphql(&mixed, json!({})).await.json()["data"]["createTopic"]["topic"]["id"].is_string());
}

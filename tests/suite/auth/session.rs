use std::sync::Arc;
use std::time::Duration;

use harness::{TestApp, json};

use super::{PASSWORD, VIEWER, add, bearer, refreshed, session, sign_in, viewer};

#[tokio::test]
async fn a_user_signs_in_is_known_and_signs_out() {
    let app = TestApp::start().await;
    let session = session(&app, "Ana@Example.org", "editor").await;
    assert_eq!(session["viewer"]["role"], "EDITOR");
    assert_eq!(session["accessTokenExpiresAt"], "2026-06-01T12:15:00.000Z");
    assert_eq!(session["refreshTokenExpiresAt"], "2026-07-01T12:00:00.000Z");
    let ana = bearer(app.client(), &session);
    assert_eq!(viewer(&ana).await, session["viewer"]);
    assert!(viewer(&app.client()).await.is_null(), "nobody");
    assert!(!sign_in(&app.client(), "ana@example.ORG", PASSWORD).await["session"].is_null(), "in any case");

    let out = ana.graphql("mutation { signOut { userErrors { code } } }", json!({})).await.json();
    assert_eq!(out["data"]["signOut"]["userErrors"], json!([]));
    let answer = ana.graphql(VIEWER, json!({})).await.json();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    assert!(refreshed(&app.client(), &session).await.is_null());
}

#[tokio::test]
async fn a_wrong_password_an_unknown_address_and_a_disabled_user_are_told_the_same() {
    let app = TestApp::start().await;
    add(&app, "ana@example.org", "admin");
    add(&app, "bo@example.org", "admin");
    app.cities(&["user", "disable", "bo@example.org"]).succeeded();
    let wrong = sign_in(&app.client(), "ana@example.org", "wrong horse battery").await;
    assert_eq!(wrong["userErrors"][0]["code"], "INVALID");
    for (email, password) in [
        ("nobody@example.org", PASSWORD),
        ("bo@example.org", PASSWORD),
        ("", ""),
        ("ana@example.org", &*"x".repeat(100_000)),
        ("a\u{0}b@example.org", PASSWORD),
    ] {
        assert_eq!(sign_in(&app.client(), email, password).await, wrong, "{email}");
    }
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_two_tabs_get_the_same() {
    let app = TestApp::start().await;
    let first = session(&app, "ana@example.org", "editor").await;
    let second = refreshed(&app.client(), &first).await;
    assert_ne!(second["refreshToken"], first["refreshToken"]);
    app.pass(Duration::from_secs(20));
    assert_eq!(
        refreshed(&app.client(), &first).await["refreshToken"],
        second["refreshToken"],
        "the other tab"
    );
    let third = refreshed(&app.client(), &second).await;
    assert!(!viewer(&bearer(app.client(), &third)).await.is_null());

    app.pass(Duration::from_millis(1));
    assert!(refreshed(&app.client(), &first).await.is_null(), "stolen");
    assert!(refreshed(&app.client(), &third).await.is_null(), "so the session is over for both");
    assert!(viewer(&bearer(app.client(), &third)).await.is_null());
}

#[tokio::test]
async fn many_who_refresh_at_once_all_get_the_one_successor() {
    let app = TestApp::start().await;
    let first = session(&app, "ana@example.org", "editor").await;
    let asked = (0..8).map(|_| {
        let (client, first) = (app.client(), first.clone());
        tokio::spawn(async move { refreshed(&client, &first).await["refreshToken"].clone() })
    });
    let asked: Vec<_> = asked.collect();
    let mut tokens = Vec::new();
    for one in asked {
        tokens.push(one.await.unwrap());
    }
    assert!(tokens.iter().all(|token| token.is_string() && *token == tokens[0]), "{tokens:?}");
}

#[tokio::test]
async fn a_session_that_is_not_used_for_thirty_days_is_over() {
    let app = TestApp::start().await;
    let first = session(&app, "ana@example.org", "editor").await;
    app.pass(Duration::from_hours(29 * 24));
    let second = refreshed(&app.client(), &first).await;
    app.pass(Duration::from_hours(29 * 24));
    let third = refreshed(&app.client(), &second).await;
    assert!(!third.is_null(), "it was used");
    app.pass(Duration::from_hours(30 * 24));
    assert!(refreshed(&app.client(), &third).await.is_null());
}

/// Until somebody holds a row of a user.
const HELD: &str = "do $$ begin
    for i in 1..1000 loop
        if exists (select from pg_locks where granted and mode = 'RowShareLock'
                   and relation = '\"user\"'::regclass) then return; end if;
        perform pg_sleep(0.01);
    end loop;
    raise 'it was not held';
end $$";

#[tokio::test]
async fn who_signs_in_while_the_password_changes_is_not_left_with_a_session_of_the_old_one() {
    let app = TestApp::start().await;
    if !app.database().is_postgres() {
        // One writer at a time: there is no while.
        return;
    }
    add(&app, "ana@example.org", "admin");
    // Changes it as soon as somebody waits for that.
    let change = "do $$ begin
        perform 1 from \"user\" for update;
        for i in 1..1000 loop
            if exists (select from pg_locks where not granted and locktype in ('transactionid', 'tuple')) then
                update \"user\" set password_hash = 'another';
                return;
            end if;
            perform pg_sleep(0.01);
        end loop;
        raise 'nobody waited';
    end $$";
    let signing_in = async {
        app.database().execute(HELD).await;
        sign_in(&app.client(), "ana@example.org", PASSWORD).await
    };
    let (signed_in, ()) = tokio::join!(signing_in, app.database().execute(change));
    assert!(signed_in["session"].is_null(), "{signed_in}");
}

#[tokio::test]
async fn a_session_that_begins_while_the_password_changes_ends_with_the_others() {
    let app = TestApp::start().await;
    if !app.database().is_postgres() {
        return;
    }
    add(&app, "ana@example.org", "admin");
    // Signs in, and is done when somebody waits for that.
    let signing_in = "do $$ begin
        perform 1 from \"user\" for share;
        for i in 1..1000 loop
            if exists (select from pg_locks where not granted and locktype in ('transactionid', 'tuple')) then
                insert into session (id, user_id, created_at, expires_at)
                select gen_random_uuid(), id, created_at, created_at + 1000 from \"user\";
                return;
            end if;
            perform pg_sleep(0.01);
        end loop;
        raise 'nobody waited';
    end $$";
    let app = Arc::new(app);
    let changing = Arc::clone(&app);
    let change = async {
        app.database().execute(HELD).await;
        let set = ["user", "set-password", "ana@example.org"];
        let told = move || changing.cities_told(&set, "another horse battery").succeeded();
        tokio::task::spawn_blocking(told).await.unwrap()
    };
    tokio::join!(app.database().execute(signing_in), change);
    let open = "select cast(count(*) as text) from session where revoked_at is null";
    assert_eq!(app.database().texts(open).await, ["0"]);
}

#[tokio::test]
async fn what_changes_about_a_user_counts_at_once_on_every_node() {
    let app = TestApp::start().await;
    let node = app.node().await;
    let session = session(&app, "ana@example.org", "editor").await;
    let (here, there) = (bearer(app.client(), &session), bearer(node.client(), &session));
    assert_eq!(viewer(&there).await["role"], "EDITOR", "the other node knows the key");
    app.cities(&["user", "set-role", "ana@example.org", "reviewer"]).succeeded();
    assert_eq!(
        (viewer(&here).await["role"].clone(), viewer(&there).await["role"].clone()),
        ("REVIEWER".into(), "REVIEWER".into())
    );
    app.cities(&["user", "disable", "ana@example.org"]).succeeded();
    assert!(viewer(&here).await.is_null() && viewer(&there).await.is_null());
    app.cities(&["user", "enable", "ana@example.org"]).succeeded();
    app.cities_told(&["user", "set-password", "ana@example.org"], "another horse battery").succeeded();
    assert!(viewer(&there).await.is_null(), "who signed in with the old one");
    assert!(sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].is_null());
    let again = sign_in(&node.client(), "ana@example.org", "another horse battery").await["session"].clone();
    let elsewhere = bearer(app.client(), &again);
    elsewhere.graphql("mutation { signOutEverywhere { userErrors { code } } }", json!({})).await;
    assert!(viewer(&bearer(node.client(), &again)).await.is_null());
}

#[tokio::test]
async fn what_nobody_can_use_any_more_is_not_kept_for_ever() {
    let app = TestApp::start().await;
    let count = async |table: &str| {
        app.database().texts(&format!("select cast(count(*) as text) from {table}")).await.remove(0)
    };
    let mut first = session(&app, "ana@example.org", "editor").await;
    for _ in 0..3 {
        assert!(!sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].is_null());
    }
    for _ in 0..3 {
        app.pass(Duration::from_hours(29 * 24));
        first = refreshed(&app.client(), &first).await;
        assert!(!first.is_null());
    }
    assert_eq!((count("session").await, count("refresh_token").await), ("4".into(), "6".into()));
    app.pass(Duration::from_mins(1));
    assert!(!sign_in(&app.client(), "ana@example.org", PASSWORD).await["session"].is_null());
    assert_eq!((count("session").await, count("refresh_token").await), ("2".into(), "4".into()));
}

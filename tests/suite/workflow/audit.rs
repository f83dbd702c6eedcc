use std::collections::HashSet;
use std::time::Duration;

use harness::{Client, Meter, PASSWORD, TestApp, Value, json};

use super::{ITEM, act, all, drafted, pages, published, refusal};

const TOLD: &str = "id at actor user { id name } action subject detail origin";

async fn events(who: &Client, filter: &str) -> Vec<Value> {
    pages(who, "auditEvents", &format!("filter: {{ {filter} }},"), TOLD, 3).await
}

#[tokio::test]
async fn an_admin_finds_out_who_did_what_to_what_and_when() {
    let app = TestApp::start().await;
    let (admin, editor) = (app.user("admin").await, app.user("editor").await);
    let id = published(&editor, "Tram").await;
    app.pass(Duration::from_mins(1));
    act(&editor, "commentOnNewsItem", ITEM, json!({ "id": id, "comment": "Good." })).await;
    act(&admin, "archiveNewsItem", ITEM, json!({ "id": id })).await;
    act(&admin, "purgeNewsItem", ITEM, json!({ "id": id })).await;

    let told = events(&admin, &format!("subject: \"{id}\"")).await;
    assert_eq!(told.len(), 5, "what is gone was there: {told:?}");
    assert!(all(&told, "subject").iter().all(|subject| *subject == id));
    let created = told.iter().find(|event| event["action"] == "news_item.created").unwrap();
    assert_eq!((&created["actor"], &created["user"]["name"]), (&json!("USER"), &json!("editor")));
    assert_eq!(
        (&created["origin"], &created["at"]),
        (&json!("127.0.0.1"), &json!("2026-06-01T12:00:00.000Z"))
    );
    let times = all(&told, "at");
    assert!(times.is_sorted_by(|a, b| a.as_str() >= b.as_str()), "the newest first: {times:?}");

    // Beside whatever else there is in the log.
    let of_it = |more: &str| format!("subject: \"{id}\", {more}");
    let user = created["user"]["id"].as_str().unwrap();
    assert_eq!(events(&admin, &of_it(&format!("user: \"{user}\""))).await.len(), 3);
    let purged = events(&admin, "actions: [\"news_item.purged\", \"city.purged\"]").await;
    assert_eq!((purged.len(), &purged[0]["user"]["name"]), (1, &json!("admin")));
    let since = "since: \"2026-06-01T12:01:00Z\", until: \"2026-06-01T12:01:00.001Z\"";
    assert_eq!(events(&admin, &of_it(since)).await.len(), 3);
    assert_eq!(events(&admin, &of_it("until: \"2026-06-01T12:01:00Z\", actors: [USER]")).await.len(), 2);
    assert_eq!(events(&admin, "actions: []").await.len(), 0, "an empty list matches nothing");
    assert_eq!(events(&admin, &of_it("actions: null, user: null")).await.len(), 5);
}

#[tokio::test]
async fn pages_are_exact_where_everything_happened_at_one_instant() {
    let app = TestApp::with_demo().await;
    let admin = app.user("admin").await;
    let brought = ["news_item", "media_item", "cluster", "city", "topic", "call", "practice", "partner"];
    let brought = brought.map(|noun| format!("\"{noun}.created\"")).join(",");
    let filter = format!("filter: {{ actions: [{brought}] }},");
    let told = pages(&admin, "auditEvents", &filter, TOLD, 3).await;
    let ids: HashSet<String> = all(&told, "id").iter().map(ToString::to_string).collect();
    assert!(told.len() > 20 && ids.len() == told.len());
    assert!(all(&told, "actor").iter().all(|actor| actor == "SYSTEM"), "the command line brought it in");
    assert!(all(&told, "user").iter().all(Value::is_null));
    for size in [1, 100] {
        assert_eq!(pages(&admin, "auditEvents", &filter, TOLD, size).await, told, "by {size}");
    }
}

#[tokio::test]
async fn a_page_of_several_actions_reads_about_as_much_as_it_answers() {
    let app = TestApp::start().await;
    let admin = app.user("admin").await;
    let id = if app.database().is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    for action in ["test.often", "test.other", "test.also"] {
        let many = format!(
            "insert into audit_event (id, at, actor, action) \
             with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000) \
             select {id}, 1000 + i / 3, 'system', '{action}' from n"
        );
        app.database().execute(&many).await;
    }
    let meter = Meter::of(app.database()).await;
    let cost = async |actions: &str| {
        app.statements();
        let query =
            format!("{{ auditEvents(filter: {{ actions: [{actions}] }}) {{ nodes {{ id action }} }} }}");
        let page = admin.graphql(&query, json!({})).await.json()["data"]["auditEvents"]["nodes"].clone();
        assert_eq!(page.as_array().unwrap().len(), 20, "{page}");
        let sent = app.statements();
        let sent = sent.iter().find(|statement| statement.sql.contains("audit_event")).unwrap();
        meter.read(sent).await
    };
    let one = cost("\"test.often\"").await;
    let three = cost("\"test.often\", \"test.also\", \"test.other\", \"test.often\"").await;
    assert!(three < 8 * one.max(20), "one action reads {one}, three read {three}");

    let filter = "actions: [\"test.other\", \"test.also\"], until: \"1970-01-01T00:00:01.005Z\"";
    let told = events(&admin, filter).await;
    assert_eq!(told.len(), 28, "{told:?}");
    let ids: HashSet<String> = all(&told, "id").iter().map(ToString::to_string).collect();
    let times = all(&told, "at");
    assert!(ids.len() == 28 && times.is_sorted_by(|a, b| a.as_str() >= b.as_str()), "{times:?}");
}

#[tokio::test]
async fn the_audit_log_is_for_admins_and_says_what_it_cannot_answer() {
    let app = TestApp::with_demo().await;
    for (who, code) in [
        (app.client(), "UNAUTHENTICATED"),
        (app.user("reviewer").await, "FORBIDDEN"),
        (app.user("editor").await, "FORBIDDEN"),
        (app.focal_point("xiamen").await, "FORBIDDEN"),
    ] {
        assert_eq!(refusal(&who, "{ auditEvents { nodes { id } } }").await.0, code);
        // Nor does a filter tell anything.
        let counted = "{ auditEvents(filter: { actors: [SYSTEM] }) { totalCount } }";
        assert_eq!(refusal(&who, counted).await.0, code);
    }
    let admin = app.user("admin").await;
    let many = ["\"a.b\""; 21].join(",");
    for (arguments, says) in [
        ("filter: { user: \"city_01h455vb4pex5vsknk084sn02q\" }", "user_"),
        ("filter: { subject: \"x\" }", "no id of ours"),
        ("filter: { actions: [\"published\"] }", "is no action"),
        ("filter: { actions: [\"a.\\u0000\"] }", "is no action"),
        (&format!("filter: {{ actions: [{many}] }}"), "at most 20"),
        ("first: 101", "between 0 and 100"),
        ("after: \"x\"", "is not a cursor"),
    ] {
        let (code, message) =
            refusal(&admin, &format!("{{ auditEvents({arguments}) {{ nodes {{ id }} }} }}")).await;
        assert_eq!(code, "BAD_REQUEST", "{arguments}");
        assert!(message.contains(says), "{arguments}: {message}");
    }
    for unknown in ["orderBy: { field: ORIGIN }", "filter: { origin: \"127.0.0.1\" }"] {
        let query = format!("{{ auditEvents({unknown}) {{ nodes {{ id }} }} }}");
        assert_eq!(refusal(&admin, &query).await.0, "GRAPHQL_VALIDATION_FAILED");
    }
}

#[tokio::test]
async fn what_happened_stays_as_it_was_written() {
    let app = TestApp::start().await;
    drafted(&app.user("editor").await, "Tram").await;
    for refused in [
        "update audit_event set user_id = null",
        "delete from audit_event",
        "update outbox set action = 'purged'",
    ] {
        let said = app.database().try_execute(refused).await.unwrap_err();
        assert!(said.contains("is only added to"), "{refused}: {said}");
    }
    if !app.database().is_postgres() {
        // Which removes a row without a word to what watches over removing.
        for replaced in [
            "insert or replace into audit_event (id, at, actor, action) select id, at, actor, 'forged' from audit_event",
            "insert or replace into audit_event (rowid, id, at, actor, action)
                 select rowid, randomblob(16), at, actor, 'forged' from audit_event",
            "insert or replace into outbox (seq, action, at) select seq, 'forged', at from outbox",
        ] {
            let said = app.database().try_execute(replaced).await.unwrap_err();
            assert!(said.contains("is only added to"), "{replaced}: {said}");
        }
    }
    // What is done with may go.
    app.database().try_execute("delete from outbox").await.unwrap();
}

#[tokio::test]
async fn the_audit_log_is_printed_a_line_an_event_the_oldest_first() {
    let app = TestApp::start().await;
    let (admin, editor) = (app.user("admin").await, app.user("editor").await);
    let id = published(&editor, "Tram").await;
    app.pass(Duration::from_mins(1));
    act(&editor, "archiveNewsItem", ITEM, json!({ "id": id })).await;
    let lines = |arguments: &[&str]| -> Vec<Value> {
        let printed = app.cities(&[&["audit"], arguments].concat()).succeeded();
        printed.lines().map(|line| line.parse().unwrap()).collect()
    };
    let all_lines = lines(&[]);
    let mut told = events(&admin, "").await;
    told.reverse();
    assert_eq!(all_lines, told, "the same as through GraphQL");
    let (before, after): (Vec<_>, Vec<_>) =
        told.iter().cloned().partition(|event| event["at"].as_str() < Some("2026-06-01T12:01:00.000Z"));
    assert!(before.len() >= 2 && !after.is_empty());
    assert_eq!(lines(&["--since", "2026-06-01T12:01:00Z"]), after);
    assert_eq!(lines(&["--until", "2026-06-01T12:01:00Z"]), before);
    let nothing = ["audit", "--since", "2026-06-02T00:00:00Z", "--until", "2026-06-01T00:00:00Z"];
    let nothing = app.cities(&nothing);
    assert!(nothing.code == 2 && nothing.stderr.contains("must be later than --since"), "{}", nothing.stderr);
    let wrong = app.cities(&["audit", "--since", "yesterday"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("2021-04-30T00:00:00Z"), "{}", wrong.stderr);

    // More than are ever in memory at a time, all at one instant.
    let id = if app.database().is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    let many = format!(
        "insert into audit_event (id, at, actor, action) \
         with recursive n (i) as (select 1 union all select i + 1 from n where i < 1200) \
         select {id}, 1000, 'system', 'test.done' from n"
    );
    app.database().execute(&many).await;
    let printed = lines(&[]);
    let ids: HashSet<String> = all(&printed, "id").iter().map(ToString::to_string).collect();
    assert_eq!((printed.len(), ids.len()), (told.len() + 1200, told.len() + 1200));
}

#[tokio::test]
async fn no_secret_is_in_what_is_kept_of_changes() {
    let app = TestApp::start().await;
    app.user("editor").await;
    let sign_in = "mutation ($email: String!, $password: String!) {
        signIn(input: { email: $email, password: $password }) { session { accessToken refreshToken } } }";
    let refresh = "mutation ($token: String!) {
        refreshSession(input: { refreshToken: $token }) { session { accessToken refreshToken } } }";
    let mut secrets = vec![PASSWORD.to_owned()];
    let mut keep = |session: &Value| {
        for token in ["accessToken", "refreshToken"] {
            secrets.extend(session[token].as_str().map(str::to_owned));
        }
    };
    let asked = json!({ "email": "editor@example.org", "password": PASSWORD });
    let first = app.graphql(sign_in, asked).await["data"]["signIn"]["session"].clone();
    keep(&first);
    let spent = json!({ "token": first["refreshToken"] });
    let second = app.graphql(refresh, spent.clone()).await["data"]["refreshSession"]["session"].clone();
    keep(&second);
    let bearer = format!("Bearer {}", second["accessToken"].as_str().unwrap());
    let editor = app.client().with("authorization", &bearer);
    let id = published(&editor, "Tram").await;
    act(&editor, "commentOnNewsItem", ITEM, json!({ "id": id, "comment": "Good." })).await;
    app.pass(Duration::from_secs(30));
    app.graphql(refresh, spent).await;

    let mut kept = Vec::new();
    for rows in [
        "select action || document || coalesce(draft, '') || coalesce(origin, '') from revision",
        "select text || coalesce(origin, '') from review_comment",
        "select action || coalesce(subject_type, '') || coalesce(detail, '') || coalesce(origin, '') from audit_event",
        "select action || type from outbox",
    ] {
        let found = app.database().texts(rows).await;
        assert!(!found.is_empty(), "{rows}");
        kept.extend(found);
    }
    assert!(kept.iter().any(|row| row.contains("session.reused")), "{kept:?}");
    assert!(secrets.len() == 5);
    for secret in &secrets {
        assert!(!kept.iter().any(|row| row.contains(secret.as_str())), "{secret} is kept");
    }
}

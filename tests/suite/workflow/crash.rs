//! What is left of a storm of changes when the machine fails in the middle of it.

use harness::{Client, TestApp, Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Who changes things at the same time.
const EDITORS: usize = 6;
/// Answers after which the server is killed.
const ANSWERS: usize = 60;
/// Kept beside what is published, as the storm does it.
const DRAFTED: &str = "action = 'drafted'";

const CREATE: &str = "mutation { done: createNewsItem(input: { locale: \"en\", text: [{ locale: \"en\", title: \"Tram\" }] }) {
    newsItem { id version } userErrors { message } } }";
const UPDATE: &str = "mutation ($id: ID!, $version: Int!, $title: String!) {
    done: updateNewsItem(input: { id: $id, expectedVersion: $version, text: [{ locale: \"en\", title: $title }] }) {
        newsItem { id version } userErrors { message } } }";

fn step(verb: &str) -> String {
    format!(
        "mutation ($id: ID!, $version: Int) {{ done: {verb}NewsItem(input: {{ id: $id, expectedVersion: $version }}) {{
             newsItem {{ id version }} userErrors {{ message }} }} }}"
    )
}

/// Writes, publishes, changes, publishes and puts away, again and again; `None` once nobody answers.
async fn storm(who: Client, told: UnboundedSender<()>) -> Option<()> {
    let done = async |query: &str, variables: Value| {
        let answer = who.try_graphql(query, variables).await?;
        let done = answer["data"]["done"].clone();
        assert_eq!(done["userErrors"], json!([]), "{answer}");
        told.send(()).ok()?;
        Some((done["newsItem"]["id"].clone(), done["newsItem"]["version"].clone()))
    };
    loop {
        let (id, mut version) = done(CREATE, json!({})).await?;
        for round in 0..3 {
            let change = json!({ "id": id, "version": version, "title": format!("Tram {round}") });
            (_, version) = done(UPDATE, change).await?;
            (_, version) = done(&step("publish"), json!({ "id": id, "version": version })).await?;
        }
        done(&step("archive"), json!({ "id": id, "version": version })).await?;
    }
}

#[tokio::test]
async fn what_was_answered_is_there_and_what_was_not_is_there_wholly_or_not_at_all() {
    let mut app = TestApp::start().await;
    let editor = app.user("editor").await;
    let (told, mut answers) = unbounded_channel();
    let storms: Vec<_> = (0..EDITORS).map(|_| tokio::spawn(storm(editor.clone(), told.clone()))).collect();
    for _ in 0..ANSWERS {
        answers.recv().await.expect("they go on");
    }
    app.kill();
    drop(told);
    for storm in storms {
        storm.await.expect("what was answered was right");
    }
    let mut answered = ANSWERS;
    while answers.recv().await.is_some() {
        answered += 1;
    }
    let database = app.database();
    // PostgreSQL goes on with what it was told last.
    let others =
        "pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
    while database.is_postgres() && database.count(others).await > 0 {}

    let revisions = usize::try_from(database.count("revision").await).expect("a count");
    assert!((answered..=answered + EDITORS).contains(&revisions), "{revisions} of {answered}");
    for wrong in [
        format!(
            "news_item n where version is distinct from \
             (select max(number) from revision r where r.item_id = n.id and not {DRAFTED})"
        ),
        "news_item n where draft_id is not null and not exists \
         (select 1 from revision r where r.id = n.draft_id and r.item_id = n.id and r.draft = 'draft')"
            .to_owned(),
        "revision r where draft is not null and not exists (select 1 from news_item n where n.draft_id = r.id)"
            .to_owned(),
        "news_item n where not exists (select 1 from news_item_translation t where t.item_id = n.id)".to_owned(),
        "revision r where (select count(*) from outbox o where o.item_id = r.item_id and o.action = r.action) \
         <> (select count(*) from revision s where s.item_id = r.item_id and s.action = r.action)"
            .to_owned(),
        "revision r where (select count(*) from audit_event e where e.subject_id = r.item_id \
         and e.action = 'news_item.' || r.action) \
         <> (select count(*) from revision s where s.item_id = r.item_id and s.action = r.action)"
            .to_owned(),
    ] {
        assert_eq!(database.count(&wrong).await, 0, "{wrong}");
    }
    for log in ["outbox", "audit_event where subject_type = 'news_item'"] {
        assert_eq!(database.count(log).await, database.count("revision").await, "{log}");
    }
    app.cities(&["doctor"]).succeeded();

    let live = database.count("news_item where status = 'published'").await;
    let after = app.node().await.client().graphql("{ news { totalCount } }", json!({})).await.json();
    assert_eq!(after["data"]["news"]["totalCount"], live, "another server goes on from there");
}

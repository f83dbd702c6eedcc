//! Every mutation and every field that is not public, for every role: whoever adds one adds its rule here.

mod beneath;

use std::collections::{BTreeMap, BTreeSet};

use harness::{Client, TestApp, Value, json};

use crate::schema::Schema;
use crate::workflow::drafted;
use crate::workflow::preview::previewer;

/// Who gets past the first question, "may they do this to anything at all?": the letters of [`roles`].
const SIGNED_IN: &str = "stranger city reviewer editor admin";
const PROPOSERS: &str = "city editor admin";
const EDITORS: &str = "editor admin";
const JUDGES: &str = "reviewer editor admin";
const ADMINS: &str = "admin";
const ANYBODY: &str = "anonymous stranger city reviewer editor admin";

const CONTENT: [&str; 7] = ["Cluster", "City", "NewsItem", "Call", "Practice", "MediaItem", "Partner"];

/// Who may call which mutation.
fn mutations() -> BTreeMap<String, &'static str> {
    let mut rules = BTreeMap::new();
    let mut rule = |name: String, who| assert!(rules.insert(name, who).is_none());
    for noun in CONTENT {
        // Of a city's focal point it must be of that city, which what is asked here is not.
        rule(format!("create{noun}"), EDITORS);
        for verb in ["update", "submit", "commentOn"] {
            rule(format!("{verb}{noun}"), PROPOSERS);
        }
        for verb in ["publish", "unpublish", "archive", "restore", "return"] {
            rule(format!("{verb}{noun}"), EDITORS);
        }
        rule(format!("discard{noun}Draft"), EDITORS);
        rule(format!("restore{noun}Revision"), EDITORS);
        rule(format!("purge{noun}"), ADMINS);
    }
    for (names, who) in [
        ("createTopic restoreTopicRevision", EDITORS),
        ("updateTopic", PROPOSERS),
        ("purgeTopic", ADMINS),
        ("addMembership updateMembership reorderMemberships removeMembership", EDITORS),
        ("publishMany archiveMany tagMany", EDITORS),
        ("extendCall", EDITORS),
        ("startReview prepareDecisions discardDecisions releaseDecisions reopenSubmission", EDITORS),
        ("createApiToken revokeApiToken", ADMINS),
        ("erasePerson", ADMINS),
        ("createPreviewToken", EDITORS),
        ("signIn refreshSession requestPasswordReset resetPassword", ANYBODY),
        // Whoever has the token of a submission is its sender.
        ("createSubmission updateSubmission submitSubmission withdrawSubmission withdrawConsent", ANYBODY),
        ("saveReview declareConflict", JUDGES),
        ("setReviewPhases assignReviewers unassignReviewer removeConflict redactSubmission", EDITORS),
        ("freezeDecisionRecord", EDITORS),
        ("enrolSecondFactor", EDITORS),
        ("confirmSecondFactor disableSecondFactor", SIGNED_IN),
        ("signOut signOutEverywhere", SIGNED_IN),
    ] {
        names.split(' ').for_each(|name| rule(name.to_owned(), who));
    }
    rules
}

/// Who may ask for which root field, where not everybody may.
const QUERIES: &[(&str, &str)] = &[
    ("apiTokens", ADMINS),
    ("auditEvents", ADMINS),
    ("decisionRecord", EDITORS),
    ("document", PROPOSERS),
    ("inbox", EDITORS),
    ("ranking", JUDGES),
    ("rankingWithoutReviewers", JUDGES),
    ("reviewComments", PROPOSERS),
    ("reviewPlan", JUDGES),
    ("reviewQueue", JUDGES),
    ("revisionDiff", EDITORS),
    ("revisions", EDITORS),
    ("submissions", JUDGES),
];

/// Who may look at drafts.
const DRAFTS: &[(&str, &str)] = &[
    ("node byExternalRef cluster city newsItem call practice mediaItem partner topic event", PROPOSERS),
    ("clusters cities news calls practices media partners", EDITORS),
];

/// Everybody's.
const PUBLIC: &str = "node nodes byExternalRef cluster clusters city cities newsItem news event events call calls \
                      practice practices mediaItem media partner partners topic topics viewer serverTime submission \
                      submissionDocument submissionData";

async fn roles(app: &TestApp) -> Vec<(&'static str, Client)> {
    vec![
        ("anonymous", app.client()),
        ("stranger", app.stranger().await),
        ("city", app.focal_point("xiamen").await),
        ("reviewer", app.user("reviewer").await),
        ("editor", app.user("editor").await),
        ("admin", app.user("admin").await),
    ]
}

/// Who is not refused, by asking as each of them.
async fn admitted(
    schema: &Schema,
    roles: &[(&str, Client)],
    root: &str,
    field: &Value,
    given: &[(&str, &str)],
) -> String {
    let (query, variables) = schema.asked(root, field, given);
    let mut admitted = Vec::new();
    for (role, client) in roles {
        // Who signs out is out: the next field is asked by somebody new.
        let answer = client.graphql(&query, variables.clone()).await.json();
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned();
        assert!(!["GRAPHQL_VALIDATION_FAILED", "INTERNAL"].contains(&code.as_str()), "{query}: {answer}");
        match (code.as_str(), *role) {
            ("UNAUTHENTICATED", "anonymous" | "guest") => {}
            ("UNAUTHENTICATED", _) => panic!("{query}: {role} has signed in, {answer}"),
            ("FORBIDDEN", "anonymous") => panic!("{query}: nobody has signed in, {answer}"),
            ("FORBIDDEN", _) => {}
            _ => admitted.push(*role),
        }
    }
    admitted.join(" ")
}

#[tokio::test]
async fn every_mutation_is_refused_to_whom_the_policy_refuses_it_and_a_new_one_needs_a_rule() {
    let app = TestApp::with_demo().await;
    let (schema, people, rules) = (Schema::of(&app).await, roles(&app).await, mutations());
    let names: BTreeSet<&str> =
        schema.fields("Mutation").iter().map(|field| field["name"].as_str().unwrap()).collect();
    let known: BTreeSet<&str> = rules.keys().map(String::as_str).collect();
    assert_eq!(names, known, "each mutation has its rule, and each rule its mutation");
    // Those that end a session come last.
    let (last, first): (Vec<_>, Vec<_>) = schema
        .fields("Mutation")
        .iter()
        .partition(|field| field["name"].as_str().is_some_and(|name| name.starts_with("signOut")));
    for field in first {
        let name = field["name"].as_str().unwrap();
        assert_eq!(admitted(&schema, &people, "Mutation", field, &[]).await, rules[name], "{name}");
    }
    for field in last {
        let (name, app) = (field["name"].as_str().unwrap(), TestApp::with_demo().await);
        let people = roles(&app).await;
        assert_eq!(admitted(&schema, &people, "Mutation", field, &[]).await, rules[name], "{name}");
    }
}

#[tokio::test]
async fn every_root_field_is_public_or_refused_to_whom_the_policy_refuses_it() {
    let app = TestApp::with_demo().await;
    let (schema, roles) = (Schema::of(&app).await, roles(&app).await);
    let drafts: BTreeMap<&str, &str> =
        DRAFTS.iter().flat_map(|(names, who)| names.split(' ').map(move |name| (name, *who))).collect();
    let private: BTreeMap<&str, &str> =
        QUERIES.iter().flat_map(|(names, who)| names.split(' ').map(move |name| (name, *who))).collect();
    let public: BTreeSet<&str> = PUBLIC.split_whitespace().collect();
    for field in schema.fields("Query") {
        let name = field["name"].as_str().unwrap();
        let expected = match (public.contains(name), private.get(name)) {
            (true, None) => ANYBODY,
            (false, Some(who)) => who,
            _ => panic!("say who may ask for {name}"),
        };
        assert_eq!(admitted(&schema, &roles, "Query", field, &[]).await, expected, "{name}");
        let takes_view = field["args"].as_array().unwrap().iter().any(|argument| argument["name"] == "view");
        assert_eq!(takes_view, drafts.contains_key(name), "say who may see drafts of {name}");
        if takes_view {
            let admitted = admitted(&schema, &roles, "Query", field, &[("view", "DRAFT")]).await;
            assert_eq!(admitted, drafts[name], "{name} with view: DRAFT");
        }
    }
}

/// Content, and the list it stands in.
const NOUNS: [(&str, &str); 10] = [
    ("Cluster", "clusters"),
    ("City", "cities"),
    ("NewsItem", "news"),
    ("Event", "events"),
    ("Practice", "practices"),
    ("MediaItem", "media"),
    ("Partner", "partners"),
    ("Call", "calls"),
    ("Topic", "topics"),
    ("Asset", ""),
];

#[tokio::test]
async fn every_field_beneath_what_is_public_tells_everybody_the_same() {
    let app = TestApp::with_demo().await;
    let (schema, roles) = (Schema::of(&app).await, roles(&app).await);
    for (noun, list) in NOUNS {
        let found = if noun == "Asset" {
            app.graphql("{ clusters { nodes { hero { id } } } }", json!({})).await["data"]["clusters"]["nodes"][0]["hero"].clone()
        } else {
            app.graphql(&format!("{{ {list} {{ nodes {{ id }} }} }}"), json!({})).await["data"][list]["nodes"]
                [0]
            .clone()
        };
        let all = schema.everything(noun, 1);
        let query = format!("query ($id: ID!) {{ node(id: $id) {{ ... on {noun} {{ {all} }} }} }}");
        let told = async |who: &Client| who.graphql(&query, json!({ "id": found["id"] })).await.json();
        let public = told(&roles[0].1).await;
        assert!(public.get("errors").is_none() && public["data"]["node"].is_object(), "{noun}: {public}");
        for (role, client) in &roles {
            assert_eq!(told(client).await, public, "say who may see what of {noun} as {role}");
        }
    }
}

#[tokio::test]
async fn a_preview_token_lets_in_as_anybody_is_and_to_drafts() {
    let app = TestApp::with_demo().await;
    let editor = app.user("editor").await;
    let id = drafted(&editor, "Tram").await;
    let guest = [("anonymous", app.client()), ("guest", previewer(&app, &editor, &id).await)];
    let (schema, rules) = (Schema::of(&app).await, mutations());
    let drafts: BTreeMap<&str, &str> =
        DRAFTS.iter().flat_map(|(names, who)| names.split(' ').map(move |name| (name, *who))).collect();
    let public: BTreeSet<&str> = PUBLIC.split_whitespace().collect();
    let as_anybody = |is_public: bool| if is_public { "anonymous guest" } else { "" };
    for field in schema.fields("Mutation") {
        let name = field["name"].as_str().unwrap();
        let expected = as_anybody(rules[name] == ANYBODY);
        assert_eq!(admitted(&schema, &guest, "Mutation", field, &[]).await, expected, "{name}");
    }
    for field in schema.fields("Query") {
        let name = field["name"].as_str().unwrap();
        let expected = as_anybody(public.contains(name));
        assert_eq!(admitted(&schema, &guest, "Query", field, &[]).await, expected, "{name}");
        if let Some(who) = drafts.get(name) {
            let expected = if *who == PROPOSERS { "guest" } else { "" };
            let given = [("view", "DRAFT")];
            assert_eq!(
                admitted(&schema, &guest, "Query", field, &given).await,
                expected,
                "{name} with view: DRAFT"
            );
        }
    }
}

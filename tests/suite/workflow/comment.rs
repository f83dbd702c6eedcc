use harness::{Client, TestApp, Value, json};

use super::{act, all, pages, published, refusal, try_act};

async fn talk(who: &Client, id: &Value) -> Vec<Value> {
    let told = "id text at actor user { name }";
    pages(who, "reviewComments", &format!("id: {id},"), told, 1).await
}

#[tokio::test]
async fn a_proposal_is_talked_about_by_its_city_and_the_editors_and_nobody_else_reads_it() {
    let app = TestApp::with_demo().await;
    let (city, editor) = (app.focal_point("xiamen").await, app.user("editor").await);
    let found = app.graphql("{ city(slug: \"xiamen\") { id } }", json!({})).await;
    let input = json!({ "locale": "en", "city": found["data"]["city"]["id"],
                        "text": [{ "locale": "en", "title": "Our buses" }] });
    let id = act(&city, "createPractice", "practice { id }", input).await["practice"]["id"].clone();
    assert_eq!(talk(&city, &id).await, [json!(null); 0]);

    let back = json!({ "id": id, "comment": "How many?" });
    act(&editor, "returnPractice", "practice { id }", back).await;
    // All at one instant: the clock stands still.
    for text in ["Forty.", "Since May."] {
        act(&city, "commentOnPractice", "practice { id }", json!({ "id": id, "comment": text })).await;
    }
    for who in [&city, &editor] {
        let told = talk(who, &id).await;
        assert_eq!(told.len(), 3);
        let mut texts: Vec<String> =
            all(&told, "text").iter().map(|text| text.as_str().unwrap().to_owned()).collect();
        texts.sort();
        assert_eq!(texts, ["Forty.", "How many?", "Since May."]);
        let editors = told.iter().find(|said| said["text"] == "How many?").unwrap();
        assert_eq!((&editors["user"]["name"], &editors["actor"]), (&json!("editor"), &json!("USER")));
    }
    app.pass(std::time::Duration::from_mins(1));
    act(&editor, "commentOnPractice", "practice { id }", json!({ "id": id, "comment": "Thanks." })).await;
    assert_eq!(talk(&city, &id).await[3]["text"], "Thanks.", "the oldest first");

    let city_of_that_key = json!(id.as_str().unwrap().replace("practice_", "city_"));
    assert_ne!(city_of_that_key, id);
    assert_eq!(talk(&editor, &city_of_that_key).await, [json!(null); 0], "there is no such city");
    let other = app.focal_point("santiago").await;
    assert_eq!(talk(&other, &id).await, [json!(null); 0], "what one may not see has nothing to say");
    let query = format!("{{ reviewComments(id: {id}) {{ nodes {{ text }} }} }}");
    assert_eq!(refusal(&app.client(), &query).await.0, "UNAUTHENTICATED");
    assert_eq!(refusal(&app.user("reviewer").await, &query).await.0, "FORBIDDEN");
}

#[tokio::test]
async fn what_cannot_be_said_is_told_as_what_it_is() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let id = published(&editor, "Tram").await;
    let long = "x".repeat(2_001);
    for (comment, code) in [("  ", "REQUIRED"), ("a\0b", "INVALID"), (&long, "TOO_LONG")] {
        let answer = try_act(&editor, "commentOnNewsItem", "", json!({ "id": id, "comment": comment })).await;
        let error = &answer["data"]["commentOnNewsItem"]["userErrors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(["comment"]), &json!(code)), "{answer}");
    }
}

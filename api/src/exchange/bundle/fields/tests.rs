//! What is said of fields that are wrong.

use entity::status::Status;

use super::*;

fn mistakes(json: &str, read: impl FnOnce(&mut Fields<'_>)) -> Vec<String> {
    let log = Log::default();
    let mut fields = Fields::new(&log, serde_json::from_str(json).unwrap()).unwrap();
    read(&mut fields);
    fields.done();
    log.into_mistakes().into_iter().map(|(field, message)| format!("{field}: {message}")).collect()
}

#[test]
fn every_wrong_type_is_named() {
    let json = r#"{"slug": 7, "position": 1.5, "featured": "yes", "status": "LIVE", "at": "soon", "sdgs": [1, "2"]}"#;
    let found = mistakes(json, |fields| {
        fields.text("slug");
        fields.integer::<i32>("position");
        fields.flag("featured");
        fields.word::<Status>("status");
        fields.instant("at");
        fields.integers::<u8>("sdgs");
        fields.required_text("locale");
    });
    assert_eq!(
        found,
        [
            "slug: must be a text, not a number",
            "position: must be a whole number within bounds, not a number",
            "featured: must be true or false, not a text",
            "status: \"LIVE\": must be one of \"DRAFT\", \"IN_REVIEW\", \"PUBLISHED\", \"ARCHIVED\"",
            "at: \"soon\" is not an instant with its zone such as 2021-04-30T00:00:00Z",
            "sdgs.1: must be a whole number within bounds",
            "locale: is required",
        ]
    );
}

#[test]
fn an_unknown_key_is_told_with_what_it_might_have_been() {
    let found = mistakes(r#"{"titel": "x", "colour": "red", "text": {"en": {"sumary": ""}}}"#, |fields| {
        fields.text("title");
        for (_, mut text) in fields.object("text").unwrap().each() {
            text.text("summary");
            text.done();
        }
    });
    assert_eq!(
        found,
        [
            "text.en.sumary: is not known here; did you mean \"summary\"?",
            "titel: is not known here; did you mean \"title\"?",
            "colour: is not known here; known are title, text",
        ]
    );
}

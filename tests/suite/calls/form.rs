//! What a call asks: a form, criteria, and the words for both in every language.

use harness::{Bundle, TestApp, json};

use super::{drafted, told};

#[tokio::test]
async fn a_form_that_could_not_be_checked_is_refused_with_every_mistake_at_its_place() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let form = json!({ "type": "object", "required": ["name"], "properties": {
        "title": { "type": "string", "pattern": "(?=a)b" },
        "city": { "$ref": "https://example.org/city.json" },
        "theme": { "enum": ["waste"], "maxlength": 3 },
    } });
    let refused = told(&drafted(&editor, json!({ "form": form })).await);
    assert_eq!(
        refused.iter().map(|error| error.split(": ").next().unwrap()).collect::<Vec<_>>(),
        [
            "form.properties.city.$ref",
            "form.properties.theme.maxlength",
            "form.properties.title.pattern",
            "form.required"
        ],
        "{refused:#?}"
    );
    assert!(refused[0].contains("refer to a part of it"), "it says what to write instead: {refused:#?}");
    for (form, path) in [
        (json!([]), "form"),
        (json!({ "type": "object" }), "form.properties"),
        (json!({ "type": "object", "properties": { "q": { "$ref": "#" } } }), "form.properties.q.$ref"),
        (json!({ "type": "object", "properties": { "q": { "title": "x".repeat(70_000) } } }), "form"),
    ] {
        let refused = told(&drafted(&editor, json!({ "form": form })).await);
        assert!(refused[0].starts_with(&format!("{path}: ")), "{refused:?}");
    }
}

#[tokio::test]
async fn labels_and_criteria_name_what_is_there() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let fields = json!({
        "form": { "type": "object", "properties": { "theme": { "enum": ["waste"] } } },
        "criteria": [{ "key": "Impact", "weight": 1 }, { "key": "reach", "weight": 101 }],
        "text": [{ "locale": "en", "title": "Send in",
                   "formLabels": { "theme": { "label": "Theme", "options": { "air": "Air" } }, "city": { "label": "City" } } }],
    });
    assert_eq!(
        told(&drafted(&editor, fields).await),
        [
            "criteria.0.key: INVALID must be a-z, 0-9 and _, at most 64 characters",
            "criteria.1.weight: INVALID must be a whole number from 1 to 100",
            "text.en.formLabels.theme.options.air: NOT_FOUND is not among the values of its enum: use one of these",
            "text.en.formLabels.city: NOT_FOUND is no question of the form: use a name from its properties",
        ]
    );
    // Of a form that cannot be read nobody knows the questions; what the labels say is looked at all the same.
    let fields = json!({ "form": [], "criteria": [{ "key": "reach", "weight": 0 }, { "key": "reach", "weight": 1 }],
        "text": [{ "locale": "en", "title": "Send in",
                   "formLabels": { "any": { "label": " ", "options": { "air": 3 } } }, "criteriaLabels": { "any": { "help": "x" } } }] });
    let refused = told(&drafted(&editor, fields).await);
    let ways: Vec<_> = refused.iter().map(|mistake| mistake.split(": ").next().unwrap()).collect();
    assert_eq!(
        ways,
        [
            "form",
            "criteria.0.weight",
            "criteria.1.key",
            "text.en.formLabels.any.label",
            "text.en.formLabels.any.options.air",
            "text.en.criteriaLabels.any.label",
        ],
        "{refused:#?}"
    );
    let words = json!([{ "locale": "en", "title": "Send in", "formLabels": { "theme": { "label": "Theme" } },
                         "criteriaLabels": { "reach": { "label": "Reach" } } }]);
    assert_eq!(
        told(&drafted(&editor, json!({ "text": words })).await),
        [
            "text.en.formLabels: INVALID_STATE label what is not there: give the call its form, or leave them out",
            "text.en.criteriaLabels: INVALID_STATE label what is not there: give the call its criteria, or leave them out",
        ]
    );
}

#[tokio::test]
async fn everybody_reads_the_form_and_the_criteria_in_their_language() {
    let app = TestApp::start().await;
    let editor = app.user("editor").await;
    let fields = json!({
        "form": { "type": "object", "properties": { "theme": { "enum": ["waste"] }, "title": { "type": "string" } } },
        "criteria": [{ "key": "reach", "weight": 100 }, { "key": "impact", "weight": 1 }],
        "text": [
            { "locale": "en", "title": "Send in",
              "formLabels": { "theme": { "label": "Theme", "options": { "waste": "Waste" } } },
              "criteriaLabels": { "impact": { "label": "Impact", "help": "What changed?" } } },
            { "locale": "zh", "title": "征集", "criteriaLabels": { "reach": { "label": "影响面" } } },
        ],
    });
    let made = drafted(&editor, fields).await;
    assert_eq!(told(&made), [""; 0]);
    let publish = "mutation ($id: ID!) { publishCall(input: { id: $id }) { userErrors { message } } }";
    editor.graphql(publish, json!({ "id": made["call"]["id"] })).await;
    let query = "query ($locale: Locale) { call(slug: \"send-in\", locale: $locale) {
        form formLabels criteria { key weight label help } criteriaLabels } }";
    let english = app.graphql(query, json!({})).await["data"]["call"].clone();
    assert_eq!(english["form"]["properties"]["theme"]["enum"], json!(["waste"]));
    assert_eq!(english["formLabels"]["theme"]["options"]["waste"], "Waste");
    assert_eq!(
        english["criteria"],
        json!([{ "key": "reach", "weight": 100, "label": "reach", "help": null },
               { "key": "impact", "weight": 1, "label": "Impact", "help": "What changed?" }]),
        "in their order; what has no words is called by its key"
    );
    let chinese = app.graphql(query, json!({ "locale": "zh" })).await["data"]["call"].clone();
    assert_eq!(
        (&chinese["formLabels"], &chinese["criteria"][0]["label"], &chinese["criteria"][1]["label"]),
        (&json!(null), &json!("影响面"), &json!("impact"))
    );
    let only = "{ call(slug: \"send-in\") { criteria { __typename } } }";
    assert_eq!(app.graphql(only, json!({})).await["data"]["call"]["criteria"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_bundle_is_held_to_the_same_rules() {
    let app = TestApp::start().await;
    let bundle = Bundle::empty();
    bundle.put(
        "calls",
        "send-in",
        json!({ "closesAt": "2026-09-01T00:00:00Z", "timeZone": "UTC", "criteria": { "impact": 3 },
                "form": { "type": "object", "properties": { "q": { "format": "hostname" } } },
                "text": { "en": { "title": "Send in", "formLabels": { "q": "Q" } } } }),
    );
    let refused = app.cities(&["import", bundle.path().to_str().unwrap()]);
    assert_eq!(refused.code, 1);
    for told in [
        "send-in: form.properties.q.format: \"hostname\" is not known",
        "send-in: criteria: must be a list such as",
    ] {
        assert!(refused.stderr.contains(told), "{}", refused.stderr);
    }
}

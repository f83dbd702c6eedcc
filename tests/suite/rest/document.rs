//! The document of the plain doors, and what judges that nobody here wrote find in it and by it.

use harness::{TestApp, Value, json, once, pypi, python};

/// What a form must hold is said by the call it is for, so that one which fits the document may still be refused: that check
/// is left out for that address, and no other for any.
const SETTINGS: &str = r#"
hooks = "hooks"

[checks]
# tus has 412 for a request without its version.
negative_data_rejection.expected-statuses = ["4xx"]
missing_required_header.expected-statuses = ["4xx"]

[[operations]]
include-name = "POST /v1/calls/{slug}/submissions"
checks.positive_data_acceptance.enabled = false
"#;
const HOOKS: &str = r#"
import schemathesis

@schemathesis.serializer("application/offset+octet-stream")
def octets(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
"#;

const VALIDATOR: [&str; 2] = ["openapi-spec-validator==0.9.0", "schemathesis==4.32.5"];

/// What JSON Schema cannot say is said here instead: a cursor is one that was given, the fields of what is included are
/// those of what is included, a cursor is of one order, and long lists of things with lists of lists are more than one answer may hold.
async fn narrowed(app: &TestApp) -> Value {
    let mut document = app.client().get("/v1/openapi.json").await.json();
    let paths: Vec<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    for path in paths {
        let page = if path.contains('{') {
            json!(null)
        } else {
            app.client().get(&format!("{path}?first=1")).await.json()
        };
        let Some(parameters) = document["paths"][&path].pointer_mut("/get/parameters") else { continue };
        for parameter in parameters.as_array_mut().into_iter().flatten() {
            match parameter["name"].as_str() {
                Some("after") => parameter["schema"] = json!({ "enum": [page["pageInfo"]["endCursor"]] }),
                Some("orderBy" | "direction") => {
                    parameter["schema"]["enum"].as_array_mut().unwrap().truncate(1);
                }
                Some("include") if page.is_object() => {
                    let names = parameter["schema"]["items"]["enum"].as_array_mut().unwrap();
                    names.retain(|name| {
                        !name.as_str().unwrap().contains('.')
                            || name.as_str().unwrap().starts_with("newsItem.")
                    });
                }
                Some("fields") => {
                    let own = parameter["schema"]["items"]["oneOf"][0].clone();
                    if own.is_object() {
                        parameter["schema"]["items"] = own;
                    }
                }
                _ => {}
            }
        }
    }
    document
}

/// The token of a draft, and what names it and a file that has begun to come in.
async fn begun(app: &TestApp) -> (String, Vec<(&'static str, String)>) {
    let asked = "{ call(slug: \"cleaner-streets\") { id } }";
    let call = app.graphql(asked, json!({})).await["data"]["call"]["id"].clone();
    let draft = "mutation ($input: CreateSubmissionInput!) { createSubmission(input: $input) { token submission { id } } }";
    let input = json!({ "call": call, "locale": "en", "title": "Trams" });
    let made = app.graphql(draft, json!({ "input": input })).await["data"]["createSubmission"].clone();
    let [token, draft] =
        [&made["token"], &made["submission"]["id"]].map(|text| text.as_str().unwrap().to_owned());
    let mut fixed = vec![
        ("slug", "cleaner-streets".to_owned()),
        ("Idempotency-Key", "a key of this story".to_owned()),
        ("Tus-Resumable", "1.0.0".to_owned()),
        ("Upload-Length", "1000".to_owned()),
        ("Upload-Metadata", "filename YS5wZGY=".to_owned()),
        ("Upload-Offset", "0".to_owned()),
    ];
    let mut client = app.client().with("authorization", &format!("Bearer {token}"));
    let of_tus = |name: &str| name.starts_with("Tus") || name.starts_with("Upload");
    for (name, value) in fixed.iter().filter(|(name, _)| of_tus(name)) {
        client = client.with(name, value);
    }
    let file = client.send("POST", &format!("/v1/submissions/{draft}/attachments"), b"").await;
    let place = file.header("location").unwrap_or_else(|| panic!("{}", file.text()));
    fixed.push(("attachment", place.rsplit('/').next().unwrap().to_owned()));
    fixed.push(("submission", draft));
    (token, fixed)
}

/// The document with one valid state in it, for what is sent in.
fn stated(mut document: Value, fixed: &[(&str, String)]) -> Value {
    let paths = document["paths"].as_object_mut().unwrap();
    for (_, item) in paths.iter_mut().filter(|(path, _)| path.contains("/submissions")) {
        for operation in item.as_object_mut().unwrap().values_mut() {
            // Bytes are any: none are wrong.
            if let Some(bytes) =
                operation.pointer_mut("/requestBody/content/application~1offset+octet-stream")
            {
                *bytes = json!({ "schema": {} });
            }
            for parameter in operation["parameters"].as_array_mut().into_iter().flatten() {
                let known = fixed.iter().find(|(name, _)| parameter["name"] == *name);
                if let Some((_, value)) = known {
                    parameter["schema"] = json!({ "type": "string", "enum": [value] });
                }
            }
        }
    }
    document
}

#[tokio::test]
async fn judges_of_openapi_find_the_document_valid_and_the_server_doing_what_it_says() {
    if !once("openapi-spec-validator and schemathesis on /v1") {
        return;
    }
    let Some(judge) = pypi(&VALIDATOR) else { return };
    let app = TestApp::with_demo().await;
    let folder = app.folder();
    let document = app.client().get("/v1/openapi.json").await;
    std::fs::write(folder.join("openapi.json"), &document.body).unwrap();
    python(&judge, &folder, &["-m", "openapi_spec_validator", "openapi.json"]).succeeded();
    std::fs::write(folder.join("narrowed.json"), narrowed(&app).await.to_string()).unwrap();
    let url = format!("http://{}", app.address());
    let run = |more: &[&str]| {
        let usual = ["-m", "schemathesis.cli", "run", "narrowed.json", "--url", &url, "--seed", "1"];
        let out = python(&judge, &folder, &[&usual[..], &["--max-examples", "3"], more].concat());
        assert_eq!(out.code, 0, "{}\n{}", out.stdout, out.stderr);
    };
    run(&["--include-tag", "Content", "--phases", "fuzzing", "--checks", "all"]);
    // Every kind of parameter at its bounds and beyond: seven addresses have them all.
    let mut bounds = vec!["--include-path", "/v1/news/{slug}", "--phases", "coverage", "--checks", "all"];
    for path in ["/v1/news", "/v1/events", "/v1/calls", "/v1/practices", "/v1/media", "/v1/cities"] {
        bounds.extend(["--include-path", path]);
    }
    run(&bounds);
    let (token, fixed) = begun(&app).await;
    let sent = stated(document.json(), &fixed).to_string();
    for (name, text) in [("narrowed.json", &*sent), ("hooks.py", HOOKS), ("schemathesis.toml", SETTINGS)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let token = format!("Authorization: Bearer {token}");
    // All checks, unless the settings say otherwise: here they would be overruled. Bytes come before the file is removed.
    for which in ["--include-operation-id", "--exclude-operation-id"] {
        let phases = "examples,coverage,fuzzing";
        run(&["--exclude-tag", "Content", which, "appendAttachment", "--phases", phases, "-H", &token]);
    }
}

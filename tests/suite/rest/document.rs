//! The document of the plain doors, and what judges that nobody here wrote find in it and by it.

use harness::{TestApp, Value, json, pypi, python};

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

#[tokio::test]
async fn judges_of_openapi_find_the_document_valid_and_the_server_doing_what_it_says() {
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
    // A form is right by the call it is for, and tus has statuses of its own: there the answers alone are judged.
    let answers =
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
    run(&[
        "--exclude-tag",
        "Content",
        "--exclude-method",
        "PATCH",
        "--phases",
        "examples",
        "--checks",
        answers,
    ]);
}

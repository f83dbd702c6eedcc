//! As others speak it: the npm package `tus-js-client`.

use std::path::Path;

use harness::{TestApp, node, npm};

use super::{DEADLINE, Sender, call_until, pdf};

#[tokio::test]
async fn the_usual_client_sends_a_file_and_goes_on_after_a_break() {
    let app = TestApp::start().await;
    let call = call_until(&app.user("editor").await, DEADLINE).await;
    let sender = Sender::of(&app, &call).await;
    let Some(folder) = npm(&["tus-js-client@4.3.1"]) else { return };
    let bytes = pdf(2_000_000);
    let file = app.folder().join("plan.pdf");
    std::fs::write(&file, &bytes).unwrap();
    let endpoint = format!("http://{}{}", app.address(), sender.all());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/submission/attachment/client.mjs");
    let arguments =
        [folder.display().to_string(), endpoint, sender.token.clone(), file.display().to_string()];
    let run = move || node(&script, &arguments.each_ref().map(String::as_str));
    let told = tokio::task::spawn_blocking(run).await.unwrap().succeeded();
    assert!(told.contains("paused at 1000000\n") && told.ends_with("done\n"), "{told}");
    let sent = sender.attachments().await;
    assert_eq!((&sent[0]["name"], sent.as_array().unwrap().len()), (&"plan.pdf".into(), 1), "{sent}");
    let place = told.lines().find_map(|line| line.strip_prefix("at ")).unwrap();
    let fetched = sender.tus.get(&place[place.find("/v1/").unwrap()..]).await;
    assert!(fetched.body == bytes);
}

//! The pages, in a real browser.

mod embed;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use harness::{TestApp, Value, chromium, demo, node, npm, once};

/// Visits the pages of a server as one of the stories in `visit.mjs`.
async fn visit(server: SocketAddr, packages: &Path, story: &'static str) -> Option<Value> {
    let (packages, chromium) = (text(packages), text(&chromium()?));
    let url = format!("http://{server}");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = tests.join("suite/browser/visit.mjs");
    // Kept for whoever wants to look at them.
    let pictures = text(&tests.with_file_name("target").join("screenshots"));
    std::fs::create_dir_all(&pictures).unwrap();
    let visited = move || node(&script, &[&packages, &chromium, &url, story, &pictures]);
    let visited = tokio::task::spawn_blocking(visited).await.unwrap().succeeded();
    Some(serde_json::from_str(&visited).unwrap())
}

/// The explorer's packages as decision 0004 pins them, and what drives the browser.
fn packages() -> Option<PathBuf> {
    if !once("pages in a browser") {
        return None;
    }
    npm(&["playwright-core@1.65.1", "axe-core@4.14.1", "graphiql@4.1.2", "react@18.3.1", "react-dom@18.3.1"])
}

#[tokio::test]
async fn the_home_page_is_read_without_a_complaint() {
    let Some(packages) = packages() else { return };
    let app = TestApp::start().await;
    let Some(met) = visit(app.address(), &packages, "home").await else { return };
    untroubled(&met);
    assert_eq!(met["foreign"], Value::Array(vec![]), "{met}");
    for link in met["links"].as_array().unwrap() {
        let link = link.as_str().unwrap();
        assert_eq!(app.client().get(link).await.status, 200, "{link}");
    }
}

#[tokio::test]
async fn the_reference_is_read_without_a_complaint_and_each_of_its_links_leads_somewhere() {
    let Some(packages) = packages() else { return };
    let app = TestApp::start().await;
    let Some(met) = visit(app.address(), &packages, "docs").await else { return };
    untroubled(&met);
    assert_eq!((&met["foreign"], &met["broken"]), (&Value::Array(vec![]), &Value::Array(vec![])), "{met}");
}

#[tokio::test]
async fn the_explorer_answers_and_documents_on_a_closed_network() {
    let Some(packages) = packages() else { return };
    let app = TestApp::with(&["--explorer-assets", &text(&packages.join("node_modules"))]).await;
    app.import(&demo());
    let Some(met) = visit(app.address(), &packages, "explore").await else { return };
    assert_eq!(met["foreign"], Value::Array(vec![]), "{met}");
    explored(&met);
}

#[tokio::test]
async fn the_explorer_answers_and_documents_from_its_cdn() {
    let Some(packages) = packages() else { return };
    let app = TestApp::with_demo().await;
    let Some(met) = visit(app.address(), &packages, "cdn").await else { return };
    assert_eq!(met["foreign"].as_array().unwrap().len(), 4, "only what is pinned: {met}");
    explored(&met);
}

#[tokio::test]
async fn a_cdn_that_sends_something_else_is_not_believed() {
    let Some(packages) = packages() else { return };
    let app = TestApp::start().await;
    let Some(met) = visit(app.address(), &packages, "tampered").await else { return };
    let complaints = met["complaints"].to_string();
    assert_eq!(complaints.matches("has been blocked").count(), 4, "each file is refused: {met}");
    assert!(met["told"].as_str().unwrap().contains("--explorer-assets"), "{met}");
}

fn explored(met: &Value) {
    untroubled(met);
    let answer: Value = serde_json::from_str(met["answer"].as_str().unwrap()).unwrap();
    assert_eq!(answer["data"]["clusters"]["nodes"][0]["slug"], "transport", "{met}");
    let documented = met["documented"].as_array().unwrap();
    assert!(documented.contains(&"clusters".into()) && documented.contains(&"node".into()), "{met}");
}

fn untroubled(met: &Value) {
    assert_eq!(met["complaints"], Value::Array(vec![]), "{met}");
    assert_eq!(met["violations"], Value::Array(vec![]), "{met}");
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

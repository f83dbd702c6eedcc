use std::time::Duration;

use harness::{eventually, json, mail_server, mail_server_after};

use tokio::time::timeout;

use super::add;
use super::password_reset::{ANA, ask, sending};

#[tokio::test]
async fn mail_goes_to_a_mail_server_and_one_that_is_down_is_told_to_the_operator() {
    let (route, told) = mail_server().await;
    let app = sending(&route).await;
    add(&app, ANA, "editor");
    ask(&app.client(), ANA).await;
    let told = told.await.unwrap();
    for line in
        ["MAIL FROM:<cities@example.org>", "RCPT TO:<ana@example.org>", "Auto-Submitted: auto-generated"]
    {
        assert!(told.iter().any(|found| found.starts_with(line)), "{line} is missing in {told:#?}");
    }
    let down = sending("smtp://127.0.0.1:1").await;
    add(&down, ANA, "editor");
    assert_eq!(ask(&down.client(), ANA).await["data"]["done"]["userErrors"], json!([]), "nobody can tell");
    eventually(async || down.log().contains("a mail could not be sent: it is tried again later")).await;
}

#[tokio::test]
async fn a_mail_that_the_server_takes_its_time_for_holds_up_no_other() {
    let (route, told) = mail_server_after(1).await;
    let app = sending(&route).await;
    for who in [ANA, "bo@example.org"] {
        add(&app, who, "editor");
        ask(&app.client(), who).await;
    }
    let told = timeout(Duration::from_secs(30), told).await.expect("it is not held up").unwrap();
    assert!(told.iter().any(|line| line.starts_with("RCPT TO:")), "{told:#?}");
    eventually(async || app.database().count("mail").await == 1).await;
}

//! Secrets that are shown once: nobody who reads what is kept of changes, or the log, can act with one.

use harness::json;

use super::PASSWORD;
use super::api_token::{create, usual};
use super::audit::log;
use super::password_reset::{ANA, Post, ask};
use super::second_factor::enrolled;
use crate::workflow::drafted;
use crate::workflow::preview::previewed;

#[tokio::test]
async fn nothing_that_is_shown_once_stands_in_what_is_told_of_it_later() {
    let post = Post::start().await;
    let app = &post.app;
    let (ana, totp, codes) = enrolled(app).await;
    let admin = app.user("admin").await;
    let script = create(&admin, usual()).await["secret"].as_str().unwrap().to_owned();
    let draft = drafted(&ana, "Tram").await;
    let guest = previewed(&ana, &draft).await;
    ask(&app.client(), ANA).await;
    let reset = post.token(1).await;

    let mut secrets = vec![PASSWORD.to_owned(), totp, script, guest, reset];
    secrets.extend(codes);
    assert_eq!(secrets.len(), 15, "tokens of sessions and of submissions have stories of their own");
    let mut kept = log(app).await;
    for done in ["user.second_factor_enrolled", "api_token.created", "user.password_reset_requested"] {
        assert!(kept.iter().any(|row| row.contains(done)), "{done} is not in {kept:#?}");
    }
    kept.extend(
        app.database().texts("select action || document || coalesce(origin, '') from revision").await,
    );
    kept.extend(app.database().texts("select action || type from outbox").await);
    kept.push(app.log());
    let exported = admin.graphql("{ auditEvents(first: 100) { nodes { detail origin } } }", json!({})).await;
    kept.push(exported.text().to_owned());
    for secret in &secrets {
        assert!(
            secret.len() >= 8 && !kept.iter().any(|row| row.contains(secret.as_str())),
            "{secret} is told"
        );
    }
}

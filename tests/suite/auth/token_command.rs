use std::time::Duration;

use harness::{TestApp, json};

use super::api_token::{assert_refused, carrying};
use super::{VIEWER, add, viewer};

#[tokio::test]
async fn the_command_line_makes_lists_and_revokes_tokens() {
    let app = TestApp::start().await;
    add(&app, "ana@example.org", "editor");
    let create = ["token", "create", "--user", "ana@example.org", "--name", "Mirror", "--scope", "read"];
    let made = app.cities_told(&create, "");
    let secret = made.stdout.trim().to_owned();
    assert!(secret.starts_with("cities_pat_") && made.stderr.contains("shown this once"), "{made:?}");
    let script = carrying(app.client(), &secret);
    assert_eq!(viewer(&script).await["role"], "EDITOR");

    app.pass(Duration::from_secs(1));
    let never = [&create[..], &["--scope", "write", "--expires-in", "never"]].concat();
    app.cities_told(&never, "").succeeded();
    let listed = app.cities_told(&["token", "list"], "").succeeded();
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].contains(" ana@example.org read,write never unused Mirror"), "{listed}");
    assert!(lines[1].contains(" ana@example.org read 2026-08-30T12:00:00.000Z "), "{listed}");
    assert!(!listed.contains("cities_pat_"));

    let id = lines[1].split(' ').next().unwrap();
    app.cities_told(&["token", "revoke", id], "").succeeded();
    assert_refused(&script.graphql(VIEWER, json!({})).await);
    assert_eq!(app.cities_told(&["token", "list"], "").succeeded().lines().count(), 1);

    for (wrong, code) in [
        (&["token", "revoke", "token_01h455vb4pex5vsknk084sn02q"][..], 1),
        (&["token", "revoke", "mirror"], 2),
        (&["token", "create", "--user", "bo@example.org", "--name", "x", "--scope", "read"], 1),
        (&["token", "create", "--user", "bo@example.org", "--name", "", "--scope", "read"], 2),
        (&["token", "create", "--user", "ana@example.org", "--name", "x", "--scope", "admin"], 2),
        (&["token", "create", "--user", "ana@example.org", "--name", "x"], 2),
        (&["token", "create", "--user", "ana@example.org", "--name", "", "--scope", "read"], 2),
        (&[&create[..], &["--expires-in", "400d"]].concat(), 2),
    ] {
        let refused = app.cities_told(wrong, "");
        assert!(refused.code == code && !refused.stderr.is_empty(), "{wrong:?} {refused:?}");
    }

    // As many as there may be, beside the one that is left.
    let id = if app.database().is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    app.database()
        .execute(&format!(
            "INSERT INTO api_token (id, hash, user_id, name, scopes, created_at)
             WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < 199)
             SELECT {id}, 'hash ' || i, user_id, name, scopes, created_at FROM counted, api_token
             WHERE revoked_at IS NULL"
        ))
        .await;
    let full = app.cities_told(&create, "");
    assert!(full.code == 1 && full.stderr.contains("revoke one"), "{full:?}");
}

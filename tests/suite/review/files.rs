//! The files of a submission, to those who judge it.

use harness::TestApp;

use super::bench::Bench;

/// Sends a small one along with what was submitted: where it is.
pub async fn attached(app: &TestApp, submission: &str, token: &str) -> String {
    let bytes = b"%PDF-1.7\nIn Santiago.\n%%EOF\n";
    let sender =
        app.client().with("authorization", &format!("Bearer {token}")).with("tus-resumable", "1.0.0");
    let sender =
        sender.with("upload-length", &bytes.len().to_string()).with("upload-metadata", "filename YS5wZGY=");
    let sender = sender.with("content-type", "application/offset+octet-stream");
    let answer = sender.send("POST", &format!("/v1/submissions/{submission}/attachments"), bytes).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let place = answer.header("location").unwrap();
    place[place.find("/v1/").unwrap()..].to_owned()
}

impl Bench {
    /// Only those find the file who find the submission and are told whose it is.
    pub async fn check_files(&self, who: &str, is_shown: bool, when: &str) {
        let answer = self.people[who].get(&self.file).await;
        let expected = if is_shown { 200 } else { 404 };
        assert_eq!(answer.status, expected, "{who} {when}: {}", answer.text());
    }

    /// Whoever is no reviewer any more is refused.
    pub async fn check_no_files(&self, who: &str) {
        assert_eq!(self.people[who].get(&self.file).await.status, 403);
    }
}

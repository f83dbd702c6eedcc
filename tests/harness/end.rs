//! How a server ends: as it is told, or all at once.

use std::process::ExitStatus;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::app::TestApp;

impl TestApp {
    /// Tells the server to stop, as an operator's SIGTERM does, and goes on at once.
    pub fn tell_to_stop(&self) {
        let told = std::process::Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.expect("kill runs").success(), "the server is gone already");
    }

    /// Ends the server as a failing machine would: it says no word, and finishes nothing.
    pub fn kill(&mut self) {
        self.child.kill().expect("the server is there");
        self.child.wait().expect("it can be waited for");
    }

    /// Waits until the server has ended by itself.
    pub async fn ended(&mut self) -> ExitStatus {
        let ended = async {
            loop {
                match self.child.try_wait().expect("a child can be waited for") {
                    Some(status) => return status,
                    None => sleep(Duration::from_millis(5)).await,
                }
            }
        };
        timeout(Duration::from_secs(30), ended).await.expect("the server ends in time")
    }
}

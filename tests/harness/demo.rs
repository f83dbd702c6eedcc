//! `cities demo`, as a newcomer meets it: the machine's clock, a throw-away database, an admin.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::binary::listening;
use crate::client::Client;

/// A running demo; it ends when this is dropped.
#[derive(Debug)]
pub struct Demo {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Demo {
    /// By a command that becomes `cities demo`.
    pub async fn start(mut command: Command) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log = File::create(folder.path().join("stderr")).expect("a log can be kept");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the program starts");
        let found = listening(&mut child).await;
        let said = || fs::read_to_string(folder.path().join("stderr")).unwrap_or_default();
        let address = found.unwrap_or_else(|| panic!("the demo did not start: {}", said()));
        Self { child, address, folder }
    }

    /// An anonymous caller.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The rest of the line in which it tells a person this; waits until it does.
    pub async fn tells(&self, what: &str) -> String {
        let told = async {
            loop {
                let said = fs::read_to_string(self.folder.path().join("stderr")).unwrap_or_default();
                let rest = said.split_once(what).and_then(|(_, rest)| rest.split_once('\n'));
                match rest {
                    Some((rest, _)) => return rest.to_owned(),
                    None => sleep(Duration::from_millis(5)).await,
                }
            }
        };
        timeout(Duration::from_secs(30), told).await.expect("the demo tells it")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

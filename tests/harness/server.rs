//! The real program as a server: the one of a test, and others beside it.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::binary::{command, listening};
use crate::client::Client;
use crate::database::TestDatabase;

/// The program on a free port, and where it answers; `mark` tells its files from those of another one, `clock` is the
/// file it reads the time from.
pub async fn start(
    database: &TestDatabase,
    folder: &Path,
    [mark, clock]: [&str; 2],
    settings: &[&str],
) -> (Child, SocketAddr) {
    let file = |name: &str| folder.join(format!("{name}{mark}"));
    let mut child = command()
        .args(["serve", "--listen", "127.0.0.1:0", "--database", &database.url])
        .args(["--assets".as_ref(), folder.join("assets").as_os_str()])
        .args(["--attachments".as_ref(), folder.join("attachments").as_os_str()])
        .args(settings)
        .env("CITIES_TEST_CLOCK", folder.join(clock))
        .env("CITIES_TEST_STATEMENTS", file("statements"))
        .env("CITIES_TEST_LOOKS", file("looks"))
        .stdout(Stdio::piped())
        .stderr(File::create(file("log")).expect("a log can be kept"))
        .spawn()
        .expect("the program starts");
    let Some(address) = listening(&mut child).await else {
        panic!("the server did not start: {}", read(&file("log")));
    };
    (child, address)
}

/// Another server beside the one of a test.
#[derive(Debug)]
pub struct Node {
    child: Child,
    address: SocketAddr,
    /// Where its looks at what others changed are counted.
    looks: PathBuf,
    log: PathBuf,
}

impl Node {
    pub(crate) fn new((child, address): (Child, SocketAddr), folder: &Path, mark: &str) -> Self {
        let [looks, log] = ["looks", "log"].map(|name| folder.join(format!("{name}{mark}")));
        Self { child, address, looks, log }
    }

    /// What it said to its operator so far.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// Waits until it has heard of all that others changed so far.
    pub fn catch_up(&self) {
        catch_up(&self.looks);
    }

    /// An anonymous caller.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Waits until a server has looked at what others changed, from the beginning: the look under way may have begun before.
pub fn catch_up(looks: &Path) {
    let count = || read(looks).trim().parse().unwrap_or(0_u64);
    let (first, begun) = (count(), Instant::now());
    while count() < first + 2 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the server looks for changes");
        std::thread::sleep(Duration::from_millis(5));
    }
}

//! A running server for one test.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{Outcome, command, tell};
use crate::client::Client;
use crate::database::TestDatabase;
use crate::server::{Node, catch_up, read, start};

/// Where the clock of every test stands until it is moved: 2026-06-01T12:00:00Z, in Unix milliseconds.
pub(crate) const NOON: i64 = 1_780_315_200_000;

/// One statement the server sent to its database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// With placeholders: what is prepared.
    pub sql: String,
    /// The values of `$1`, `$2`, …, as they stand in SQL.
    pub values: Vec<String>,
}

impl Statement {
    /// What a server has recorded in this file, which is empty then.
    pub fn take(file: &Path) -> Vec<Self> {
        let lines = read(file);
        // The server appends, so it goes on at the new end.
        File::options().write(true).truncate(true).open(file).expect("the record can be emptied");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let parse = |line: &str| {
            let line: Value = serde_json::from_str(line).expect("a line is JSON");
            let values = line["values"].as_array().into_iter().flatten().map(text).collect();
            Self { sql: text(&line["sql"]), values }
        };
        lines.lines().map(parse).collect()
    }
}

/// The real program on a free port; it ends when this is dropped.
pub struct TestApp {
    pub(crate) child: Child,
    address: SocketAddr,
    // Dropped after the server and before the folder.
    database: TestDatabase,
    folder: TempDir,
}

impl TestApp {
    /// With no content and the usual settings.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With the content of `cities demo`.
    pub async fn with_demo() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = TestDatabase::with_demo(folder.path()).await;
        Self::on(database, folder, &[]).await
    }

    /// With further settings, such as `["--header-timeout", "500ms"]`.
    pub async fn with(settings: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = TestDatabase::migrated(folder.path()).await;
        Self::on(database, folder, settings).await
    }

    /// With a database behind `PgBouncer` and nothing in it, not even a schema; `None` where there is no such thing.
    pub async fn pooled(settings: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = TestDatabase::pooled(folder.path()).await?;
        Some(Self::on(database, folder, settings).await)
    }

    /// On a database that has a replica, with nothing in it; `way` leads to both, from their URLs.
    pub async fn replicated(
        way: impl AsyncFnOnce([String; 2]) -> [String; 2],
        settings: &[&str],
    ) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut database = TestDatabase::replicated().await?;
        let [primary, replica] = way([database.url.clone(), database.replica()]).await;
        database.url = primary;
        let settings = [settings, &["--database-read-url", &replica]].concat();
        Some(Self::on(database, folder, &settings).await)
    }

    async fn on(database: TestDatabase, folder: TempDir, settings: &[&str]) -> Self {
        fs::write(folder.path().join("clock"), NOON.to_string()).expect("the clock can be set");
        let (child, address) = start(&database, folder.path(), ["", "clock"], settings).await;
        Self { child, address, database, folder }
    }

    /// One more server on the same database and by the same clock.
    pub async fn node(&self) -> Node {
        self.node_with("2", &[]).await
    }

    /// The same with further settings; `mark` tells its files from those of others.
    pub async fn node_with(&self, mark: &str, settings: &[&str]) -> Node {
        let mark = format!("-{mark}");
        Node::new(
            start(&self.database, self.folder.path(), [&mark, "clock"], settings).await,
            self.folder.path(),
            &mark,
        )
    }

    /// The same with a clock of its own, which stands still so long before this one's.
    pub async fn node_behind(&self, time: Duration) -> Node {
        let then = self.now() - i64::try_from(time.as_millis()).expect("a short time");
        fs::write(self.folder.path().join("clock-3"), then.to_string()).expect("the clock can be set");
        Node::new(
            start(&self.database, self.folder.path(), ["-3", "clock-3"], &[]).await,
            self.folder.path(),
            "-3",
        )
    }

    /// An anonymous caller.
    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Asks the GraphQL door; the whole answer, errors included.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        self.client().graphql(query, variables).await.json()
    }

    /// Runs a command on this server's database and files and by its clock, such as `["import", "some/folder"]`.
    pub fn cities(&self, arguments: &[&str]) -> Outcome {
        self.command(arguments)
            .arg("--assets")
            .arg(self.folder.path().join("assets"))
            .output()
            .expect("it runs")
            .into()
    }

    /// The same with another value of an environment variable.
    pub fn cities_with(&self, name: &str, value: &str, arguments: &[&str]) -> Outcome {
        self.command(arguments).env(name, value).output().expect("it runs").into()
    }

    /// The same for a command that reads what a person would type.
    pub fn cities_told(&self, arguments: &[&str], input: &str) -> Outcome {
        tell(self.command(arguments), input)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command();
        command.args(arguments).args(["--database", &self.database.url]);
        command.env("CITIES_TEST_CLOCK", self.folder.path().join("clock"));
        command
    }

    /// Puts the content of a bundle into the database, and waits until the server has heard of it.
    pub fn import(&self, bundle: &Path) {
        self.cities(&["import", bundle.to_str().expect("a plain path")]).succeeded();
        self.catch_up();
    }

    /// Waits until the server has heard of all that others changed so far: only then does it keep answers.
    pub fn catch_up(&self) {
        catch_up(&self.folder.path().join("looks"));
    }

    /// Sets the clock, in Unix milliseconds; it stands still there.
    pub fn set_clock(&self, now: i64) {
        let file = self.folder.path().join("clock");
        // Renamed, so that the server never reads half a time.
        fs::write(file.with_extension("next"), now.to_string()).expect("the clock can be written");
        fs::rename(file.with_extension("next"), file).expect("the clock can be set");
    }

    /// What the clock says, in Unix milliseconds.
    pub fn now(&self) -> i64 {
        read(&self.folder.path().join("clock")).trim().parse().expect("the clock holds a number")
    }

    /// Moves the clock forward.
    pub fn pass(&self, time: Duration) {
        self.set_clock(self.now() + i64::try_from(time.as_millis()).expect("a short time"));
    }

    /// What was sent to the database since this was last asked.
    pub fn statements(&self) -> Vec<Statement> {
        Statement::take(&self.folder.path().join("statements"))
    }

    /// What the server said to its operator so far.
    pub fn log(&self) -> String {
        read(&self.folder.path().join("log"))
    }

    /// A folder that goes away with the test.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn database(&self) -> &TestDatabase {
        &self.database
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the server said:\n{}", self.log());
        }
    }
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestApp")
            .field("address", &self.address)
            .field("said", &self.log())
            .finish_non_exhaustive()
    }
}

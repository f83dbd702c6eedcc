//! The program under test: found or built once, run as a person would run it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

/// What a command answered.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `cities` with these arguments, in an environment without settings, until it ends.
pub fn cities<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Outcome {
    command().args(arguments).output().expect("the program runs").into()
}

/// The same for a command that reads what a person would type.
pub fn tell(mut command: Command, input: &str) -> Outcome {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut stdin = child.stdin.take().expect("its stdin is ours");
    // One that needs nothing may have ended already.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends").into()
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Outcome {
    /// What was asked for; fails the test, with what the program said, if it was not done.
    #[track_caller]
    pub fn succeeded(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }
}

/// What encrypts keys in the databases of tests.
const SECRET: &str = "a secret that everybody may know, for tests";

/// The program, without the settings of whoever runs the tests.
pub fn command() -> Command {
    let mut command = without_settings(program());
    command.env("CITIES_SECRET", SECRET);
    command
}

/// Any program, without the settings of whoever runs the tests.
pub(crate) fn without_settings(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CITIES_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Where a server answers, by the one line it prints; `None` when it ended without.
pub(crate) async fn listening(server: &mut Child) -> Option<SocketAddr> {
    let mut out = BufReader::new(server.stdout.take().expect("its stdout is ours"));
    let line = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        out.read_line(&mut line).map(|_| line)
    });
    let line = line.await.expect("reading does not panic").expect("its stdout can be read");
    line.trim().strip_prefix("listening on http://")?.parse().ok()
}

/// The program: `CITIES_BIN`, or a fresh build like that of the tests themselves.
pub fn program() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let build = || build(["--bin", "cities"]);
    PATH.get_or_init(|| std::env::var_os("CITIES_BIN").map_or_else(build, PathBuf::from))
}

/// The same, but for what it counts (`api/examples/counted.rs`); it writes that into `file` as it ends.
pub(crate) fn counted(file: &Path) -> Command {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let mut counted = without_settings(PATH.get_or_init(|| build(["--example", "counted"])));
    counted.env("CITIES_SECRET", SECRET).env("COUNTED_IN", file);
    counted
}

fn build([kind, name]: [&str; 2]) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the workspace");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The same selection of crates as `cargo test --workspace`, or as the README's first command, so that nothing is
    // built twice.
    let like: &[&str] = if cfg!(debug_assertions) { &["--workspace"] } else { &["--release"] };
    let mut build = Command::new(cargo);
    // What cargo told this test of itself would make build scripts run again.
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_this_package(&name.to_string_lossy())) {
        build.env_remove(name);
    }
    let output = build
        .args(["build", kind, name, "--message-format=json-render-diagnostics"])
        .args(like)
        .current_dir(workspace)
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "the program does not build");
    let executable = output.stdout.split(|byte| *byte == b'\n').find_map(|line| {
        let message: serde_json::Value = serde_json::from_slice(line).ok()?;
        let path = message["executable"].as_str()?;
        (message["target"]["name"] == name).then(|| PathBuf::from(path))
    });
    executable.expect("cargo names what it built")
}

fn is_of_this_package(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"]
        .iter()
        .any(|start| variable.starts_with(start))
}

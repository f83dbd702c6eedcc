//! The program as it is run in earnest, without the hooks of tests.

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::binary::{cities, command, counted, listening, tell};
use crate::people::PASSWORD;

use super::cpu::{Cpu, Probe};

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pub probe: Probe,
}

impl Server {
    /// On a database; from one address as many are sent in as it takes.
    pub async fn start(url: &str, folder: &Path) -> Result<Self, Box<dyn Error>> {
        Self::with(url, folder, &[]).await
    }

    /// The same with further settings.
    pub async fn with(url: &str, folder: &Path, settings: &[&str]) -> Result<Self, Box<dyn Error>> {
        let mut serve = serve(url, folder);
        serve.args(settings);
        let postgres = url.starts_with("postgres").then(|| (url.to_owned(), "cities"));
        Self::launch(serve, postgres).await
    }

    /// Another program that prints where it listens as ours does; `postgres` is the database it asks, and what it calls
    /// itself there.
    pub async fn launch(
        mut command: Command,
        postgres: Option<(String, &'static str)>,
    ) -> Result<Self, Box<dyn Error>> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let address = listening(&mut child).await.ok_or("the server did not start")?;
        let probe = Probe { process: child.id(), postgres };
        Ok(Self { child, address, probe })
    }

    /// What it has taken so far.
    pub async fn cpu(&self) -> Result<Cpu, Box<dyn Error>> {
        self.probe.cpu().await
    }

    /// Stops it as an operator does, and waits until it is gone.
    pub fn end(mut self) -> Result<(), Box<dyn Error>> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}").into()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that becomes a server.
pub fn serve(url: &str, folder: &Path) -> Command {
    serving(command(), url, folder)
}

/// The same of the program that counts what it allocates, into this file.
pub fn serve_counted(url: &str, folder: &Path, file: &Path) -> Command {
    serving(counted(file), url, folder)
}

fn serving(mut serve: Command, url: &str, folder: &Path) -> Command {
    serve
        .args(["serve", "--listen", "127.0.0.1:0", "--log-level", "error", "--database", url])
        .args(["--assets".as_ref(), folder.join("assets").as_os_str()])
        .args(["--submissions-per-address", "1000000"]);
    serve
}

/// Imports a bundle and tells how long that took.
pub fn import(url: &str, folder: &Path, bundle: &Path) -> Duration {
    let started = Instant::now();
    let assets = folder.join("assets");
    let arguments = ["import".as_ref(), bundle.as_os_str(), "--assets".as_ref(), assets.as_os_str()];
    cities(arguments.into_iter().chain(["--database".as_ref(), url.as_ref()])).succeeded();
    started.elapsed()
}

/// Adds a user, who has the password of all users here.
pub fn add_user(url: &str, email: &str, role: &str) {
    let mut add = command();
    add.args(["user", "add", email, "--name", email, "--role", role, "--database", url]);
    tell(add, PASSWORD).succeeded();
}

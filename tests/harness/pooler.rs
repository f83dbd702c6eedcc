//! `PgBouncer` before the PostgreSQL of the tests, in transaction mode.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use url::Url;

use crate::node::missing;

/// It ends when this is dropped.
#[derive(Debug)]
pub struct Pooler {
    child: Child,
    port: u16,
}

impl Pooler {
    /// With so many connections to the server for any number of ours; `None`, said aloud, where it is not installed.
    pub fn start(server: &Url, folder: &Path, servers: u32) -> Option<Self> {
        let version = Command::new("pgbouncer").arg("--version").output();
        if !version.is_ok_and(|out| out.status.success()) {
            missing("pgbouncer is not here");
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let file = folder.join("pgbouncer.ini");
        fs::write(&file, settings(server, port, servers)).expect("a file can be written");
        let mut command = Command::new("pgbouncer");
        if is_root() {
            // It refuses to run as root.
            command.args(["--user", "postgres"]);
        }
        let log = fs::File::create(folder.join("pgbouncer.log")).expect("a log can be kept");
        let child = command.arg(file).stdout(Stdio::null()).stderr(log).spawn().expect("it starts");
        Some(Self { child, port })
    }

    /// The same database through it.
    pub fn url(&self, direct: &str) -> String {
        let mut url = Url::parse(direct).expect("a URL");
        url.set_host(Some("127.0.0.1")).expect("a host can be set");
        url.set_port(Some(self.port)).expect("a port can be set");
        url.into()
    }
}

/// Whose process this is.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn settings(server: &Url, port: u16, servers: u32) -> String {
    let (host, user) = (server.host_str().unwrap_or("127.0.0.1"), server.username());
    let (to, password) = (server.port().unwrap_or(5432), server.password().unwrap_or("none"));
    format!(
        "[databases]\n* = host={host} port={to} user={user} password={password}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = any\npool_mode = transaction\ndefault_pool_size = {servers}\n"
    )
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

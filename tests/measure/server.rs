//! The program as it is run in earnest, without the hooks of tests, and the CPU it and its database take.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use harness::{TestDatabase, command};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use crate::load::Load;
use crate::{Done, SPELL};

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

/// CPU time so far.
#[derive(Clone, Copy, Debug)]
pub struct Cpu {
    server: Duration,
    /// Of the server's connections to PostgreSQL.
    database: Duration,
}

impl Cpu {
    pub fn since(self, before: Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            database: self.database.saturating_sub(before.database),
        }
    }

    pub fn server_millis(self) -> f64 {
        self.server.as_secs_f64() * 1000.0
    }

    /// Of one of so many requests, for people.
    pub fn each(self, count: u32) -> String {
        let count = f64::from(count);
        let (server, database) = (self.server_millis(), self.database.as_secs_f64() * 1000.0);
        format!("CPU {:.3} ms (server) + {:.3} ms (PostgreSQL)", server / count, database / count)
    }
}

impl Server {
    /// From one address as many are sent in as it takes.
    pub async fn start(database: &TestDatabase, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut child = command()
            .args(["serve", "--listen", "127.0.0.1:0", "--log-level", "warn", "--database", &database.url])
            .args(["--assets".as_ref(), folder.join("assets").as_os_str()])
            .args(["--submissions-per-address", "1000000"])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut out = BufReader::new(child.stdout.take().ok_or("its stdout is ours")?);
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            out.read_line(&mut line).map(|_| line)
        });
        let line = line.await??;
        let address =
            line.trim().strip_prefix("listening on http://").ok_or("the server did not start")?.parse()?;
        Ok(Self { child, address })
    }

    /// Asks one thing for a while and prints what it took.
    pub async fn measure(
        &self,
        name: &str,
        database: &TestDatabase,
        load: &mut Load,
        request: &[u8],
    ) -> Done {
        let (status, length) = load.ask(request).await?;
        load.repeat(request, SPELL / 4).await?;
        let before = self.cpu(database).await?;
        let (count, middle) = load.repeat(request, SPELL).await?;
        let spent = self.cpu(database).await?.since(before);
        println!(
            "{name}: {}, median {:.2} ms, {count} times, {status}, {length} bytes",
            spent.each(count),
            middle.as_secs_f64() * 1000.0,
        );
        Ok(())
    }

    /// What it has taken so far.
    pub async fn cpu(&self, database: &TestDatabase) -> Result<Cpu, Box<dyn Error>> {
        let mut spent = Cpu { server: of_process(self.child.id())?, database: Duration::ZERO };
        if database.is_postgres() {
            let db = Database::connect(&database.url).await?;
            let sql = "select pid from pg_stat_activity where datname = current_database() and application_name = 'cities'";
            for row in db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await? {
                spent.database += of_process(row.try_get::<i32>("", "pid")?.try_into()?)?;
            }
            db.close().await?;
        }
        Ok(spent)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// User and system time, from `/proc`, which counts hundredths of a second.
fn of_process(pid: u32) -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name may hold spaces; it ends with the last parenthesis.
    let fields: Vec<&str> = stat.rsplit_once(')').ok_or("a line of /proc")?.1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// Imports a bundle and tells how long that took.
pub fn import(database: &TestDatabase, folder: &Path, bundle: &Path) -> Duration {
    let started = Instant::now();
    let assets = folder.join("assets");
    let arguments = ["import".as_ref(), bundle.as_os_str(), "--assets".as_ref(), assets.as_os_str()];
    harness::cities(arguments.into_iter().chain(["--database".as_ref(), database.url.as_ref()])).succeeded();
    started.elapsed()
}

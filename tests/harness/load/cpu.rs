//! What processes take, from `/proc`.

use std::error::Error;
use std::fs;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};

/// CPU time so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cpu {
    pub server: Duration,
    /// Of the server's connections to PostgreSQL.
    pub database: Duration,
}

impl Cpu {
    #[must_use]
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

/// A process, and its connections to PostgreSQL where it has some.
#[derive(Clone, Debug)]
pub struct Probe {
    pub process: u32,
    /// The database, and what the process calls itself there.
    pub postgres: Option<(String, &'static str)>,
}

impl Probe {
    /// What it has taken so far.
    pub async fn cpu(&self) -> Result<Cpu, Box<dyn Error>> {
        let mut spent = Cpu { server: of_process(self.process)?, database: Duration::ZERO };
        let Some((url, name)) = &self.postgres else { return Ok(spent) };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await?;
        let sql = format!(
            "select pid from pg_stat_activity where datname = current_database() and application_name = '{name}'"
        );
        for row in db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await? {
            spent.database += of_process(row.try_get::<i32>("", "pid")?.try_into()?)?;
        }
        db.close().await?;
        Ok(spent)
    }

    /// Bytes of memory that are its own: pages of files that it maps are not among them.
    pub fn memory(&self) -> Result<u64, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no RssAnon")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }
}

/// User and system time, which are counted in hundredths of a second.
fn of_process(pid: u32) -> Result<Duration, Box<dyn Error>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name may hold spaces; it ends with the last parenthesis.
    let fields: Vec<&str> = stat.rsplit_once(')').ok_or("a line of /proc")?.1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 10))
}

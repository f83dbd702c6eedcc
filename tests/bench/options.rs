//! What may be asked of this program.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use harness::load::NEWS;

/// Measures the program under load beside what cannot be beaten, and tells the ratios.
#[derive(Clone, Debug, Parser)]
#[command(name = "bench")]
pub struct Options {
    /// What to measure; all of it if nothing is named.
    pub workloads: Vec<Workload>,
    /// News items of the larger data set. Growth is measured when it is larger than 10,000; a million takes some 14 GB of
    /// disk on each database, and half an hour to make.
    #[arg(long, default_value_t = NEWS, value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    pub items: u32,
    /// PostgreSQL is the server that `TEST_POSTGRES_URL` names, on this machine.
    #[arg(long, value_enum, default_value = "both")]
    pub database: Databases,
    /// How long each thing is asked in each round.
    #[arg(long, default_value_t = 1.0, value_parser = seconds)]
    pub seconds: f64,
    /// Rounds, of which the middle one counts.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=99))]
    pub rounds: u8,
    /// How long the mixed load goes on before the memory is looked at.
    #[arg(long, default_value_t = 20.0, value_parser = seconds)]
    pub soak: f64,
    /// Writes all figures there.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Leaves the data sets in the system's temporary folder and on the server, and uses those that an earlier run left.
    #[arg(long)]
    pub keep: bool,
    #[arg(long, hide = true)]
    pub serve_answer: Option<PathBuf>,
    #[arg(long, hide = true)]
    pub serve_page: Option<String>,
    #[arg(long, hide = true)]
    pub statement: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Databases {
    Sqlite,
    Postgres,
    Both,
}

/// One kind of load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// The page of a cluster, from the cache and without it, beside both limits.
    Page,
    /// Documents that were seen before, and such that never were.
    Documents,
    /// Lists, feeds and plain JSON.
    Reads,
    /// What a request allocates, by a program that is built to count it.
    Allocations,
    /// 256 connections.
    Crowd,
    /// 1,000 callers who miss the same answer at once.
    Flood,
    /// 99 reads to one write.
    Mixed,
    /// The memory after a mixed load on the larger data set.
    Memory,
    /// Readers beside those who sign in.
    Storm,
    /// An import of 10,000 news items.
    Import,
    /// From the start to the first answer.
    Start,
    /// The larger data set beside 10,000 items.
    Growth,
}

impl Options {
    /// News items of both data sets: of the larger one there are whole copies of the smaller.
    pub fn sizes(&self) -> [u32; 2] {
        let small = self.items.min(NEWS);
        [small, self.items / small * small]
    }

    pub fn wants(&self, workload: Workload) -> bool {
        self.workloads.is_empty() || self.workloads.contains(&workload)
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "is no number of seconds".to_owned())?;
    if (0.1..=3600.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("must lie between 0.1 and 3600".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_data_set_is_made_of_whole_copies() {
        let sizes = |items: &str| Options::parse_from(["bench", "--items", items]).sizes();
        assert_eq!(sizes("500"), [500, 500]);
        assert_eq!(sizes("10000"), [NEWS, NEWS]);
        assert_eq!(sizes("19999"), [NEWS, NEWS]);
        assert_eq!(sizes("1000000"), [NEWS, 1_000_000]);
    }
}

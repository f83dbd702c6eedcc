//! How many pages a change wrote to SQLite's log: what it costs on any machine, in any hour.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// Where `mxFrame`, the number of pages in the log, stands in the log's index
/// (<https://www.sqlite.org/walformat.html>, 2.1).
const END: u64 = 16;

/// The log of a database file.
#[derive(Debug)]
pub struct Log(PathBuf);

impl Log {
    /// `None` where the database is a server of its own.
    pub fn of(url: &str) -> Option<Self> {
        let file = url.strip_prefix("sqlite:")?;
        Some(Self(format!("{file}-shm").into()))
    }

    /// Pages in it so far.
    pub fn end(&self) -> io::Result<u32> {
        let mut index = File::open(&self.0)?;
        index.seek(SeekFrom::Start(END))?;
        let mut pages = [0; 4];
        index.read_exact(&mut pages)?;
        Ok(u32::from_ne_bytes(pages))
    }
}

/// Pages that were written between these two ends. A log that was written back whole begins anew.
pub fn between(before: u32, after: u32) -> u32 {
    after.checked_sub(before).unwrap_or(after)
}

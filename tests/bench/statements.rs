//! What the server sends to its database, by a server that records it and is not measured.

use std::error::Error;
use std::path::PathBuf;
use std::process::Stdio;

use harness::Statement;
use harness::load::{Load, Server, serve};
use tempfile::TempDir;

use crate::stage::{NO_CACHE, has_cache};
use crate::store::Data;

/// Where the program writes every statement down (`api/src/cli/rehearsal.rs`).
const RECORD: &str = "CITIES_TEST_STATEMENTS";

const TIMES: usize = 5;

pub struct Recorder {
    server: Server,
    folder: TempDir,
}

impl Recorder {
    pub async fn start(data: &Data) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let mut command = serve(&data.url, &data.folder);
        // It warns of being recorded, which is known here.
        command.env(RECORD, folder.path().join("statements")).stderr(Stdio::null());
        if has_cache() {
            command.args(NO_CACHE);
        }
        Ok(Self { server: Server::launch(command, None).await?, folder })
    }

    /// What is sent for a request that nothing is kept of.
    pub async fn sent(&self, request: &[u8]) -> Result<Vec<Statement>, Box<dyn Error>> {
        let mut load = Load::connect(self.server.address).await?;
        let mut least: Option<Vec<Statement>> = None;
        // What the server sends by itself meanwhile is recorded, too.
        for _ in 0..TIMES {
            Statement::take(&self.file());
            load.ask(request).await?;
            let sent = Statement::take(&self.file());
            if least.as_ref().is_none_or(|least| sent.len() < least.len()) {
                least = Some(sent);
            }
        }
        Ok(least.unwrap_or_default())
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("statements")
    }
}

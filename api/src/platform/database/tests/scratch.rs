//! Databases to throw away.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::platform::database::{Database, Options, connect};

/// An empty database of its own; gone when dropped.
pub struct Scratch {
    pub url: String,
    pub folder: TempDir,
    /// The server to remove it from, and its name there.
    server: Option<(String, String)>,
}

impl Scratch {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("cities.db").display());
        Self { url, folder, server: None }
    }

    /// `None`, said aloud, where there is no server to test on.
    pub async fn postgres() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(server) = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty()) else {
            eprintln!("skipped on PostgreSQL: TEST_POSTGRES_URL is not set");
            return None;
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cities_unit_{}_{count}", std::process::id());
        execute(&server, &format!("create database {name}")).await;
        let mut url = url::Url::parse(&server).unwrap();
        url.set_path(&name);
        Some(Self { url: url.into(), folder: tempfile::tempdir().unwrap(), server: Some((server, name)) })
    }

    /// One of each kind there is.
    pub async fn each() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres().await].into_iter().flatten().collect()
    }

    pub async fn open(&self) -> Database {
        connect(&self.url, &Options::default()).await.unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else { return };
        // A test that ends has no runtime left to wait on.
        let removed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(execute(&server, &format!("drop database {name} with (force)")));
        });
        removed.join().expect("the database of the test is removed");
    }
}

async fn execute(server: &str, sql: &str) {
    let db = connect(server, &Options::default()).await.unwrap();
    db.writer.execute_unprepared(sql).await.unwrap();
    db.close().await;
}

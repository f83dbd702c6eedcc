//! A database for one test: a copy of a migrated template, on SQLite or, with `TEST_POSTGRES_URL`, on PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;

use crate::binary::cities;

/// Goes away when dropped.
#[derive(Debug)]
pub struct TestDatabase {
    /// As the setting `database` wants it.
    pub url: String,
    /// The server that must forget it, and the name it has there.
    on_server: Option<(Url, String)>,
}

impl TestDatabase {
    /// With the whole schema and nothing in it. `folder` holds the file, where it is one.
    #[allow(clippy::single_match_else, reason = "the two databases side by side")]
    pub async fn migrated(folder: &Path) -> Self {
        let Some(server) = server() else {
            let (_, template) = TEMPLATE_FILE.get_or_init(async || template_file()).await;
            std::fs::copy(template, folder.join(FILE)).expect("the template can be copied");
            return Self::empty(folder).await;
        };
        let template = TEMPLATE_NAME.get_or_init(|| template(&server)).await;
        let how = format!(" template {template}");
        Self::on_server(server, &how).await
    }

    /// Without a schema: not even a file, on SQLite.
    pub async fn empty(folder: &Path) -> Self {
        match server() {
            Some(server) => Self::on_server(server, "").await,
            None => Self { url: format!("sqlite:{}", folder.join(FILE).display()), on_server: None },
        }
    }

    /// Whether this run is on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.on_server.is_some()
    }

    /// Changes the database behind the program's back.
    pub async fn execute(&self, sql: &str) {
        execute(&Url::parse(&self.url).expect("its own URL"), sql).await;
    }

    /// The same of what the database may refuse, which it then says.
    pub async fn try_execute(&self, sql: &str) -> Result<(), String> {
        let db = Database::connect(&self.url).await.expect("the database can be reached");
        let outcome = db.execute_unprepared(sql).await.map(drop).map_err(|refusal| refusal.to_string());
        db.close().await.expect("a connection can be closed");
        outcome
    }

    /// What a statement answers in its one column of text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let db = Database::connect(&self.url).await.expect("the database can be reached");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.expect("the statement can be run");
        db.close().await.expect("a connection can be closed");
        rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
    }

    /// How many rows there are in what stands behind `from`, such as `topic WHERE slug = 'news'`.
    pub async fn count(&self, from: &str) -> i64 {
        let db = Database::connect(&self.url).await.expect("the database can be reached");
        let row = db.query_one_raw(Statement::from_string(
            db.get_database_backend(),
            format!("select count(*) from {from}"),
        ));
        let count = row.await.expect("it can be read").expect("a count is a row").try_get_by_index(0);
        db.close().await.expect("it can be closed");
        count.expect("a count is a number")
    }

    async fn on_server(server: Url, how: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("cities_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        execute(&server, &format!("create database {name}{how}")).await;
        Self { url: database_on(&server, &name), on_server: Some((server, name)) }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.on_server.take() else { return };
        // The runtime of the test cannot be waited for from within.
        let forget = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(execute(&server, &format!("drop database if exists {name} with (force)")));
        });
        if forget.join().is_err() {
            eprintln!("a test database could not be dropped");
        }
    }
}

const FILE: &str = "cities.db";
static TEMPLATE_FILE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
static TEMPLATE_NAME: OnceCell<String> = OnceCell::const_new();

fn server() -> Option<Url> {
    let url = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())?;
    Some(Url::parse(&url).expect("TEST_POSTGRES_URL is a URL"))
}

fn database_on(server: &Url, name: &str) -> String {
    let mut url = server.clone();
    url.set_path(name);
    url.into()
}

/// Made new by every run, so that it never has an older schema; the next run replaces it.
async fn template(server: &Url) -> String {
    let name = "cities_test_template";
    execute(server, &format!("drop database if exists {name} with (force)")).await;
    execute(server, &format!("create database {name}")).await;
    cities(["migrate", "up", "--database", &database_on(server, name)]).succeeded();
    name.to_owned()
}

fn template_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(FILE);
    cities(["migrate", "up", "--database", &format!("sqlite:{}", file.display())]).succeeded();
    (folder, file)
}

async fn execute(server: &Url, sql: &str) {
    let db = Database::connect(server.as_str()).await.expect("the database can be reached");
    db.execute_unprepared(sql).await.expect("the statement can be run");
    db.close().await.expect("a connection can be closed");
}

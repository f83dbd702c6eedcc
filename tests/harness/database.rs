//! A database for one test: a copy of a migrated template, on SQLite or, with `TEST_POSTGRES_URL`, on PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;

use crate::app::NOON;
use crate::binary::{Outcome, cities, command};
use crate::pooler::Pooler;
use crate::seed::demo;

/// Goes away when dropped.
#[derive(Debug)]
pub struct TestDatabase {
    /// As the setting `database` wants it.
    pub url: String,
    /// The server that must forget it, and the name it has there.
    pub(crate) on_server: Option<(Url, String)>,
    /// What `url` leads through.
    pooler: Option<Pooler>,
    /// The server that has a copy.
    pub(crate) replica: Option<Url>,
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
        Self::on_server(server, template).await
    }

    /// With the content of `cities demo`, and its files in `assets` beside.
    pub async fn with_demo(folder: &Path) -> Self {
        let made = DEMO.get_or_init(template_with_demo).await;
        copy(&made.folder.path().join(ASSETS), &folder.join(ASSETS));
        match server() {
            Some(server) => Self::on_server(server, &made.how).await,
            None => {
                std::fs::copy(made.folder.path().join(FILE), folder.join(FILE)).expect("it can be copied");
                Self::empty(folder).await
            }
        }
    }

    /// Without a schema: not even a file, on SQLite.
    pub async fn empty(folder: &Path) -> Self {
        match server() {
            Some(server) => Self::on_server(server, "").await,
            None => Self {
                url: format!("sqlite:{}", folder.join(FILE).display()),
                on_server: None,
                pooler: None,
                replica: None,
            },
        }
    }

    /// The same behind `PgBouncer`, which has two connections to the server; `None` where there is no such thing.
    pub async fn pooled(folder: &Path) -> Option<Self> {
        let pooler = Pooler::start(&server()?, folder, 2)?;
        let mut database = Self::empty(folder).await;
        database.url = pooler.url(&database.url);
        database.pooler = Some(pooler);
        Some(database)
    }

    /// Where it is reached with nothing in between.
    fn direct(&self) -> String {
        self.on_server.as_ref().map_or_else(|| self.url.clone(), |(server, name)| database_on(server, name))
    }

    /// Whether this run is on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.on_server.is_some()
    }

    /// Changes the database behind the program's back.
    pub async fn execute(&self, sql: &str) {
        execute(&Url::parse(&self.direct()).expect("its own URL"), sql).await;
    }

    /// The same of what the database may refuse, which it then says.
    pub async fn try_execute(&self, sql: &str) -> Result<(), String> {
        let db = Database::connect(self.direct()).await.expect("the database can be reached");
        let outcome = db.execute_unprepared(sql).await.map(drop).map_err(|refusal| refusal.to_string());
        db.close().await.expect("a connection can be closed");
        outcome
    }

    /// What a statement answers in its one column of text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let db = Database::connect(self.direct()).await.expect("the database can be reached");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.expect("the statement can be run");
        db.close().await.expect("a connection can be closed");
        rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
    }

    /// How many rows there are in what stands behind `from`, such as `topic WHERE slug = 'news'`.
    pub async fn count(&self, from: &str) -> i64 {
        let db = Database::connect(self.direct()).await.expect("the database can be reached");
        let row = db.query_one_raw(Statement::from_string(
            db.get_database_backend(),
            format!("select count(*) from {from}"),
        ));
        let count = row.await.expect("it can be read").expect("a count is a row").try_get_by_index(0);
        db.close().await.expect("it can be closed");
        count.expect("a count is a number")
    }

    pub(crate) async fn on_server(server: Url, how: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("cities_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        execute(&server, &format!("create database {name}{how}")).await;
        Self {
            url: database_on(&server, &name),
            on_server: Some((server, name)),
            pooler: None,
            replica: None,
        }
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
const ASSETS: &str = "assets";
static DEMO: OnceCell<Demo> = OnceCell::const_new();
static TEMPLATE_FILE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
static TEMPLATE_NAME: OnceCell<String> = OnceCell::const_new();

pub(crate) fn server() -> Option<Url> {
    named("TEST_POSTGRES_URL")
}

pub(crate) fn named(variable: &str) -> Option<Url> {
    let url = std::env::var(variable).ok().filter(|url| !url.is_empty())?;
    Some(Url::parse(&url).unwrap_or_else(|_| panic!("{variable} is no URL")))
}

pub(crate) fn database_on(server: &Url, name: &str) -> String {
    let mut url = server.clone();
    url.set_path(name);
    url.into()
}

/// A database with the demo in it.
struct Demo {
    /// Of its files, and of its own file where it is one.
    folder: TempDir,
    /// How to make a copy where it is none.
    how: String,
}

async fn template_with_demo() -> Demo {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (url, how) = match server() {
        Some(server) => {
            let (name, as_template) =
                ("cities_test_demo", TEMPLATE_NAME.get_or_init(|| template(&server)).await);
            execute(&server, &format!("drop database if exists {name} with (force)")).await;
            execute(&server, &format!("create database {name}{as_template}")).await;
            (database_on(&server, name), copied_from(&server, name).await)
        }
        None => (TestDatabase::migrated(folder.path()).await.url.clone(), String::new()),
    };
    let clock = folder.path().join("clock");
    std::fs::write(&clock, NOON.to_string()).expect("the clock can be set");
    let mut import = command();
    import.env("CITIES_TEST_CLOCK", clock).arg("import").arg(demo()).args(["--database", &url]);
    let imported = import.arg("--assets").arg(folder.path().join(ASSETS)).output().expect("it runs");
    Outcome::from(imported).succeeded();
    Demo { folder, how }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read").path();
        let there = to.join(entry.file_name().expect("a name"));
        if entry.is_dir() {
            copy(&entry, &there);
        } else {
            std::fs::copy(&entry, there).expect("a file can be copied");
        }
    }
}

/// How to make a copy. Made new by every run, so that it never has an older schema; the next run replaces it.
async fn template(server: &Url) -> String {
    let name = "cities_test_template";
    execute(server, &format!("drop database if exists {name} with (force)")).await;
    execute(server, &format!("create database {name}")).await;
    cities(["migrate", "up", "--database", &database_on(server, name)]).succeeded();
    copied_from(server, name).await
}

async fn copied_from(server: &Url, name: &str) -> String {
    // Copied as files it takes a third of the time that its way through the log takes; PostgreSQL 14 knows no other way.
    let how = if version(server).await >= 150_000 { " strategy file_copy" } else { "" };
    format!(" template {name}{how}")
}

async fn version(server: &Url) -> i32 {
    let db = Database::connect(server.as_str()).await.expect("the server can be reached");
    let asked = "select current_setting('server_version_num')::int";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), asked)).await;
    let version = row.expect("it can be read").expect("a setting is a row").try_get_by_index(0);
    db.close().await.expect("it can be closed");
    version.expect("a version is a number")
}

fn template_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(FILE);
    cities(["migrate", "up", "--database", &format!("sqlite:{}", file.display())]).succeeded();
    (folder, file)
}

pub(crate) async fn execute(server: &Url, sql: &str) {
    let db = Database::connect(server.as_str()).await.expect("the database can be reached");
    db.execute_unprepared(sql).await.expect("the statement can be run");
    db.close().await.expect("a connection can be closed");
}

//! The data sets: made once, in a folder or on a server, and kept for the next run when that is wished.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use harness::load::{self, add_user};
use harness::{Bundle, cities, multiply, settle};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use url::Url;

use crate::Done;

/// Goes up with every change of what a data set holds.
const VERSION: u32 = 1;
/// Each copy of a news item is so much older, in milliseconds: all copies fit between two of them.
const STEP: i64 = 61_000;

/// Who may do everything.
pub const ADMIN: &str = "admin@example.org";
/// Those who sign in at once.
pub const EDITORS: u32 = 50;

/// The address of an editor, counted from one.
pub fn editor(number: u32) -> String {
    format!("editor-{number}@example.org")
}

/// Where data sets lie.
#[derive(Clone, Debug)]
pub struct Store {
    /// The server; none for SQLite.
    pub postgres: Option<Url>,
    pub keeps: bool,
}

/// One data set, in its database.
#[derive(Clone, Debug)]
pub struct Data {
    pub url: String,
    /// Of its files, and of its database where that is a file.
    pub folder: PathBuf,
    pub news: u32,
    /// How long the import took, of so many, if this run made it.
    pub import: Option<(Duration, u32)>,
}

impl Store {
    /// With so many news items; an earlier run may have left it.
    pub async fn data(&self, news: u32) -> Result<Data, Box<dyn Error>> {
        let folder = std::env::temp_dir().join(format!("cities-bench-{VERSION}")).join(news.to_string());
        fs::create_dir_all(&folder)?;
        let data = Data { url: self.url(&folder, news, ""), folder, news, import: None };
        if self.keeps && self.is_there(&data).await? {
            cities(["migrate", "up", "--database", &data.url]).succeeded();
            return Ok(data);
        }
        self.make(data).await
    }

    /// Under another name until it is whole.
    async fn make(&self, data: Data) -> Result<Data, Box<dyn Error>> {
        let url = self.url(&data.folder, data.news, "_new");
        self.remove(&url).await?;
        self.remove(&data.url).await?;
        if let Some(server) = &self.postgres {
            execute(server, &format!("create database {}", name(&url))).await?;
        }
        let base = data.originals();
        let took = import(&url, &data.folder, base)?;
        add_user(&url, ADMIN, "admin");
        for number in 1..=EDITORS {
            add_user(&url, &editor(number), "editor");
        }
        let copies = data.news / base - 1;
        if copies > 0 {
            multiply(&url, copies, STEP).await;
            // Whoever imports has counted what there is then.
            load::import(&url, &data.folder, Bundle::empty().path());
        }
        settle(&url).await;
        match &self.postgres {
            Some(server) => {
                let rename = format!("alter database {} rename to {}", name(&url), name(&data.url));
                execute(server, &rename).await?;
            }
            None => fs::rename(file(&url), file(&data.url))?,
        }
        Ok(Data { import: Some((took, base)), ..data })
    }

    /// How long the import of so many takes, of which nothing is kept.
    pub async fn imported(&self, news: u32) -> Result<(Duration, u32), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let url = self.url(folder.path(), news, "_import");
        self.remove(&url).await?;
        if let Some(server) = &self.postgres {
            execute(server, &format!("create database {}", name(&url))).await?;
        }
        let took = import(&url, folder.path(), news)?;
        self.remove(&url).await?;
        Ok((took, news))
    }

    /// After the run: gone, unless it is to be kept.
    pub async fn put_away(&self, data: &Data) -> Done {
        if self.keeps {
            return Ok(());
        }
        self.remove(&data.url).await?;
        if data.folder.exists() {
            fs::remove_dir_all(&data.folder)?;
        }
        Ok(())
    }

    async fn remove(&self, url: &str) -> Done {
        if let Some(server) = &self.postgres {
            return execute(server, &format!("drop database if exists {} with (force)", name(url))).await;
        }
        for ending in ["", "-wal", "-shm"] {
            let file = format!("{}{ending}", file(url));
            if Path::new(&file).exists() {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    async fn is_there(&self, data: &Data) -> Result<bool, Box<dyn Error>> {
        let Some(server) = &self.postgres else { return Ok(Path::new(file(&data.url)).exists()) };
        let db = Database::connect(server.as_str()).await?;
        let sql = format!("select 1 from pg_database where datname = '{}'", name(&data.url));
        let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        db.close().await?;
        Ok(row.is_some())
    }

    fn url(&self, folder: &Path, news: u32, ending: &str) -> String {
        match &self.postgres {
            Some(server) => {
                let mut url = server.clone();
                url.set_path(&format!("cities_bench_{VERSION}_{news}{ending}"));
                url.into()
            }
            None => format!("sqlite:{}", folder.join(format!("cities{ending}.db")).display()),
        }
    }
}

impl Data {
    pub fn is_on_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Whether the database has counted what it holds, by which it plans. A server does so by itself; a SQLite file has
    /// what the program, or the copying of much content, has counted.
    pub async fn is_counted(&self) -> Result<bool, Box<dyn Error>> {
        if self.is_on_postgres() {
            return Ok(true);
        }
        let db = Database::connect(&self.url).await?;
        let sql = "select 1 from sqlite_master where name = 'sqlite_stat1'";
        let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
        db.close().await?;
        Ok(row.is_some())
    }

    /// News items that are no copies, which are older.
    pub fn originals(&self) -> u32 {
        self.news.min(load::NEWS)
    }

    /// For people.
    pub fn place(&self) -> String {
        let database = if self.is_on_postgres() { "PostgreSQL" } else { "SQLite" };
        format!("{database}, {} items", self.news)
    }
}

/// Into an empty database.
fn import(url: &str, folder: &Path, news: u32) -> Result<Duration, Box<dyn Error>> {
    cities(["migrate", "up", "--database", url]).succeeded();
    let bundle = folder.join("bundle");
    load::write(&bundle, news)?;
    let took = load::import(url, folder, &bundle);
    fs::remove_dir_all(&bundle)?;
    Ok(took)
}

/// Of a database on a server.
fn name(url: &str) -> &str {
    let path = url.split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// Of a database in a file.
fn file(url: &str) -> &str {
    url.trim_start_matches("sqlite:")
}

async fn execute(server: &Url, sql: &str) -> Done {
    let db = Database::connect(server.as_str()).await?;
    db.execute_unprepared(sql).await?;
    db.close().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_known_by_its_name() {
        assert_eq!(
            name("postgres://me@localhost:5433/cities_bench_1_100?sslmode=disable"),
            "cities_bench_1_100"
        );
        assert_eq!(file("sqlite:/tmp/cities.db"), "/tmp/cities.db");
    }
}
